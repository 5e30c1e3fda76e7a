import { isSymbol, tokenize } from '../../src/schema/tokens';

/** A default that is one literal. */
export interface Literal {
  readonly type: 'text' | 'number' | 'boolean';
  readonly value: string;
  /** Without casts. */
  readonly sql: string;
}

/** `'new'`, `'new'::varchar`, `-1`, `true`, each perhaps in parentheses; `null` for what is computed, and for NULL. */
export function literalOf(sql: string): Literal | null {
  const all = tokenize(sql).filter(({ text }) => text !== '(' && text !== ')');
  const cast = all.findIndex((token) => isSymbol(token, '::'));
  const tokens = cast < 0 ? all : all.slice(0, cast);
  const [sign, number] = isSymbol(tokens[0], '-') ? ['-', tokens[1]] : ['', tokens[0]];
  if (number === undefined || tokens.length !== (sign === '' ? 1 : 2)) return null;
  if (number.kind === 'number') return { type: 'number', value: sign + number.value, sql: sign + number.text };
  if (sign !== '') return null;
  if (number.kind === 'string' && number.text.startsWith("'")) {
    return { type: 'text', value: number.value, sql: number.text };
  }
  const isBoolean = number.kind === 'word' && /^(true|false)$/i.test(number.text);
  return isBoolean ? { type: 'boolean', value: number.text.toLowerCase(), sql: number.text } : null;
}
