import { quoteName } from './ddl.names';
import { stripParentheses } from './reader';
import { isSymbol, isWord, type Token, tokenize } from './tokens';

/**
 * SQL text in a form in which looks do not count: white space, comments, letter case of words, needless quotes and
 * parentheses, the name of the default schema.
 */
function normalSql(sql: string): string {
  return withoutDefaultSchema(tokenize(stripParentheses(sql.replace(/;\s*$/, ''))))
    .map(normalToken)
    .join(' ');
}

/**
 * A column's default, as a value: besides its looks, casts do not count (`'a'::text`, `CAST('a' AS text)`), and neither
 * does whether a number stands in quotes. `NULL` is no default.
 */
export function normalDefault(sql: string | null): string | null {
  if (sql === null) return null;
  const tokens = unwrap(withoutCasts(tokenize(stripParentheses(sql))));
  const text = tokens
    .map(normalValue)
    .join(' ')
    .replace(/^([-+]) (?=[\d.])/, '$1');
  if (text === 'null' || text === '') return null;
  return currentTimes[text] ?? text;
}

/** The functions of SQL's CURRENT_TIMESTAMP (Postgres docs 9.9.5); SQLite's own are in UTC, as it is. */
const currentTimes: Readonly<Record<string, string>> = {
  'now ( )': 'current_timestamp',
  'transaction_timestamp ( )': 'current_timestamp',
};

/** SQL text without `::type`, and without the CAST around a value that is all of it. */
export function withoutCasts(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (isSymbol(token, '::')) at = endOfType(tokens, at + 1) - 1;
    else if (token !== undefined) kept.push(token);
  }
  return isWord(kept[0], 'CAST') ? insideCast(kept) : kept;
}

/** A type is a name, perhaps qualified, of one word or of several (`timestamp with time zone`), with list and brackets. */
function endOfType(tokens: readonly Token[], start: number): number {
  let at = start + 1;
  while (isSymbol(tokens[at], '.')) at += 2;
  while (isWord(tokens[at], 'VARYING', 'PRECISION', 'WITH', 'WITHOUT', 'TIME', 'ZONE')) at += 1;
  if (isSymbol(tokens[at], '(')) at = closing(tokens, at) + 1;
  while (isWord(tokens[at], 'WITH', 'WITHOUT', 'TIME', 'ZONE')) at += 1;
  while (isSymbol(tokens[at], '[')) at += isSymbol(tokens[at + 1], ']') ? 2 : 3;
  return at;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], '(')) depth += 1;
    if (isSymbol(tokens[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}

function insideCast(tokens: readonly Token[]): readonly Token[] {
  if (!isSymbol(tokens[1], '(') || closing(tokens, 1) !== tokens.length - 1) return tokens;
  const as = tokens.findLastIndex((token) => isWord(token, 'AS'));
  return as === -1 ? tokens : tokens.slice(2, as);
}

/** `(0)` is 0: what remains of `(0)::numeric`. */
function unwrap(tokens: readonly Token[]): readonly Token[] {
  const isWrapped = isSymbol(tokens[0], '(') && closing(tokens, 0) === tokens.length - 1 && tokens.length > 1;
  return isWrapped ? unwrap(tokens.slice(1, -1)) : tokens;
}

function withoutDefaultSchema(tokens: readonly Token[]): readonly Token[] {
  const isSchema = (at: number) =>
    (tokens[at]?.value === 'public' || tokens[at]?.value === 'main') && isSymbol(tokens[at + 1], '.');
  return tokens.filter((_token, at) => !isSchema(at) && !(at > 0 && isSchema(at - 1)));
}

function normalToken(token: Token): string {
  switch (token.kind) {
    case 'word':
    case 'blob':
    case 'number':
      return token.text.toLowerCase();
    case 'name':
      return quoteName(token.value);
    case 'string':
    case 'parameter':
    case 'symbol':
      return token.text;
  }
}

/** In a default there is no column to refer to, so SQLite takes a name in double quotes for a string. */
function normalValue(token: Token): string {
  if (token.kind !== 'string' && token.kind !== 'name') return normalToken(token);
  return /^-?\d+(?:\.\d+)?$/.test(token.value) ? token.value : `'${token.value}'`;
}

/** The same but for looks. */
export function isSameSql(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && normalSql(a) === normalSql(b));
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
