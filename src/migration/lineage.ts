import type { History } from './history';
import type { Migration } from './migration';

/** Who descends from whom among the revisions of a history. */
export interface Lineage {
  /** Revisions by id, and by branch label. */
  readonly named: ReadonlyMap<string, Migration>;
  /** One after the other, without a fork or a second beginning. */
  readonly isLine: boolean;
  /** The first comes before the second on every path: it is its parent, its dependency, or theirs. */
  readonly isAncestor: (first: Migration, second: Migration) => boolean;
  /** Revisions with one number hang together through their parents, also through a parent that is not among the files. */
  readonly familyOf: (migration: Migration) => string;
}

/** Linear in the number of revisions, except for the bits of their ancestors (n²/32). */
export function lineageOf({ ordered }: History): Lineage {
  const named = namesOf(ordered);
  const place = new Map(ordered.map((migration, at) => [migration, at]));
  const isLine = ordered.every(
    ({ parents, dependsOn }, at) =>
      (parents.length === 1 || at === 0) &&
      dependsOn.length === 0 &&
      (at === 0 || parents[0] === ordered[at - 1]?.revision),
  );
  const ancestors = isLine ? [] : ancestorBits(ordered, named, place);
  const families = familiesOf(ordered);
  return {
    named,
    isLine,
    isAncestor: (first, second) => {
      const [from, to] = [place.get(first) ?? -1, place.get(second) ?? -1];
      return isLine ? from < to : from >= 0 && hasBit(ancestors[to], from);
    },
    familyOf: (migration) => families.get(migration.revision) ?? migration.revision,
  };
}

function namesOf(migrations: readonly Migration[]): ReadonlyMap<string, Migration> {
  const named = new Map<string, Migration>();
  for (const migration of migrations) for (const label of migration.labels) named.set(label, migration);
  for (const migration of migrations) named.set(migration.revision, migration);
  return named;
}

function ancestorBits(
  ordered: readonly Migration[],
  named: ReadonlyMap<string, Migration>,
  place: ReadonlyMap<Migration, number>,
): readonly Uint32Array[] {
  const words = Math.ceil(ordered.length / 32);
  const all: Uint32Array[] = [];
  for (const { parents, dependsOn } of ordered) {
    const bits = new Uint32Array(words);
    for (const name of [...parents, ...dependsOn]) {
      const parent = named.get(name);
      const at = parent === undefined ? undefined : place.get(parent);
      if (at === undefined || at >= all.length) continue;
      all[at]?.forEach((word, index) => (bits[index] = (bits[index] ?? 0) | word));
      bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
    }
    all.push(bits);
  }
  return all;
}

function hasBit(bits: Uint32Array | undefined, at: number): boolean {
  return (((bits?.[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}

/** Disjoint sets over revisions and their parents' ids. */
function familiesOf(migrations: readonly Migration[]): ReadonlyMap<string, string> {
  const leader = new Map<string, string>();
  const find = (name: string): string => {
    let top = name;
    for (let up = leader.get(top); up !== undefined; up = leader.get(top)) top = up;
    if (top !== name) leader.set(name, top);
    return top;
  };
  for (const { revision, parents } of migrations) {
    for (const parent of parents) {
      const [a, b] = [find(revision), find(parent)];
      if (a !== b) leader.set(a, b);
    }
  }
  return new Map(migrations.map(({ revision }) => [revision, find(revision)]));
}
