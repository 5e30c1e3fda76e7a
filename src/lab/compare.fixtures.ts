import { type Column, emptySchema, emptyTable, type Schema, type Table } from '../schema/model';
import { compareRows } from './compare';
import type { Cell, TableRows } from './engines/engine';

export function column(name: string, type = 'text', rest: Partial<Column> = {}): Column {
  return {
    name,
    type: { name: type, args: [], dimensions: 0 },
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
    ...rest,
  };
}

export function table(
  name: string,
  columns: readonly Column[],
  key: readonly string[] | null,
  rest: Partial<Table> = {},
): Table {
  return {
    ...emptyTable({ schema: null, name }),
    columns,
    primaryKey: key && { name: null, columns: key },
    ...rest,
  };
}

export const users = table('users', [column('id', 'integer'), column('name'), column('data', 'jsonb')], ['id']);
export const keyless = table('log', [column('at'), column('text'), column('level')], null);

export function schemaOf(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

export function rowsOf(table: Table, ...rows: readonly (readonly Cell[])[]): TableRows {
  return { table, columns: table.columns.map((column) => column.name), rows };
}

export const threeUsers = rowsOf(users, ['1', 'Ada', '{"a": 1}'], ['2', 'Bob', null], ['3', null, '[1]']);

/** Compares two states of tables whose schema is the same before and after, unless said otherwise. */
export function compare(
  before: TableRows,
  after: readonly TableRows[],
  was: Table,
  is: Table = was,
  dialect = 'postgresql',
) {
  const schema = { before: schemaOf(was), after: schemaOf(is) };
  return compareRows([before], after, schema, dialect === 'sqlite' ? 'sqlite' : 'postgresql');
}
