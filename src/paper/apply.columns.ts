import type { ColumnChange, OperationOf } from '../migration/operation';
import {
  formatName,
  isSameName,
  type Column,
  type ColumnType,
  type ForeignKey,
  type Index,
  type KeyConstraint,
  type ObjectName,
  type Schema,
  type Table,
} from '../schema/model';
import type { Setting } from './apply';
import { withConstraint } from './apply.constraints';
import { editColumn, editEveryTable, editTable, mentionsWord, put, renameInSql } from './edit';

export function addColumn(schema: Schema, operation: OperationOf<'addColumn'>, setting: Setting): Schema {
  const { column, constraints, ifNotExists, certainty } = operation;
  return editTable(schema, operation.table, (table) => {
    const isThere = table.columns.some(({ name }) => name === column.name);
    if (isThere && (ifNotExists || certainty === 'conditional')) return table;
    const columns = put(table.columns, column, ({ name }) => name === column.name);
    return constraints.reduce((made, constraint) => withConstraint(made, constraint, setting), { ...table, columns });
  });
}

/** Indexes and constraints that use the column go with it, as on Postgres; `cascade` takes foreign keys at it along. */
export function dropColumn(schema: Schema, operation: OperationOf<'dropColumn'>): Schema {
  const { table, column, cascade } = operation;
  const dropped = editTable(schema, table, (old) => withoutColumn(old, column));
  return cascade ? editEveryTable(dropped, (other) => withoutForeignKeysAt(other, table, column)) : dropped;
}

export function alterColumn(schema: Schema, operation: OperationOf<'alterColumn'>): Schema {
  const { table, column, change } = operation;
  const altered = editTable(schema, table, (old) => editColumn(old, column, (before) => changed(before, change)));
  const { newName } = change;
  return newName === undefined || newName === column ? altered : renamedColumn(altered, table, column, newName);
}

/** The column after a change; its name too. */
function changed({ hasUnknownDefault, ...column }: Column, change: ColumnChange): Column {
  const isUnknown = change.default === undefined && (change.hasUnknownDefault ?? hasUnknownDefault);
  return {
    ...column,
    ...(isUnknown === true ? { hasUnknownDefault: isUnknown } : {}),
    name: change.newName ?? column.name,
    type: change.type === undefined ? column.type : retyped(column.type, change.type),
    nullable: change.nullable ?? column.nullable,
    default: change.default === undefined ? column.default : change.default,
    comment: change.comment === undefined ? column.comment : change.comment,
    generated: change.generated === undefined ? column.generated : change.generated,
    identity: change.identity === undefined ? column.identity : change.identity,
  };
}

/** A serial column keeps its sequence when its type changes: it is a serial of the other size. */
function retyped(from: ColumnType | null, to: ColumnType | null): ColumnType | null {
  const serial = serialTypes[to?.name ?? ''];
  const isSerial = from !== null && Object.values(serialTypes).includes(from.name);
  return isSerial && serial !== undefined && to !== null ? { ...to, name: serial } : to;
}

/** The serial type for each size of integer. */
export const serialTypes: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
};

/** Whether an index, by key, predicate or INCLUDE, uses a column. */
export function usesColumn(index: Index, column: string): boolean {
  const inKey = (key: Index['keys'][number]) =>
    key.kind === 'column' ? key.column === column : mentionsWord(key.expression, column);
  return index.keys.some(inKey) || index.include.includes(column) || mentionsWord(index.predicate ?? '', column);
}

function withoutColumn(table: Table, name: string): Table {
  const uses = ({ columns }: { readonly columns: readonly string[] }) => columns.includes(name);
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    primaryKey: table.primaryKey !== null && uses(table.primaryKey) ? null : table.primaryKey,
    uniques: table.uniques.filter((key) => !uses(key)),
    foreignKeys: table.foreignKeys.filter((key) => !uses(key)),
    checks: table.checks.filter((check) => !mentionsColumn(check.expression, name)),
    exclusions: table.exclusions.filter((exclusion) => !mentionsWord(exclusion.definition, name)),
    indexes: table.indexes.filter((index) => !usesColumn(index, name)),
  };
}

/** A name without quotes is folded, whatever its case in the text. */
function mentionsColumn(sql: string, column: string): boolean {
  return mentionsWord(sql, column) || (column === column.toLowerCase() && mentionsWord(sql.toLowerCase(), column));
}

function withoutForeignKeysAt(table: Table, target: ObjectName, column: string): Table {
  const points = (key: ForeignKey) => isSameName(key.target, target) && key.targetColumns.includes(column);
  if (!table.foreignKeys.some(points)) return table;
  return { ...table, foreignKeys: table.foreignKeys.filter((key) => !points(key)) };
}

function renamedColumn(schema: Schema, table: ObjectName, name: string, newName: string): Schema {
  const owner = `${formatName(table)}.${name}`;
  const renamed = editEveryTable(schema, (other) => {
    const own = isSameName(other, table) ? renamedInTable(other, name, newName) : other;
    return renamedAsTarget(own, table, name, newName);
  });
  const sequences = schema.sequences.map((sequence) =>
    sequence.ownedBy === owner ? { ...sequence, ownedBy: `${formatName(table)}.${newName}` } : sequence,
  );
  return { ...renamed, sequences };
}

function renamedInTable(table: Table, name: string, newName: string): Table {
  const inList = (names: readonly string[]) => names.map((other) => (other === name ? newName : other));
  const inKey = <K extends KeyConstraint | ForeignKey>(key: K): K => ({ ...key, columns: inList(key.columns) });
  const inSql = (sql: string) => renameInSql(sql, name, newName);
  return {
    ...table,
    columns: table.columns.map((column) => renamedInGenerated(column, inSql)),
    primaryKey: table.primaryKey === null ? null : inKey(table.primaryKey),
    uniques: table.uniques.map(inKey),
    foreignKeys: table.foreignKeys.map(inKey),
    checks: table.checks.map((check) => ({ ...check, expression: inSql(check.expression) })),
    exclusions: table.exclusions.map((exclusion) => ({ ...exclusion, definition: inSql(exclusion.definition) })),
    indexes: table.indexes.map((index) => renamedInIndex(index, name, newName)),
  };
}

function renamedInGenerated(column: Column, inSql: (sql: string) => string): Column {
  const { generated } = column;
  return generated === null
    ? column
    : { ...column, generated: { ...generated, expression: inSql(generated.expression) } };
}

function renamedInIndex(index: Index, name: string, newName: string): Index {
  if (!usesColumn(index, name)) return index;
  return {
    ...index,
    keys: index.keys.map((key) => {
      if (key.kind === 'expression') return { ...key, expression: renameInSql(key.expression, name, newName) };
      return key.column === name ? { ...key, column: newName } : key;
    }),
    predicate: index.predicate === null ? null : renameInSql(index.predicate, name, newName),
    include: index.include.map((column) => (column === name ? newName : column)),
  };
}

function renamedAsTarget(table: Table, target: ObjectName, name: string, newName: string): Table {
  const points = (key: ForeignKey) => isSameName(key.target, target) && key.targetColumns.includes(name);
  if (!table.foreignKeys.some(points)) return table;
  const foreignKeys = table.foreignKeys.map((key) =>
    points(key)
      ? { ...key, targetColumns: key.targetColumns.map((column) => (column === name ? newName : column)) }
      : key,
  );
  return { ...table, foreignKeys };
}
