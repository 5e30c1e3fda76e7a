import { once } from '../../src/lint/once';
import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';
import type { History } from '../../src/migration/history';
import { lineageOf } from '../../src/migration/lineage';
import type { Migration } from '../../src/migration/migration';

export default rule({
  name: 'revision-cycle',
  code: 'RT804',
  severity: 'error',
  aliases: [],
  check: ({ revision: { migration }, graph, file }) => {
    const way = cycles(graph).get(migration);
    if (way === undefined) return [];
    const variable = way[0]?.variable ?? 'down_revision';
    return [{ span: headerLine(file, variable), subject: null, message: message(migration, way) }];
  },
});

/** From a revision to one that it needs. */
interface Need {
  readonly to: Migration;
  readonly variable: 'down_revision' | 'depends_on';
}

function message({ revision }: Migration, way: readonly Need[]): string {
  const names = way.map(({ to }) => to.revision).join(' → ');
  const what = way.length === 1 ? `${revision} names itself` : `${revision} → ${names} is a circle`;
  return `${what} (${way[0]?.variable ?? 'down_revision'}): Alembic refuses to load any revision until it is broken.`;
}

/** For each revision that is in a cycle, the way around it. What only comes after one has no fault of its own. */
const cycles = once((graph: History): ReadonlyMap<Migration, readonly Need[]> => {
  if (graph.cyclic.length === 0) return new Map();
  const { named } = lineageOf(graph);
  const needsOf = (migration: Migration): readonly Need[] => [
    ...migration.parents.flatMap((name) => needOf(named.get(name), 'down_revision')),
    ...migration.dependsOn.flatMap((name) => needOf(named.get(name), 'depends_on')),
  ];
  return new Map(
    graph.cyclic.flatMap((migration) => {
      const way = wayBack(migration, needsOf);
      return way === null ? [] : [[migration, way] as const];
    }),
  );
});

function needOf(to: Migration | undefined, variable: Need['variable']): readonly Need[] {
  return to === undefined ? [] : [{ to, variable }];
}

/** The shortest way from a revision over what it needs to itself (breadth first). */
function wayBack(from: Migration, needsOf: (migration: Migration) => readonly Need[]): readonly Need[] | null {
  const seen = new Set<Migration>();
  const ways: (readonly Need[])[] = needsOf(from).map((need) => [need]);
  for (const way of ways) {
    const last = way.at(-1)?.to;
    if (last === from) return way;
    if (last === undefined || seen.has(last)) continue;
    seen.add(last);
    ways.push(...needsOf(last).map((need) => [...way, need]));
  }
  return null;
}
