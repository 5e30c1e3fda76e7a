import { groupBy } from '../../src/schema/groups';
import { once } from '../../src/lint/once';
import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';
import type { History } from '../../src/migration/history';
import { lineageOf, type Lineage } from '../../src/migration/lineage';
import type { Migration } from '../../src/migration/migration';

export default rule({
  name: 'multiple-heads',
  code: 'RT801',
  severity: 'error',
  aliases: ['MRT901'],
  check: ({ revision: { migration }, graph, file }) => {
    const others = rivals(graph).get(migration);
    if (others === undefined) return [];
    return [{ span: headerLine(file, 'down_revision'), subject: null, message: message(migration, others) }];
  },
});

function message({ revision }: Migration, others: readonly Migration[]): string {
  const names = others.map((other) => other.revision).join(', ');
  return (
    `${revision} and ${names} are heads of one history: \`alembic upgrade head\` refuses to choose. ` +
    `Rebase one on the other (its down_revision), or merge them: \`alembic merge ${revision} ${others.map((other) => other.revision).join(' ')}\`.`
  );
}

/** Heads that have others beside them, but for the first of each family: one finding for each head too many. */
const rivals = once((graph: History): ReadonlyMap<Migration, readonly Migration[]> => {
  const lineage = lineageOf(graph);
  if (lineage.isLine) return new Map();
  const byFamily = groupBy(headsOf(graph), (head) => `${lineage.familyOf(head)} ${branchOf(head, lineage)}`);
  return new Map(
    [...byFamily.values()].flatMap((family) =>
      family.slice(1).map((head) => [head, family.filter((other) => other !== head)] as const),
    ),
  );
});

/** What nothing follows or waits for. */
function headsOf({ ordered, heads }: History): readonly Migration[] {
  const names = new Set(heads);
  const awaited = new Set(ordered.flatMap(({ dependsOn }) => dependsOn));
  const isAwaited = ({ revision, labels }: Migration) => [revision, ...labels].some((name) => awaited.has(name));
  return ordered.filter(
    (migration) => migration.format === 'alembic' && names.has(migration.revision) && !isAwaited(migration),
  );
}

/** The labels of the branch that a head ends: branches with labels of their own are meant to have heads of their own. */
function branchOf(head: Migration, { named }: Lineage): string {
  const seen = new Set<Migration>();
  const labels = new Set<string>();
  const open = [head];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const label of next.labels) labels.add(label);
    for (const parent of next.parents) {
      const migration = named.get(parent);
      if (migration !== undefined) open.push(migration);
    }
  }
  return [...labels].toSorted().join(' ');
}
