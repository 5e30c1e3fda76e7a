import { isSymbol, isWord, tokenize } from './tokens';

/** Functions that give one value for a whole statement. */
const steady = new Set([
  'NOW', 'CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME', 'LOCALTIME', 'LOCALTIMESTAMP', 'CURRENT_USER', 'SESSION_USER',
  'TRANSACTION_TIMESTAMP', 'STATEMENT_TIMESTAMP', 'LOWER', 'UPPER', 'CAST', 'ARRAY', 'ROW', 'INTERVAL', 'DATE', 'TIMESTAMP',
  'TIMEZONE', 'DATETIME', 'STRFTIME', 'JSON_OBJECT', 'JSON_ARRAY', 'MD5', 'TO_TIMESTAMP', 'TO_DATE', 'DATE_TRUNC', 'COALESCE',
]); // prettier-ignore

/** Words that stand in an expression without being a column or a function. */
const words = new Set([
  'NULL', 'TRUE', 'FALSE', 'AS', 'AT', 'TIME', 'ZONE', 'WITH', 'WITHOUT', 'VARYING', 'PRECISION', 'DOUBLE', 'CHARACTER', 'DEFAULT',
]); // prettier-ignore

/**
 * Whether an expression has the same value in every row of a statement: literals, casts, and functions that are known
 * to be steady. Names of columns and unknown functions make it vary.
 */
export function isConstant(sql: string): boolean {
  const tokens = tokenize(sql);
  return (
    tokens.length > 0 &&
    tokens.every((token, at) => {
      if (token.kind === 'name' || token.kind === 'parameter') return false;
      if (token.kind !== 'word' || isSymbol(tokens[at - 1], '::')) return true;
      const word = token.text.toUpperCase();
      if (isSymbol(tokens[at + 1], '(')) return steady.has(word) || isTypeName(tokens, at);
      return words.has(word) || steady.has(word) || isTypeName(tokens, at);
    })
  );
}

/** The type in `CAST(x AS text)` and `x::double precision`. */
function isTypeName(tokens: ReturnType<typeof tokenize>, at: number): boolean {
  return isWord(tokens[at - 1], 'AS') || isSymbol(tokens[at - 1], '::');
}
