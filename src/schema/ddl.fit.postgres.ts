import { isOnlySqliteExpression } from './ddl.expressions';
import type { Fitted } from './ddl.fit';
import { quoteText } from './ddl.names';
import type { Column, ColumnType } from './model';
import { tokenize } from './tokens';

/** What Postgres would refuse in a column that was written for another database is said in its way, or left out. */
export function fitPostgresColumn(column: Column): Fitted<Column> {
  const type = column.type === null ? { name: 'text', args: [], dimensions: 0 } : fitType(column.type);
  const isIdentity = column.identity !== null && integers.has(type.name);
  const isComputed = column.generated !== null || isIdentity;
  const value = fitDefault(column.default, type);
  const isLost = value === null && column.default !== null && !isComputed;
  return {
    value: {
      ...column,
      type,
      default: isComputed ? null : value,
      identity: isIdentity ? column.identity : null,
      collation: sqliteCollation.test(column.collation ?? '') ? null : column.collation,
    },
    notes: isLost ? [`the default of ${column.name} is left out, for Postgres cannot compute ${column.default}`] : [],
  };
}

const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);
const sqliteCollation = /^(?:binary|nocase|rtrim)$/i;

/** Types of MySQL, MariaDB and SQLite that have another name here. */
const foreignTypes: Readonly<Record<string, string>> = {
  '': 'text',
  any: 'text',
  string: 'text',
  tinyint: 'smallint',
  mediumint: 'integer',
  year: 'smallint',
  number: 'numeric',
  tinytext: 'text',
  mediumtext: 'text',
  longtext: 'text',
  nclob: 'text',
  ntext: 'text',
  set: 'text',
  enum: 'text',
  binary: 'bytea',
  varbinary: 'bytea',
  tinyblob: 'bytea',
  mediumblob: 'bytea',
  longblob: 'bytea',
  'unsigned big int': 'bigint',
};

/** Types that take a length, a precision or a scale; `integer(11)` is MySQL's width of display. */
const withArgs = /^(?:varchar|char|bpchar|bit|varbit|numeric|time|timetz|timestamp|timestamptz|interval.*)$/;

function fitType(type: ColumnType): ColumnType {
  const plain = type.name.replace(/ unsigned$/, '');
  const name = Object.hasOwn(foreignTypes, plain) ? (foreignTypes[plain] ?? plain) : plain;
  const isArgless = name !== type.name || noArgs.has(name);
  if (name === type.name && !isArgless) return type;
  return { ...type, name, args: isArgless && !withArgs.test(name) ? [] : type.args };
}

const noArgs: ReadonlySet<string> = new Set([
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'boolean',
  'text',
  'bytea',
  'date',
  'json',
  'jsonb',
  'uuid',
]);

function fitDefault(text: string | null, type: ColumnType): string | null {
  if (text === null) return null;
  const current = currentTimes[text.replaceAll(' ', '').toLowerCase()];
  if (current !== undefined) return current;
  if (type.name === 'boolean' && /^'?[01]'?$/.test(text)) return String(text.includes('1'));
  if (type.name === 'uuid' && /randomblob/i.test(text)) return 'gen_random_uuid()';
  if (isOnlySqliteExpression(text)) return null;
  const [only, ...others] = tokenize(text);
  // SQLite takes a name in double quotes for a string where no column can be meant.
  return only?.kind === 'name' && others.length === 0 ? quoteText(only.value) : text;
}

const currentTimes: Readonly<Record<string, string>> = {
  "datetime('now')": 'CURRENT_TIMESTAMP',
  "date('now')": 'CURRENT_DATE',
  "time('now')": 'CURRENT_TIME',
};
