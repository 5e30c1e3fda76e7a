import type { Operation } from '../../src/migration/operation';
import type { ColumnType, Dialect, ObjectName } from '../../src/schema/model';

/**
 * Types that not every dialect has, with those that do: SQLAlchemy's compilers raise for the others (tried with Alembic's
 * offline mode, SQLAlchemy 2.1). What is not listed is taken to work everywhere, or to be a type of the project's own.
 */
const homes: Readonly<Record<string, readonly Dialect[]>> = {
  jsonb: ['postgresql', 'sqlite'],
  hstore: ['postgresql'],
  citext: ['postgresql'],
  tsvector: ['postgresql'],
  tsquery: ['postgresql'],
  inet: ['postgresql'],
  cidr: ['postgresql'],
  macaddr: ['postgresql'],
  ltree: ['postgresql'],
  money: ['postgresql', 'mssql'],
  oid: ['postgresql'],
  regclass: ['postgresql'],
  varbit: ['postgresql'],
  int4range: ['postgresql'],
  int8range: ['postgresql'],
  numrange: ['postgresql'],
  daterange: ['postgresql'],
  tsrange: ['postgresql'],
  tstzrange: ['postgresql'],
  tinyint: ['mysql', 'mariadb', 'mssql'],
  mediumint: ['mysql', 'mariadb'],
  tinytext: ['mysql', 'mariadb'],
  mediumtext: ['mysql', 'mariadb'],
  longtext: ['mysql', 'mariadb'],
  tinyblob: ['mysql', 'mariadb'],
  mediumblob: ['mysql', 'mariadb'],
  longblob: ['mysql', 'mariadb'],
  year: ['mysql', 'mariadb'],
  uniqueidentifier: ['mssql'],
  datetimeoffset: ['mssql'],
  smalldatetime: ['mssql'],
};

/** Whether the type can be had; SQLite takes any word for a type where the SQL is written by hand. */
export function isTypeSupported(type: ColumnType | null, dialect: Dialect, via: Operation['via']): boolean {
  if (type === null || (dialect === 'sqlite' && via === 'sql')) return true;
  if (type.dimensions > 0) return dialect === 'postgresql';
  return homes[type.name]?.includes(dialect) ?? true;
}

export interface TypedColumn {
  readonly table: ObjectName;
  readonly column: string;
  readonly type: ColumnType | null;
}

/** The columns that an operation gives a type. */
export function typedColumns(operation: Operation): readonly TypedColumn[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.columns.map(({ name, type }) => ({ table: operation.table, column: name, type }));
    case 'addColumn':
      return [{ table: operation.table, column: operation.column.name, type: operation.column.type }];
    case 'alterColumn': {
      const { table, column, change } = operation;
      return change.type === undefined ? [] : [{ table, column, type: change.type }];
    }
    default:
      return [];
  }
}
