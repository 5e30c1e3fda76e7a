import type { Dialect } from './model';

/** Every spelling of a type that has a shorter canonical one (Postgres docs, table 8.1; SQL standard; SQLAlchemy). */
export const aliases: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  serial4: 'serial',
  serial8: 'bigserial',
  serial2: 'smallserial',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float8: 'double precision',
  double: 'double precision',
  bool: 'boolean',
  character: 'char',
  nchar: 'char',
  'national character': 'char',
  'national char': 'char',
  'character varying': 'varchar',
  'char varying': 'varchar',
  nvarchar: 'varchar',
  varchar2: 'varchar',
  nvarchar2: 'varchar',
  'national character varying': 'varchar',
  'national char varying': 'varchar',
  'bit varying': 'varbit',
  clob: 'text',
  'character large object': 'text',
  blob: 'bytea',
  'binary large object': 'bytea',
  datetime: 'timestamp',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
};

/** Names that mean something else in one dialect. */
export const dialectAliases: Readonly<Partial<Record<Dialect, Readonly<Record<string, string>>>>> = {
  mysql: { float: 'real' },
  mariadb: { float: 'real' },
  oracle: { number: 'numeric', date: 'timestamp', 'timestamp with local time zone': 'timestamptz', raw: 'bytea' },
  mssql: {
    bit: 'boolean',
    datetime2: 'timestamp',
    datetimeoffset: 'timestamptz',
    uniqueidentifier: 'uuid',
    money: 'numeric',
  },
};

/** Built-in types: they stand without quotes, although some are reserved words or have a space in them. */
export const bareNames: ReadonlySet<string> = new Set([
  'integer', 'bigint', 'smallint', 'numeric', 'real', 'double precision', 'boolean', 'char', 'varchar', 'bpchar',
  'text', 'bytea', 'bit', 'varbit', 'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'json', 'jsonb',
  'uuid', 'enum', 'set', 'unsigned big int', 'binary', 'varbinary',
]); // prettier-ignore

/** How a type is called on SQLite, as SQLAlchemy's compiler for it does; the others keep their name. */
export const sqliteSpellings: Readonly<Record<string, { readonly name: string; readonly keepsArgs: boolean }>> = {
  'double precision': { name: 'FLOAT', keepsArgs: false },
  bytea: { name: 'BLOB', keepsArgs: false },
  timestamp: { name: 'DATETIME', keepsArgs: false },
  timestamptz: { name: 'DATETIME', keepsArgs: false },
  timetz: { name: 'TIME', keepsArgs: false },
  time: { name: 'TIME', keepsArgs: false },
  // SQLAlchemy keeps an interval as a date and time counted from 1970.
  interval: { name: 'DATETIME', keepsArgs: false },
  uuid: { name: 'CHAR(32)', keepsArgs: false },
  jsonb: { name: 'JSON', keepsArgs: false },
  hstore: { name: 'JSON', keepsArgs: false },
  serial: { name: 'INTEGER', keepsArgs: false },
  // Only a column of type INTEGER can be the rowid, and rowids have 64 bits.
  bigserial: { name: 'INTEGER', keepsArgs: false },
  smallserial: { name: 'INTEGER', keepsArgs: false },
  citext: { name: 'TEXT', keepsArgs: false },
  tsvector: { name: 'TEXT', keepsArgs: false },
  xml: { name: 'TEXT', keepsArgs: false },
  inet: { name: 'TEXT', keepsArgs: false },
  cidr: { name: 'TEXT', keepsArgs: false },
  macaddr: { name: 'TEXT', keepsArgs: false },
  ltree: { name: 'TEXT', keepsArgs: false },
  // `INT` in a name means integer affinity (datatype3.html 3.1), also in "interval" and "point".
  point: { name: 'TEXT', keepsArgs: false },
  varbit: { name: 'TEXT', keepsArgs: false },
  bit: { name: 'TEXT', keepsArgs: false },
  money: { name: 'NUMERIC', keepsArgs: false },
  bpchar: { name: 'CHAR', keepsArgs: false },
};
