import type { OperationOf } from '../migration/operation';
import { stripParentheses } from '../schema/reader';
import { isSymbol, isWord, tokenize, type Token } from '../schema/tokens';

/** What UPDATE and DELETE do to rows, as far as their text tells. */

export type Assignment = OperationOf<'update'>['assignments'][number];

/** Afterwards no row is without a value in the column: all rows are set, or at least all that had none. */
export function isFilling({ where }: OperationOf<'update'>, { column, expression }: Assignment): boolean {
  if (/^\s*\(*\s*null\b/i.test(expression)) return false;
  return isEveryRow(where) || alternatives(where ?? '').some((part) => isNullTest(part, column));
}

/** There is no condition, or one that always holds (`WHERE 1 = 1`, `WHERE true`). */
export function isEveryRow(where: string | null): boolean {
  return where === null || alternatives(where).some((part) => /^(true|(\d+)\s*=\s*\2|'t(rue)?')$/i.test(part));
}

/** What an OR outside of parentheses separates, each without the parentheses around it. */
function alternatives(condition: string): readonly string[] {
  const text = stripParentheses(condition);
  const tokens = tokenize(text);
  const ors = splits(tokens);
  if (ors.length === 0) return [text.trim()];
  const ends = [...ors.map(({ start }) => start), text.length];
  const starts = [0, ...ors.map(({ end }) => end)];
  return starts.map((start, at) => stripParentheses(text.slice(start, ends[at])));
}

function splits(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    if (isSymbol(token, '(')) depth += 1;
    if (isSymbol(token, ')')) depth -= 1;
    return depth === 0 && isWord(token, 'OR');
  });
}

/** `phone IS NULL`, `users.phone IS NULL`. */
export function isNullTest(condition: string, column: string): boolean {
  const tokens = tokenize(condition);
  const [name, is, nothing, ...rest] = isSymbol(tokens[1], '.') ? tokens.slice(2) : tokens;
  return name?.value === column && isWord(is, 'IS') && isWord(nothing, 'NULL') && rest.length === 0;
}
