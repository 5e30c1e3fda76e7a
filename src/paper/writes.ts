import type { Operation, OperationOf } from '../migration/operation';
import { stripParentheses } from '../schema/reader';
import { isSymbol, isWord, tokenize, type Token } from '../schema/tokens';

/** What UPDATE and DELETE do to rows, as far as their text tells. */

export type Assignment = OperationOf<'update'>['assignments'][number];

/**
 * What an assignment does to the values that were there. `nothing`: the same is written; `fills`: only rows without a
 * value get one; `maps`: different values stay different; `folds`: different values become one; `replaces`: the old value
 * has no part in the new one; `unknown`: the expression is Python or a parameter.
 */
export type Overwrite = 'nothing' | 'fills' | 'maps' | 'folds' | 'replaces' | 'unknown';

export function overwriteOf(operation: OperationOf<'update'>, { column, expression }: Assignment): Overwrite {
  const text = stripParentheses(expression);
  const tokens = tokenize(text);
  if (isColumn(tokens, column)) return 'nothing';
  if (conjuncts(operation.where ?? '').some((part) => isNullTest(part, column)) || isCoalesce(tokens, column)) {
    return 'fills';
  }
  if (isOpaque(operation, tokens)) return 'unknown';
  // Rows with one certain value had that value.
  if (isOneValue(operation.where, column)) return 'maps';
  if (mentions(tokens, column)) return isFolding(tokens, column) ? 'folds' : 'maps';
  return 'replaces';
}

