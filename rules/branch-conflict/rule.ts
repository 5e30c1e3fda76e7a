import { groupBy } from '../../src/schema/groups';
import { once } from '../../src/lint/once';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { isSaid } from '../../src/lint/said';
import { lineageOf, type Lineage } from '../../src/migration/lineage';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { demandsOf, describeSubject, type Demand } from './touches';

/** It says what is there already, or is not there, when the statement runs. */
const upgradeFails = 'RT313';

export default rule({
  name: 'branch-conflict',
  code: 'RT806',
  severity: 'error',
  aliases: [],
  check: (context) => {
    const found = conflicts(context.graph)(context.revisions).get(context.revision) ?? [];
    return found.map(reportOf).filter((report) => !isSaid(context.reported, report, upgradeFails));
  },
});

interface Conflict {
  readonly earlier: Demand;
  readonly later: Demand;
}

const conflicts = once((graph: RuleContext['graph']) => {
  const lineage = lineageOf(graph);
  return once((revisions: readonly PaperRevision[]) => conflictsAmong(revisions, lineage));
});

function conflictsAmong(
  revisions: readonly PaperRevision[],
  lineage: Lineage,
): ReadonlyMap<PaperRevision, readonly Conflict[]> {
  if (lineage.isLine) return new Map();
  const demands = new Map<string, Demand[]>();
  const found: Conflict[] = [];
  for (const revision of revisions) {
    for (const [key, later] of demandsOf(revision)) {
      const known = demands.get(key) ?? [];
      const earlier = known.find((each) => isSibling(each, later, lineage) && collides(each, later));
      if (earlier !== undefined) found.push({ earlier, later });
      demands.set(key, [...known, later]);
    }
  }
  return groupBy(found, ({ later }) => later.revision);
}

function isSibling({ revision: { migration: a } }: Demand, { revision: { migration: b } }: Demand, lineage: Lineage) {
  return lineage.familyOf(a) === lineage.familyOf(b) && !lineage.isAncestor(a, b) && !lineage.isAncestor(b, a);
}

/** What one leaves behind is what the other cannot have. */
function collides(a: Demand, b: Demand): boolean {
  return (a.leaves !== null && a.leaves !== b.needs) || (b.leaves !== null && b.leaves !== a.needs)
    ? a.needs === b.needs
    : false;
}

function reportOf({ earlier, later }: Conflict): Report {
  const { migration } = earlier.revision;
  return {
    span: later.first.span,
    severity: isOneWay({ earlier, later }) ? 'warning' : 'error',
    subject: later.first.subject,
    message:
      `${describeSubject(later.first.subject)} is ${told(earlier)} by ${migration.revision} on the other branch, and ${told(later)} here: ` +
      `${isOneWay({ earlier, later }) ? 'in one of the two orders' : 'whichever runs second'} the upgrade fails. ` +
      'Put one revision behind the other, and let only one do it.',
  };
}

/** Only one of the two takes the object away or makes it; the other merely needs it. */
function isOneWay({ earlier, later }: Conflict): boolean {
  return earlier.leaves === null || later.leaves === null;
}

function told({ leaves }: Demand): string {
  if (leaves === null) return 'used';
  return leaves === 'present' ? 'created' : 'dropped or renamed';
}
