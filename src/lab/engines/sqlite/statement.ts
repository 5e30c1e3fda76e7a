import { isSymbol, type Token, tokenize } from '../../../schema/tokens';
import { SqlError, type SqliteValue } from '../engine';
import { sqliteLiteral } from './literal';

export type Parameters = readonly SqliteValue[] | Readonly<Record<string, SqliteValue>>;

/** What a statement does to rows; only these count changes. */
export type StatementKind = 'insert' | 'update' | 'delete' | 'other';

/** The kind of a statement, also behind `WITH ...`. */
export function kindOf(sql: string): StatementKind {
  const first = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase();
  return kinds[first === undefined || first === 'WITH' ? (mainWord(sql) ?? '') : first] ?? 'other';
}

const kinds: Readonly<Record<string, StatementKind>> = {
  INSERT: 'insert',
  REPLACE: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
};

/** The first word that starts a statement outside parentheses. */
function mainWord(sql: string): string | undefined {
  let depth = 0;
  for (const token of tokenize(sql)) {
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    else if (depth === 0 && token.kind === 'word' && !/^(?:WITH|RECURSIVE|AS|NOT|MATERIALIZED)$/i.test(token.text)) {
      const word = token.text.toUpperCase();
      if (word in kinds || word === 'SELECT' || word === 'VALUES') return word;
    }
  }
  return undefined;
}

/** A statement with values for its parameters, in a form that sql.js binds exactly. */
export interface BoundStatement {
  readonly sql: string;
  readonly values: readonly SqliteValue[];
}

/**
 * Gives each parameter its value, by position or by name (without `:`, `@` or `$`).
 *
 * sql.js binds integers of more than 32 bits as text, and floats without a fraction as integers; in a column without
 * affinity SQLite would store just that. A statement with such values has all of them written into it as literals.
 *
 * @throws SqlError when values are missing or left over.
 */
export function bind(sql: string, parameters: Parameters): BoundStatement {
  if (isList(parameters) && parameters.length === 0) return { sql, values: [] };
  const slots = slotsOf(sql);
  const values = isList(parameters) ? checkCount(slots, parameters) : lookUp(slots, parameters);
  if (!values.some(isInexact)) return { sql, values };
  return { sql: inline(sql, slots, values), values: [] };
}

/** A parameter in the text, and the 1-based number that SQLite gives it (lang_expr.html, "Parameters"). */
interface Slot {
  readonly token: Token;
  readonly number: number;
}

function slotsOf(sql: string): readonly Slot[] {
  const slots: Slot[] = [];
  let last = 0;
  for (const token of tokenize(sql)) {
    if (token.kind !== 'parameter') continue;
    const known = slots.find((slot) => token.text !== '?' && slot.token.text === token.text);
    const number = known?.number ?? (/^\?\d/.test(token.text) ? Number(token.text.slice(1)) : last + 1);
    last = Math.max(last, number);
    slots.push({ token, number });
  }
  return slots;
}

function checkCount(slots: readonly Slot[], values: readonly SqliteValue[]): readonly SqliteValue[] {
  const count = Math.max(0, ...slots.map((slot) => slot.number));
  if (count === values.length) return values;
  throw rangeError(`The statement has ${count} parameters, and ${values.length} values were given.`);
}

function lookUp(slots: readonly Slot[], named: Readonly<Record<string, SqliteValue>>): readonly SqliteValue[] {
  const values: SqliteValue[] = [];
  for (const { token, number } of slots) {
    const value = named[token.text.slice(1)];
    if (value === undefined) throw rangeError(`No value was given for the parameter ${token.text}.`);
    values[number - 1] = value;
  }
  return values;
}

function inline(sql: string, slots: readonly Slot[], values: readonly SqliteValue[]): string {
  let text = '';
  let at = 0;
  for (const { token, number } of slots) {
    text += `${sql.slice(at, token.start)} ${inlined(values[number - 1] ?? null)} `;
    at = token.end;
  }
  return text + sql.slice(at);
}

/** SQLite stops reading a statement at a NUL character. */
function inlined(value: SqliteValue): string {
  if (typeof value !== 'string' || !value.includes('\0')) return `(${sqliteLiteral(value)})`;
  return `CAST(${sqliteLiteral(new TextEncoder().encode(value))} AS TEXT)`;
}

function isInexact(value: SqliteValue): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(32, value) !== value;
  return typeof value === 'number' && Number.isInteger(value);
}

function isList(parameters: Parameters): parameters is readonly SqliteValue[] {
  return Array.isArray(parameters);
}

function rangeError(message: string): SqlError {
  return new SqlError({ message, code: 'SQLITE_RANGE', detail: null, hint: null, position: null });
}
