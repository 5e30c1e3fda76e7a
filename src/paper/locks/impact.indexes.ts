import type { OperationOf } from '../../migration/operation';
import { isSameName, type ObjectName, type Schema, type Table } from '../../schema/model';
import type { Impact, TableLock } from './model';
import type { LockMode } from './modes';

export function createIndexImpact({ table, concurrently }: OperationOf<'createIndex'>, schema: Schema): Impact {
  const mode: LockMode = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const partitions = concurrently ? [] : partitionsOf(table, schema);
  const built = partitions.length === 0 ? [table] : partitions;
  return {
    locks: [table, ...partitions].map((each): TableLock => ({ table: each, mode })),
    work: built.map((each) => ({ type: 'build', reason: 'index', table: each, mode, isCertain: true })),
  };
}

export function dropIndexImpact(operation: OperationOf<'dropIndex'>, schema: Schema): Impact {
  const table = tableOfIndex(operation, schema);
  const mode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return { locks: table === null ? [] : [{ table, mode }], work: [] };
}

/** The table that an index is on, where the statement or the schema tells. */
export function tableOfIndex(
  { name, table }: { readonly name: string | null; readonly table: ObjectName | null },
  schema: Schema,
): ObjectName | null {
  return table ?? (name === null ? null : (schema.tables.find((each) => indexNames(each).has(name)) ?? null));
}

/** Tables stay the same from step to step unless they are changed: their names are collected once. */
const names = new WeakMap<Table, ReadonlySet<string>>();

function indexNames(table: Table): ReadonlySet<string> {
  const known = names.get(table);
  if (known !== undefined) return known;
  const found = new Set(table.indexes.map(({ name }) => name));
  names.set(table, found);
  return found;
}

/** Partitions of a table, and theirs. */
export function partitionsOf(table: ObjectName, schema: Schema): readonly ObjectName[] {
  const own = schema.tables.filter(({ parent }) => parent !== null && isSameName(parent, table));
  return own.flatMap((each) => [each, ...partitionsOf(each, schema)]);
}
