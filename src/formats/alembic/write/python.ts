/** Python expressions as text: just what calls of Alembic's and SQLAlchemy's need. */

/** A name or a literal as written, a call, a list, or a text on several lines. */
export type Python = string | PythonCall | PythonList | PythonText;

interface PythonCall {
  readonly callee: string;
  readonly args: readonly Argument[];
  /** On several lines although it would fit in one. */
  readonly isTall?: boolean;
}

interface PythonList {
  readonly items: readonly Python[];
}

/** Literals that stand next to each other: Python joins them. */
interface PythonText {
  readonly adjacent: readonly string[];
}

type Argument = Python | { readonly keyword: string; readonly value: Python };

export type Quote = "'" | '"';

export function call(callee: string, ...args: readonly Argument[]): PythonCall {
  return { callee, args };
}

export function keyword(name: string, value: Python): Argument {
  return { keyword: name, value };
}

export function list(items: readonly Python[]): Python {
  return { items };
}

export function boolean(value: boolean): string {
  return value ? 'True' : 'False';
}

/** A text as a Python literal; one literal for each line of a text that has several. */
export function literal(text: string, quote: Quote): Python {
  const lines = text.split(/(?<=\n)/);
  return lines.length < 2 ? quoted(text, quote) : { adjacent: lines.map((line) => quoted(line, quote)) };
}

/** A long text in literals that fit on a line each, broken between words. */
export function prose(text: string, quote: Quote): Python {
  if (text.includes('\n') || text.length <= PROSE_WIDTH) return literal(text, quote);
  const lines: string[] = [];
  for (let rest = text; rest !== '';) {
    const space = rest.length <= PROSE_WIDTH ? -1 : rest.lastIndexOf(' ', PROSE_WIDTH);
    const end = space > 0 ? space + 1 : rest.length;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return { adjacent: lines.map((line) => quoted(line, quote)) };
}

/** Leaves room for two steps of indentation and the quotes. */
const PROSE_WIDTH = 76;

/** A text in one literal. */
export function quoted(text: string, quote: Quote): string {
  const other: Quote = quote === '"' ? "'" : '"';
  const used = text.includes(quote) && !text.includes(other) ? other : quote;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${used}${escaped.replaceAll(used, `\\${used}`)}${used}`;
}

/** The longest line that is written: what the common formatters (black, ruff) break at. */
const WIDTH = 88;

/**
 * The lines of an expression: one where it fits.
 *
 * @param unit one step of indentation
 * @param offset how far the lines will be moved in
 */
export function render(expression: Python, unit: string, offset: number): readonly string[] {
  return rendered(expression, { unit, offset }, '', '');
}

interface Layout {
  readonly unit: string;
  readonly offset: number;
}

/** @param head and @param tail what stands before and after it on its first and last line */
function rendered(expression: Python, layout: Layout, head: string, tail: string): readonly string[] {
  const line = `${head}${flat(expression)}${tail}`;
  const isShort = layout.offset + line.length <= WIDTH;
  if (typeof expression === 'string' || (isShort && !isTall(expression))) return [line];
  if ('adjacent' in expression) return adjacentLines(expression, head, tail);
  const [open, parts, close] = pieces(expression);
  const inner = { ...layout, offset: layout.offset + layout.unit.length };
  const body = parts.map(([name, value]) => `${name}${flat(value)}`).join(', ');
  const isBodyShort = inner.offset + body.length <= WIDTH && !isTall(expression);
  if (isBodyShort) return [`${head}${open}`, `${layout.unit}${body}`, `${close}${tail}`];
  // A lone text hangs in its call without a comma after it.
  const comma = (value: Python) => (parts.length === 1 && typeof value === 'object' && 'adjacent' in value ? '' : ',');
  const lines = parts.flatMap(([name, value]) => rendered(value, inner, name, comma(value)));
  return [`${head}${open}`, ...lines.map((each) => `${layout.unit}${each}`), `${close}${tail}`];
}

function adjacentLines({ adjacent }: PythonText, head: string, tail: string): readonly string[] {
  if (head === '' && tail === '') return adjacent;
  const open = head === '' ? adjacent : [`${head}(`, ...adjacent, ')'];
  return open.map((line, index) => (index === open.length - 1 ? `${line}${tail}` : line));
}

function isTall(expression: PythonCall | PythonList | PythonText): boolean {
  if ('adjacent' in expression) return true;
  return 'callee' in expression
    ? expression.isTall === true || expression.args.some((argument) => hasLines(part(argument)[1]))
    : expression.items.some(hasLines);
}

function hasLines(value: Python): boolean {
  return typeof value === 'object' && isTall(value);
}

type Part = readonly [name: string, value: Python];

function pieces(expression: PythonCall | PythonList): readonly [open: string, parts: readonly Part[], close: string] {
  if ('items' in expression) return ['[', expression.items.map((item) => ['', item]), ']'];
  return [`${expression.callee}(`, expression.args.map(part), ')'];
}

function part(argument: Argument): Part {
  const isKeyword = typeof argument === 'object' && 'keyword' in argument;
  return isKeyword ? [`${argument.keyword}=`, argument.value] : ['', argument];
}

/** All of it on one line. */
export function flat(expression: Python): string {
  if (typeof expression === 'string') return expression;
  if ('adjacent' in expression) return expression.adjacent.join(' ');
  const [open, parts, close] = pieces(expression);
  return `${open}${parts.map(([name, value]) => `${name}${flat(value)}`).join(', ')}${close}`;
}
