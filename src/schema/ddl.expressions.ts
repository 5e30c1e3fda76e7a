import { withoutCasts } from './diff.normal';
import { stripParentheses } from './reader';
import { isSymbol, isWord, type Token, tokenize } from './tokens';

/** What an expression needs to be said in another dialect. */

/** A value written out: a string, a number with or without sign, or one of SQL's value words. */
export function isLiteral(sql: string): boolean {
  const tokens = tokenize(sql);
  const [first, second] = tokens;
  const isSigned = isSymbol(first, '-') || isSymbol(first, '+');
  if (isSigned) return tokens.length === 2 && second?.kind === 'number';
  return tokens.length === 1 && first !== undefined && (first.kind !== 'word' || isWord(first, ...valueWords));
}

const valueWords = ['NULL', 'TRUE', 'FALSE', 'CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME'];

/** The names of the functions that are called, in lower case. */
function functionsIn(sql: string): readonly string[] {
  const tokens = tokenize(sql);
  return tokens
    .filter((token, index) => isCallable(token) && isSymbol(tokens[index + 1], '('))
    .map((token) => token.value.toLowerCase());
}

function isCallable(token: Token): boolean {
  return (token.kind === 'word' || token.kind === 'name') && !isWord(token, 'IN', 'AND', 'OR', 'NOT', 'AS', 'CAST');
}

/** The same without casts and outer parentheses; as written where there are none. */
export function withoutCastsIn(sql: string): string {
  const stripped = stripParentheses(sql);
  const tokens = tokenize(stripped);
  const kept = withoutCasts(tokens);
  return kept.length === tokens.length ? stripped : stripParentheses(kept.map(({ text }) => text).join(' '));
}

/** True where SQLite can read it: it calls nothing but SQLite's own functions, and has no Postgres notation left. */
export function isSqliteExpression(sql: string): boolean {
  const isForeign = (token: Token) =>
    isWord(token, 'ARRAY', 'ANY', 'ILIKE', 'SIMILAR', 'INTERVAL', 'VALUE') ||
    ['::', '~', '['].includes(token.text) ||
    (token.kind === 'string' && !token.text.startsWith("'"));
  return !tokenize(sql).some(isForeign) && functionsIn(sql).every((name) => sqliteFunctions.has(name));
}

/** True where it calls a function that only SQLite has. */
export function isOnlySqliteExpression(sql: string): boolean {
  return functionsIn(sql).some((name) => onlySqliteFunctions.has(name)) || /\bglob\b/i.test(sql);
}

const onlySqliteFunctions: ReadonlySet<string> = new Set(
  (
    'date datetime glob hex ifnull iif instr json json_each json_extract json_group_array json_group_object json_patch ' +
    'json_quote json_remove json_replace json_set json_type json_valid julianday last_insert_rowid likelihood likely ' +
    'printf randomblob strftime time timediff total total_changes typeof unhex unicode unixepoch unlikely zeroblob'
  ).split(' '),
);

/** https://www.sqlite.org/lang_corefunc.html, lang_datefunc.html, lang_aggfunc.html, windowfunctions.html */
const sqliteFunctions: ReadonlySet<string> = new Set([
  ...onlySqliteFunctions,
  ...(
    'abs changes char coalesce concat concat_ws format json_array json_array_length json_object length like lower ' +
    'ltrim max min nullif octet_length quote random replace round rtrim sign soundex substr substring trim upper ' +
    'avg count group_concat string_agg sum row_number rank dense_rank ntile lag lead first_value last_value over filter ' +
    'ceil ceiling exp floor ln log mod pi pow power sqrt trunc varchar decimal numeric'
  ).split(' '),
]);
