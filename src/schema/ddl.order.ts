import { type Definition, formatName, type Table } from './model';

/** An order in which objects can be made. Where they depend on each other in a circle, one of them comes too early. */

/** Tables after those that they refer to, are partitions of or inherit from. */
export function orderTables(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [formatName(table), table]));
  return order(tables, (table) => {
    const names = [...(table.parent === null ? [] : [table.parent]), ...table.foreignKeys.map(({ target }) => target)];
    return names.flatMap((name) => byName.get(formatName(name)) ?? []);
  });
}

/** Definitions after those whose names they mention. */
export function orderDefinitions<T extends Definition>(definitions: readonly T[]): readonly T[] {
  return order(definitions, (one) => definitions.filter(({ name }) => mentions(one.definition, name)));
}

/** True when a name stands in the text as a word of its own. */
export function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at === -1) return false;
  const isAlone = !/[\p{L}\p{N}_]/u.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`);
  return isAlone || mentions(text.slice(at + name.length), name);
}

/** Depth first; otherwise in the given order. */
function order<T>(objects: readonly T[], needs: (object: T) => readonly T[]): readonly T[] {
  const visited = new Set<T>();
  const ordered: T[] = [];
  const visit = (object: T): void => {
    if (visited.has(object)) return;
    visited.add(object);
    needs(object).forEach(visit);
    ordered.push(object);
  };
  objects.forEach(visit);
  return ordered;
}
