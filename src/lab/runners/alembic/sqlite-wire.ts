import type { SqliteConnection, SqliteValue } from '../../engines/engine';
import { fromLatin1, toLatin1 } from './latin1';

/** The JSON that sqlite_values.py writes and reads. */

/** `null`, a text, or a tagged value: integers as digits, floats as Python writes them, blobs as latin-1. */
type WireValue = null | string | readonly ['integer' | 'real' | 'blob', string];

interface Request {
  readonly sql: string;
  /** `null`: only whether a transaction is open is asked. */
  readonly parameters: readonly WireValue[] | Readonly<Record<string, WireValue>> | null;
}

/** What a Python function computed for SQLite, or that it raised. */
export type FunctionAnswer = { readonly value: WireValue } | { readonly error: string };

type Result = ReturnType<SqliteConnection['run']>;

export function parseRequest(text: string): Request {
  // Written by encode_request() alone.
  return JSON.parse(text) as Request;
}

export function parseFunctionAnswer(text: string): FunctionAnswer {
  // Written by create_function() alone.
  return JSON.parse(text) as FunctionAnswer;
}

export function parametersOf(
  parameters: NonNullable<Request['parameters']>,
): readonly SqliteValue[] | Readonly<Record<string, SqliteValue>> {
  if (isList(parameters)) return parameters.map(valueOf);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, valueOf(value)]));
}

export function answerOf(result: Result, sql: string): string {
  const rows = result.rows.map(listOf).join(',');
  const lastRowId = /^\s*(?:INSERT|REPLACE|WITH)\b/i.test(stripComments(sql)) ? String(result.lastInsertRowId) : 'null';
  return (
    `{"columns":${JSON.stringify(result.columns)},"types":${JSON.stringify(result.declaredTypes)},` +
    `"rows":[${rows}],"changes":${String(result.changes)},"lastRowId":${lastRowId}}`
  );
}

/** Values as a JSON array that Python's reader takes apart exactly. */
export function listOf(values: readonly SqliteValue[]): string {
  return `[${values.map(textOf).join(',')}]`;
}

/** A value as Python's encode_value() wrote it. */
export function valueOf(value: WireValue): SqliteValue {
  if (value === null || typeof value === 'string') return value;
  const [kind, text] = value;
  switch (kind) {
    case 'integer':
      return BigInt(text);
    case 'real':
      return Number(text.replace('inf', 'Infinity'));
    case 'blob':
      return fromLatin1(text);
  }
}

function textOf(value: SqliteValue): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return floatText(value);
  if (value instanceof Uint8Array) return `{"blob":${JSON.stringify(toLatin1(value))}}`;
  return JSON.stringify(value);
}

/** With a fraction or an exponent, or Python would take it for an integer. It reads Infinity and -Infinity. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function stripComments(sql: string): string {
  return sql.replace(/^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*/s, '');
}

function isList(parameters: NonNullable<Request['parameters']>): parameters is readonly WireValue[] {
  return Array.isArray(parameters);
}
