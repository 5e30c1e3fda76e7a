import type { Migration } from './migration';

/** A file whose revision id an earlier file has already. */
export interface Duplicate {
  readonly migration: Migration;
  readonly first: Migration;
}

export interface History {
  /** Parents and `depends_on` before their children; otherwise in the order given. */
  readonly ordered: readonly Migration[];
  /** Revisions that nothing follows. */
  readonly heads: readonly string[];
  /** Revisions whose parents are not among the files: where a pasted set begins. */
  readonly bases: readonly string[];
  readonly duplicates: readonly Duplicate[];
  /** Revisions that are in a cycle of parents or dependencies, or come after one. */
  readonly cyclic: readonly Migration[];
}

/**
 * Puts migrations in the order in which a tool would apply them (Kahn's algorithm, stable by input). Tolerant of what
 * people paste: missing parents are normal, of duplicates the first counts, and the revisions of a cycle come last.
 */
export function orderHistory(migrations: readonly Migration[]): History {
  const { unique, duplicates } = withoutDuplicates(migrations);
  const named = revisionNames(unique);
  const known = (names: readonly string[]) => names.flatMap((name) => named.get(name) ?? []);
  const { ordered, stuck } = sorted(unique, (migration) => known([...migration.parents, ...migration.dependsOn]));
  const parents = new Set(unique.flatMap((migration) => known(migration.parents)));
  return {
    ordered: [...ordered, ...stuck],
    heads: unique.filter(({ revision }) => !parents.has(revision)).map(({ revision }) => revision),
    bases: unique.filter((migration) => known(migration.parents).length === 0).map(({ revision }) => revision),
    duplicates,
    cyclic: stuck,
  };
}

/** Revision ids, and branch labels, which `depends_on` may name as well. */
function revisionNames(migrations: readonly Migration[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { labels, revision } of migrations) for (const label of labels) names.set(label, revision);
  for (const { revision } of migrations) names.set(revision, revision);
  return names;
}

function withoutDuplicates(migrations: readonly Migration[]) {
  const first = new Map<string, Migration>();
  const duplicates: Duplicate[] = [];
  for (const migration of migrations) {
    const earlier = first.get(migration.revision);
    if (earlier === undefined) first.set(migration.revision, migration);
    else duplicates.push({ migration, first: earlier });
  }
  return { unique: [...first.values()], duplicates };
}

function sorted(migrations: readonly Migration[], needs: (migration: Migration) => readonly string[]) {
  const waiting = new Map(migrations.map((migration) => [migration.revision, new Set(needs(migration))]));
  const followers = new Map<string, Migration[]>();
  for (const migration of migrations) {
    for (const need of waiting.get(migration.revision) ?? []) {
      const list = followers.get(need);
      if (list === undefined) followers.set(need, [migration]);
      else list.push(migration);
    }
  }
  const ordered = migrations.filter(({ revision }) => waiting.get(revision)?.size === 0);
  for (const { revision } of ordered) {
    for (const follower of followers.get(revision) ?? []) {
      const needs = waiting.get(follower.revision);
      if (needs?.delete(revision) === true && needs.size === 0) ordered.push(follower);
    }
  }
  const done = new Set(ordered);
  return { ordered, stuck: migrations.filter((migration) => !done.has(migration)) };
}
