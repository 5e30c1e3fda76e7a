import type { ColumnType } from '../../src/schema/model';
import { renderType } from '../../src/schema/type';

/**
 * Whether Postgres converts a column from one type to another by itself in ALTER COLUMN ... TYPE: whether there is an
 * implicit or an assignment cast (docs: CREATE CAST; casts.test.ts asks a real Postgres). `null`: a type that is not in
 * the table, such as a domain or one of an extension.
 */
export function isAutomatic(from: ColumnType, to: ColumnType): boolean | null {
  const [a, b] = [nameOf(from), nameOf(to)];
  if (a === null || b === null) return null;
  // Everything can be written as text: I/O conversion to the string types counts as an assignment cast.
  if (texts.has(b) && (to.dimensions === 0 || from.dimensions > 0)) return true;
  if (from.dimensions > 0 !== to.dimensions > 0) return false;
  return a === b || casts[a]?.includes(b) === true;
}

/** Enums by their own names; the others by Postgres' name for what is stored. */
function nameOf(type: ColumnType): string | null {
  const name = serials[type.name] ?? type.name;
  if (texts.has(name) || name in casts) return name;
  return type.labels === undefined ? null : `enum ${name}`;
}

const serials: Readonly<Record<string, string>> = { smallserial: 'smallint', serial: 'integer', bigserial: 'bigint' };

const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'bpchar', 'name']);

const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];

/** To which types, besides texts, a type converts by itself. */
export const casts: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(numbers.map((name) => [name, numbers])),
  date: ['timestamp', 'timestamptz'],
  timestamp: ['date', 'timestamptz', 'time'],
  timestamptz: ['date', 'timestamp', 'time', 'timetz'],
  time: ['timetz', 'interval'],
  timetz: ['time'],
  interval: ['time'],
  json: ['jsonb'],
  jsonb: ['json'],
  inet: ['cidr'],
  cidr: ['inet'],
  bit: ['varbit'],
  varbit: ['bit'],
  boolean: [],
  uuid: [],
  bytea: [],
  tsvector: [],
  xml: [],
  macaddr: [],
  point: [],
};

/** An expression that converts a column where Postgres does not by itself; `null` where only its meaning could tell one. */
export function explicitCast(column: string, from: ColumnType, to: ColumnType): string | null {
  const [a, b] = [nameOf(from), nameOf(to)];
  const type = renderType(to, 'postgresql');
  if (a === null || b === null) return null;
  if (from.dimensions === 0 && to.dimensions > 0) return a === b ? `ARRAY[${column}]::${type}` : null;
  if (from.dimensions > 0) return null;
  if (texts.has(a)) return `${column}::${type}`;
  if (a.startsWith('enum ') && b.startsWith('enum ')) return `${column}::text::${type}`;
  // The only cast between numbers and truth is that of integer (pg_cast).
  if (isWhole(a) && b === 'boolean') return a === 'integer' ? `${column}::boolean` : `${column}::integer::boolean`;
  if (a === 'boolean' && isWhole(b)) return b === 'integer' ? `${column}::integer` : `${column}::integer::${type}`;
  return null;
}

function isWhole(name: string): boolean {
  return name === 'smallint' || name === 'integer' || name === 'bigint';
}
