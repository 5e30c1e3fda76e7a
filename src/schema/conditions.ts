import { isSymbol, isWord, tokenize, type Token } from './tokens';

/** A condition on one column that is simple enough to reason about: a list of values, or a bound for a number. */
export type Condition =
  | { readonly type: 'list'; readonly column: string; readonly values: readonly string[] }
  | { readonly type: 'bound'; readonly column: string; readonly operator: Comparison; readonly bound: number };

type Comparison = '<' | '<=' | '>' | '>=';

/**
 * Reads `c IN ('a', 'b')`, `c = ANY (ARRAY['a', 'b'])` as Postgres prints it, and `c >= 0`; values are without quotes.
 * `null` for anything else.
 */
export function readCondition(sql: string): Condition | null {
  const [name, ...rest] = tokensOf(sql);
  if (name === undefined || (name.kind !== 'word' && name.kind !== 'name')) return null;
  const column = name.kind === 'word' ? name.value.toLowerCase() : name.value;
  return readList(column, rest) ?? readBound(column, rest);
}

/** Whether a condition lets a value pass, given as SQL; `null` where that cannot be told. */
export function holdsFor(condition: Condition, sql: string): boolean | null {
  const [value, ...rest] = tokensOf(sql);
  const [sign, digits] = isSymbol(value, '-') ? [-1, rest[0]] : [1, value];
  if (rest.length > (sign < 0 ? 1 : 0)) return null;
  if (condition.type === 'list') {
    return value?.kind === 'string' || value?.kind === 'number' ? condition.values.includes(value.value) : null;
  }
  return digits?.kind === 'number' || /^-?\d+(\.\d+)?$/.test(digits?.value ?? '')
    ? compare(sign * Number(digits?.value), condition)
    : null;
}

/** Whatever passes the first passes the second; `null` where that cannot be told. */
export function isWidened(from: Condition, to: Condition): boolean | null {
  if (from.column !== to.column) return null;
  if (from.type === 'list' && to.type === 'list') return from.values.every((value) => to.values.includes(value));
  if (from.type !== 'bound' || to.type !== 'bound' || from.operator[0] !== to.operator[0]) return null;
  if (from.bound === to.bound) return from.operator === to.operator || to.operator.length === 2;
  return from.operator.startsWith('<') ? from.bound < to.bound : from.bound > to.bound;
}

/** Without punctuation and casts. An array's bracket would read as the start of one of SQLite's names. */
function tokensOf(sql: string): readonly Token[] {
  return tokenize(sql.replace(/\bARRAY\s*\[/gi, 'ARRAY('))
    .filter(isMeaningful)
    .reduce<readonly Token[]>(withoutCast, []);
}

function isMeaningful(token: Token): boolean {
  return token.kind !== 'symbol' || !'()[],'.includes(token.text);
}

/** `'a'::character varying`: a cast to a type of one or two words. */
function withoutCast(kept: readonly Token[], token: Token): readonly Token[] {
  const last = kept.at(-1);
  if (isSymbol(last, '::')) return kept.slice(0, -1);
  return isWord(token, 'VARYING', 'PRECISION') ? kept : [...kept, token];
}

function readList(column: string, [first, second, third, ...others]: readonly Token[]): Condition | null {
  const isIn = isWord(first, 'IN');
  const isAny = isSymbol(first, '=') && isWord(second, 'ANY') && isWord(third, 'ARRAY');
  if (!isIn && !isAny) return null;
  const values = (isIn ? [second, third, ...others] : others).filter((token) => token !== undefined);
  const isPlain = values.every(({ kind }) => kind === 'string' || kind === 'number');
  return isPlain && values.length > 0 ? { type: 'list', column, values: values.map(({ value }) => value) } : null;
}

function readBound(column: string, [operator, ...number]: readonly Token[]): Condition | null {
  const text = number.map((token) => token.text).join('');
  if (operator === undefined || !isComparison(operator.text) || !/^-?\d+(\.\d+)?$/.test(text)) return null;
  return { type: 'bound', column, operator: operator.text, bound: Number(text) };
}

function isComparison(text: string): text is Comparison {
  return text === '<' || text === '<=' || text === '>' || text === '>=';
}

function compare(value: number, { operator, bound }: Extract<Condition, { type: 'bound' }>): boolean {
  switch (operator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
