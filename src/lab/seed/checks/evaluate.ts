import { type Branch, childrenOf, type Constant, type Expression } from './expression';
import { matchesPattern } from './patterns';

/** What a value is to a condition; `undefined`: it cannot be told here. */
export type Meaning = Constant | undefined;

/** Looks up what a column holds in the row at hand. */
export type Row = (column: string) => Meaning;

/** Whether a row satisfies a condition: SQL's three values (NULL satisfies), and `undefined` where the engine must say. */
export function holds(condition: Expression, row: Row): boolean | undefined {
  const value = evaluate(condition, row);
  if (value === undefined) return undefined;
  return value === null || isTrue(value);
}

export function evaluate(expression: Expression, row: Row): Meaning {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'column':
      return row(expression.name);
    case 'unknown':
    case 'list':
      return undefined;
    case 'and':
      return junction(expression.parts, row, false);
    case 'or':
      return junction(expression.parts, row, true);
    case 'not':
      return strict([evaluate(expression.operand, row)], ([value]) => !isTrue(value));
    case 'is':
      return is(evaluate(expression.operand, row), expression.what);
    case 'in':
      return isIn(expression.operand, expression.list, row);
    case 'operation':
      return strict([evaluate(expression.left, row), evaluate(expression.right, row)], ([left, right]) =>
        operate(expression.operator, left, right),
      );
    case 'call':
      return call(expression.name, expression.args, row);
    case 'case':
      return choose(expression.branches, expression.otherwise, row);
  }
}

/** The first branch whose condition is true. */
function choose(branches: readonly Branch[], otherwise: Expression, row: Row): Meaning {
  for (const { condition, result } of branches) {
    const value = evaluate(condition, row);
    if (value === undefined) return undefined;
    if (value !== null && isTrue(value)) return evaluate(result, row);
  }
  return evaluate(otherwise, row);
}

type Known = string | number | boolean;

/** NULL and the unknown pass through nearly everything; the unknown wins, because it may be either. */
function strict(values: readonly Meaning[], work: (values: readonly Known[]) => Meaning): Meaning {
  if (values.includes(undefined)) return undefined;
  const known = values.filter((value): value is Known => value !== null && value !== undefined);
  return known.length === values.length ? work(known) : null;
}

/** AND and OR: one side alone decides when it is `deciding`. */
function junction(parts: readonly Expression[], row: Row, deciding: boolean): Meaning {
  let result: Meaning = !deciding;
  for (const part of parts) {
    const value = evaluate(part, row);
    if (value !== undefined && value !== null && isTrue(value) === deciding) return deciding;
    if (value === undefined) result = undefined;
    else if (value === null && result !== undefined) result = null;
  }
  return result;
}

function is(value: Meaning, what: boolean | null): Meaning {
  if (value === undefined) return undefined;
  if (what === null || value === null) return what === value;
  return isTrue(value) === what;
}

function isIn(operand: Expression, list: Expression, row: Row): Meaning {
  if (list.kind !== 'list') return undefined;
  const options = list.items.map<Expression>((right) => ({ kind: 'operation', operator: '=', left: operand, right }));
  return junction(options, row, true);
}

/** SQLite has no booleans, its conditions are numbers. Postgres' columns of type boolean mean true and false already. */
function isTrue(value: Known | undefined): boolean {
  return typeof value === 'string' ? Number(value) !== 0 && !Number.isNaN(Number(value)) : Boolean(value);
}

function operate(operator: string, left: Known | undefined, right: Known | undefined): Meaning {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '=':
      return compare(left, right) === 0;
    case '<>':
      return compare(left, right) !== 0;
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
    case '||':
      return `${left}${right}`;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return calculate(operator, Number(left), Number(right));
    default:
      return matchesPattern(operator, String(left), String(right));
  }
}

/** A text meets a number as a number, as Postgres reads `'5'::numeric`; times compare as ISO text. */
function compare(left: Known, right: Known): number {
  const isNumeric = typeof left === 'number' || typeof right === 'number';
  const [a, b] = isNumeric ? [Number(left), Number(right)] : [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: number, right: number): Meaning {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      // Whole numbers divide differently from others, and the two cannot be told apart here.
      return undefined;
    case '%':
      return right === 0 ? undefined : left % right;
  }
}

function call(name: string, args: readonly Expression[], row: Row): Meaning {
  const values = args.map((arg) => evaluate(arg, row));
  const nulls = values.filter((value) => value === null).length;
  switch (name) {
    case 'num_nonnulls':
      return values.includes(undefined) ? undefined : values.length - nulls;
    case 'num_nulls':
      return values.includes(undefined) ? undefined : nulls;
    case 'coalesce':
      return coalesce(values);
    default:
      return strict(values, (known) => simpleFunctions[name]?.(...known));
  }
}

function coalesce(values: readonly Meaning[]): Meaning {
  const first = values.find((value) => value !== null);
  return first === undefined && !values.includes(undefined) ? null : first;
}

const length = (text: Known | undefined) => [...String(text)].length;
const trim = (text: Known | undefined, characters?: Known) => (characters === undefined ? String(text).replace(/^ +| +$/g, '') : undefined); // prettier-ignore

const simpleFunctions: Readonly<Record<string, (...args: readonly (Known | undefined)[]) => Meaning>> = {
  length,
  char_length: length,
  character_length: length,
  octet_length: (text) => new TextEncoder().encode(String(text)).length,
  lower: (text) => String(text).toLowerCase(),
  upper: (text) => String(text).toUpperCase(),
  trim,
  btrim: trim,
  ltrim: (text, characters) => (characters === undefined ? String(text).replace(/^ +/, '') : undefined),
  rtrim: (text, characters) => (characters === undefined ? String(text).replace(/ +$/, '') : undefined),
  abs: (number) => Math.abs(Number(number)),
  json_valid: () => true,
};

/** All parts of an expression, itself first. */
export function partsOf(expression: Expression): readonly Expression[] {
  return [expression, ...childrenOf(expression).flatMap(partsOf)];
}
