import type { Column, ColumnType, Dialect, Schema, Table } from '../schema/model';
import { isTextual } from './apply.tables';

/**
 * A schema as its engine keeps it: what a dialect cannot tell apart is written alike, and what it has no place for is
 * left out. For comparing only.
 */
export function stored(schema: Schema, dialect: Dialect): Schema {
  const kept: Schema = {
    ...schema,
    tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(plainDefault) })),
    views: schema.views.map(plainDefinition),
    functions: schema.functions.map(plainDefinition),
    triggers: schema.triggers.map(plainDefinition),
  };
  return dialect === 'sqlite' ? { ...kept, tables: kept.tables.map(storedTable), enums: [] } : kept;
}

/** `OR REPLACE` says how it is made, not what it is. */
function plainDefinition<T extends { readonly definition: string }>(object: T): T {
  const definition = object.definition.replace(/^(\s*CREATE)\s+OR\s+REPLACE\b/i, '$1');
  return definition === object.definition ? object : { ...object, definition };
}

/** SQLite keeps no comments, and SQLAlchemy gives it few types. */
function storedTable(table: Table): Table {
  return { ...table, comment: null, columns: table.columns.map(storedColumn) };
}

function storedColumn(column: Column): Column {
  return { ...column, comment: null, type: column.type === null ? null : storedType(column.type) };
}

/** What SQLAlchemy writes for a type on SQLite: enums and other types of Postgres' own become texts. */
function storedType(type: ColumnType): ColumnType {
  const { args, dimensions } = type;
  if (type.labels !== undefined || isTextual(type.name) || type.name === 'uuid')
    return { name: 'text', args: [], dimensions };
  return { name: sameOnSqlite[type.name] ?? type.name, args, dimensions };
}

const sameOnSqlite: Readonly<Record<string, string>> = {
  jsonb: 'json',
  timestamptz: 'timestamp',
  timetz: 'time',
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
};

/** A boolean's default has many spellings: `'0'`, `0`, `'f'`, `false`. */
function plainDefault(column: Column): Column {
  if (column.type?.name !== 'boolean' || column.default === null) return column;
  const text = column.default.toLowerCase().replace(/[()'"]|::\w+/g, '');
  const value = booleans[text];
  return value === undefined ? column : { ...column, default: value };
}

const booleans: Readonly<Record<string, string>> = {
  '0': 'false',
  f: 'false',
  false: 'false',
  '1': 'true',
  t: 'true',
  true: 'true',
};
