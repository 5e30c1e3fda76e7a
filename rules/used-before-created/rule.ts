import { groupBy } from '../../src/schema/groups';
import { once } from '../../src/lint/once';
import { rule, type Report } from '../../src/lint/rule';
import { isSaid } from '../../src/lint/said';
import type { History } from '../../src/migration/history';
import { lineageOf, type Lineage } from '../../src/migration/lineage';
import { isOpaque } from '../../src/paper/effects';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { demandsOf, describeSubject, type Demand } from '../branch-conflict/touches';

/** It says what is there already, or is not there, when the statement runs. */
const upgradeFails = 'RT313';

export default rule({
  name: 'used-before-created',
  code: 'RT808',
  severity: 'error',
  aliases: [],
  check: (context) => {
    const found = hazards(context.graph)(context.revisions).get(context.revision) ?? [];
    return found.map(reportOf).filter((report) => !isSaid(context.reported, report, upgradeFails));
  },
});

interface Hazard {
  readonly use: Demand;
  readonly made: Demand;
  readonly isSibling: boolean;
}

const hazards = once((graph: History) => {
  const lineage = lineageOf(graph);
  return once((revisions: readonly PaperRevision[]) => hazardsAmong(revisions, lineage));
});

/**
 * What is used first and created later, with nothing in between that could have removed it: nobody else creates it. A
 * revision that cannot be read may have done so, and ends what is known.
 */
function hazardsAmong(
  revisions: readonly PaperRevision[],
  lineage: Lineage,
): ReadonlyMap<PaperRevision, readonly Hazard[]> {
  const used = new Map<string, Demand | null>();
  const found: Hazard[] = [];
  for (const revision of revisions) {
    const demands = demandsOf(revision);
    for (const [key, demand] of demands) {
      const use = used.get(key);
      const isMade = demand.needs === 'absent' && demand.leaves === 'present';
      if (use && isMade && areRelated(use, demand, lineage)) found.push(hazardOf(use, demand, lineage));
      if (use === undefined) used.set(key, demand.needs === 'present' && demand.leaves !== 'absent' ? demand : null);
      else if (demand.leaves !== null) used.set(key, null);
    }
    if (isOpaque(revision.upgrade)) for (const key of used.keys()) used.set(key, null);
  }
  return groupBy(found, ({ use }) => use.revision);
}

function areRelated({ revision: { migration: a } }: Demand, { revision: { migration: b } }: Demand, lineage: Lineage) {
  return lineage.familyOf(a) === lineage.familyOf(b);
}

function hazardOf(use: Demand, made: Demand, lineage: Lineage): Hazard {
  return { use, made, isSibling: !lineage.isAncestor(use.revision.migration, made.revision.migration) };
}

function reportOf({ use, made, isSibling }: Hazard): Report {
  const { revision } = made.revision.migration;
  const what = describeSubject(use.first.subject);
  return {
    span: use.first.span,
    severity: isSibling ? 'warning' : 'error',
    subject: use.first.subject,
    message: isSibling
      ? `${what} is created by ${revision} on another branch: if that has not run yet, this fails. Name ${revision} in depends_on, or put this revision behind it.`
      : `${what} is used here, but it is created only by the later revision ${revision}: on a fresh database this fails. Put this revision behind it.`,
  };
}
