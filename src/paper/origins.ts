import type { Operation } from '../migration/operation';
import { findTable, formatName, type ObjectName, type Schema } from '../schema/model';

/**
 * Where tables and columns come from at a point of a history. What is in neither map was there before the first file.
 * Keys are names as `formatName` gives them; a column is `table.column`.
 */
export interface Origins {
  /** `here`: created by the revision at hand; `earlier`: by an earlier file of the set. */
  readonly tables: ReadonlyMap<string, 'here' | 'earlier'>;
  /** Columns that the revision at hand added to tables that it did not create. */
  readonly columns: ReadonlySet<string>;
  /** Tables that the revision at hand has emptied, so that nothing in them can be in the way. */
  readonly emptied: ReadonlySet<string>;
}

export const noOrigins: Origins = { tables: new Map(), columns: new Set(), emptied: new Set() };

/** What is new in one revision is not new in the next. */
export function newRevision({ tables }: Origins): Origins {
  const isOld = [...tables.values()].every((origin) => origin === 'earlier');
  const aged = isOld ? tables : new Map([...tables.keys()].map((name) => [name, 'earlier' as const]));
  return { ...noOrigins, tables: aged };
}

export function isMadeHere({ tables }: Origins, table: ObjectName): boolean {
  return tables.get(formatName(table)) === 'here';
}

export function isMadeEarlier({ tables }: Origins, table: ObjectName): boolean {
  return tables.get(formatName(table)) === 'earlier';
}

export function isColumnMadeHere(origins: Origins, table: ObjectName, column: string): boolean {
  return isMadeHere(origins, table) || origins.columns.has(`${formatName(table)}.${column}`);
}

/** The table can have no rows: it was created or emptied by the revision at hand. */
export function hasNoRows(origins: Origins, table: ObjectName): boolean {
  return isMadeHere(origins, table) || origins.emptied.has(formatName(table));
}

/** The origins after an operation that meets `schema`. */
export function followOrigins(origins: Origins, operation: Operation, schema: Schema): Origins {
  switch (operation.kind) {
    case 'createTable':
      return findTable(schema, operation.table) === undefined ? withTable(origins, operation.table, 'here') : origins;
    case 'dropTable':
      return withTable(origins, operation.table, null);
    case 'renameTable':
      return moved(origins, operation.table, { schema: operation.table.schema, name: operation.newName });
    case 'addColumn':
      return withColumn(origins, operation.table, operation.column.name, true);
    case 'dropColumn':
      return withColumn(origins, operation.table, operation.column, false);
    case 'alterColumn':
      return operation.change.newName === undefined
        ? origins
        : renamedColumn(origins, operation.table, operation.column, operation.change.newName);
    case 'truncate':
      return withEmptied(origins, operation.tables);
    case 'delete':
      return operation.where === null ? withEmptied(origins, [operation.table]) : origins;
    case 'insert':
      return withoutEmptied(origins, operation.table);
    default:
      return origins;
  }
}

function withTable(origins: Origins, table: ObjectName, origin: 'here' | 'earlier' | null): Origins {
  const tables = new Map(origins.tables);
  if (origin === null) tables.delete(formatName(table));
  else tables.set(formatName(table), origin);
  return { ...origins, tables };
}

function moved(origins: Origins, from: ObjectName, to: ObjectName): Origins {
  const origin = origins.tables.get(formatName(from)) ?? null;
  const renamed = withTable(withTable(origins, from, null), to, origin);
  const prefix = `${formatName(from)}.`;
  const columns = [...origins.columns].map((column) =>
    column.startsWith(prefix) ? `${formatName(to)}.${column.slice(prefix.length)}` : column,
  );
  return { ...renamed, columns: new Set(columns) };
}

function withColumn(origins: Origins, table: ObjectName, column: string, isMade: boolean): Origins {
  const key = `${formatName(table)}.${column}`;
  if (origins.columns.has(key) === isMade) return origins;
  const columns = new Set(origins.columns);
  if (isMade) columns.add(key);
  else columns.delete(key);
  return { ...origins, columns };
}

function renamedColumn(origins: Origins, table: ObjectName, name: string, newName: string): Origins {
  const isMade = origins.columns.has(`${formatName(table)}.${name}`);
  return withColumn(withColumn(origins, table, name, false), table, newName, isMade);
}

function withEmptied(origins: Origins, tables: readonly ObjectName[]): Origins {
  return { ...origins, emptied: new Set([...origins.emptied, ...tables.map(formatName)]) };
}

function withoutEmptied(origins: Origins, table: ObjectName): Origins {
  if (!origins.emptied.has(formatName(table))) return origins;
  return { ...origins, emptied: new Set([...origins.emptied].filter((name) => name !== formatName(table))) };
}