/** Afterwards no row is without a value in the column: all rows are set, or at least all that had none. */
export function isFilling({ where }: OperationOf<'update'>, { column, expression }: Assignment): boolean {
  if (/^\s*\(*\s*null\b/i.test(expression)) return false;
  if (isEveryRow(where)) return true;
  // Asked first: most conditions are about something else, and to take them apart costs more than all the rest.
  return /\bnull\b/i.test(where ?? '') && alternatives(where ?? '').some((part) => isNullTest(part, column));
}

/** There is no condition, or one that always holds (`WHERE 1 = 1`, `WHERE true`). */
export function isEveryRow(where: string | null): boolean {
  if (where === null) return true;
  return /true|\d\s*=\s*\d|'t/i.test(where) && alternatives(where).some((part) => always.test(part));
}

const always = /^(true|(\d+)\s*=\s*\2|'t(rue)?')$/i;

/** `phone IS NULL`, `users.phone IS NULL`. */
export function isNullTest(condition: string, column: string): boolean {
  const tokens = tokenize(stripParentheses(condition));
  const at = columnEnd(tokens, column);
  return at > 0 && isWord(tokens[at], 'IS') && isWord(tokens[at + 1], 'NULL') && tokens.length === at + 2;
}

/** SQL that holds its own value: a literal, `NULL`, `true`. */
export function isConstant(tokens: readonly Token[]): boolean {
  const [first, ...rest] = isSymbol(tokens[0], '-') ? tokens.slice(1) : tokens;
  const isLiteral = first?.kind === 'string' || first?.kind === 'number' || isWord(first, 'NULL', 'TRUE', 'FALSE');
  return isLiteral && (rest.length === 0 || isSymbol(rest[0], '::'));
}

/** The condition lets only rows pass whose column has one certain value. */
function isOneValue(where: string | null, column: string): boolean {
  return conjuncts(where ?? '').some((part) => {
    const tokens = tokenize(stripParentheses(part));
    const at = columnEnd(tokens, column);
    if (at === 0) return isWord(tokens[0], 'NOT') && isColumn(tokens.slice(1), column);
    const isSame = isSymbol(tokens[at], '=') || isWord(tokens[at], 'IS');
    return tokens.length === at || (isSame && isConstant(tokens.slice(at + 1)));
  });
}

/** What an AND outside of parentheses joins; an OR beside it leaves the whole as one. */
function conjuncts(condition: string): readonly string[] {
  const text = stripParentheses(condition);
  return split(text, 'OR').length > 1 ? [text] : split(text, 'AND');
}

/** What an OR outside of parentheses separates, each without the parentheses around it. */
function alternatives(condition: string): readonly string[] {
  return split(stripParentheses(condition), 'OR').map(stripParentheses);
}

function split(text: string, word: 'AND' | 'OR'): readonly string[] {
  let depth = 0;
  const marks = tokenize(text).filter((token) => {
    if (isSymbol(token, '(')) depth += 1;
    if (isSymbol(token, ')')) depth -= 1;
    return depth === 0 && isWord(token, word);
  });
  const starts = [0, ...marks.map(({ end }) => end)];
  const ends = [...marks.map(({ start }) => start), text.length];
  return starts.map((start, at) => text.slice(start, ends[at]).trim());
}

/** Where `c`, `t.c` or `s.t.c` ends that begins here; 0 if it does not begin here. */
function columnEnd(tokens: readonly Token[], column: string): number {
  let at = 0;
  while (isSymbol(tokens[at + 1], '.')) at += 2;
  return isName(tokens[at], column) ? at + 1 : 0;
}

function isColumn(tokens: readonly Token[], column: string): boolean {
  return tokens.length > 0 && columnEnd(tokens, column) === tokens.length;
}

function isName(token: Token | undefined, column: string): boolean {
  const isWordy = token?.kind === 'word' || token?.kind === 'name';
  return isWordy && token.value.toLowerCase() === column.toLowerCase();
}

function mentions(tokens: readonly Token[], column: string): boolean {
  return tokens.some((token) => isName(token, column));
}

/** `coalesce(c, ...)`: a value that is there stays. */
function isCoalesce(tokens: readonly Token[], column: string): boolean {
  const isCall = isWord(tokens[0], 'COALESCE', 'IFNULL', 'NVL', 'ISNULL') && isSymbol(tokens[1], '(');
  const at = isCall ? columnEnd(tokens.slice(2), column) : 0;
  return at > 0 && isSymbol(tokens[2 + at], ',');
}

/** Functions, casts and operators that give one result for many values. */
function isFolding(tokens: readonly Token[], column: string): boolean {
  return tokens.some((token, at) => {
    const isCall = token.kind === 'word' && isSymbol(tokens[at + 1], '(') && folds.test(token.text);
    const isCut = isSymbol(token, '/') || isSymbol(token, '%');
    const isCast =
      isSymbol(token, '::') && /^(int|integer|bigint|smallint|date|boolean|bool)$/i.test(tokens[at + 1]?.text ?? '');
    return isCall || isCut || isCast || (isWord(token, 'CASE') && isCollapsing(tokens.slice(at), column));
  });
}

const folds =
  /^(lower|upper|initcap|l?trim|rtrim|btrim|round|floor|ceil|ceiling|trunc|abs|date_trunc|substr|substring|left|right|split_part|regexp_replace|md5|sha\d+|crypt|greatest|least|length|nullif|mod)$/i;

/** A CASE that gives one result twice, or the same for all else, cannot be read backwards. */
function isCollapsing(tokens: readonly Token[], column: string): boolean {
  const results = tokens.flatMap((token, at) => (isWord(token, 'THEN', 'ELSE') ? [tokens[at + 1]?.text ?? ''] : []));
  const elseAt = tokens.findLastIndex((token) => isWord(token, 'ELSE'));
  const keepsRest = elseAt < 0 || isName(tokens[elseAt + 1], column) || isSymbol(tokens[elseAt + 2], '.');
  return !keepsRest || new Set(results).size < results.length;
}

/** Of SQLAlchemy's expressions only literals are SQL; a parameter is whatever it is. */
function isOpaque({ via }: Operation, tokens: readonly Token[]): boolean {
  const isPython = via === 'core' && !isConstant(tokens);
  return isPython || tokens.some(({ kind, text }) => kind === 'parameter' || text === '%s') || tokens.length === 0;
}
