import type { ColumnType, Dialect } from '../schema/model';
import { unquote } from './compare.display';

/** Whether two cells that are neither NULL nor the same text still hold the same value. */
export type CellEquality = (before: string, after: string) => boolean;

/**
 * How the cells of a column compare. JSON compares by meaning where the column was JSON; where a downgrade left the
 * column with another type, values that merely look different in it (`1.50` and `1.5000`) are the same: the type is
 * reported as drift, which is what it is.
 */
export function equalityOf(before: ColumnType | null, after: ColumnType | null, dialect: Dialect): CellEquality {
  if (before && isJson(before)) return (a, b) => isSameJson(textOf(a, dialect), textOf(b, dialect));
  if (!before || !after || isSameSpelling(before, after)) return () => false;
  const plain = numeric.has(before.name) ? plainNumber : plainTime;
  return (a, b) => plain(textOf(a, dialect)) === plain(textOf(b, dialect));
}

function textOf(cell: string, dialect: Dialect): string {
  return dialect === 'sqlite' ? unquote(cell) : cell;
}

function isJson(type: ColumnType): boolean {
  return type.dimensions === 0 && (type.name === 'json' || type.name === 'jsonb');
}

function isSameSpelling(a: ColumnType, b: ColumnType): boolean {
  return a.name === b.name && a.dimensions === b.dimensions && a.args.join() === b.args.join();
}

const midnight = /^(\d{4,}-\d\d-\d\d) 00:00:00$/;
const utc = /^(\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\+00$/;

/** A time without what another type added to it: a zero offset, midnight. Any other text as it is. */
function plainTime(text: string): string {
  return text.replace(utc, '$1').replace(midnight, '$1');
}

const numeric = new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'float']);

function plainNumber(text: string): string {
  return normaliseNumber(text) ?? text;
}

function isSameJson(before: string, after: string): boolean {
  const a = normaliseJson(before);
  return a !== null && a === normaliseJson(after);
}

/**
 * A text that is equal for two JSON documents exactly when they mean the same: keys sorted, numbers by value. `null`
 * when it is no JSON.
 */
function normaliseJson(text: string): string | null {
  try {
    // JSON.parse would round long numbers, so they travel as strings that no string of the document can equal.
    return JSON.stringify(sortKeys(JSON.parse(text.replace(tokens, exactNumber))));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function exactNumber(token: string): string {
  if (token.startsWith('"')) return `"s${token.slice(1)}`;
  return `"n${normaliseNumber(token) ?? token}"`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { object: entries.map(([key, item]) => [key, sortKeys(item)]) };
}

/** `1.50`, `15e-1` and `1.5` all give `15e-1`; `null` when the text is no decimal number. */
function normaliseNumber(text: string): string | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
