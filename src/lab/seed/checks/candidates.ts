import { childrenOf, columnsIn, type Constant, type Expression } from './expression';
import { partsOf } from './evaluate';
import { examplesOf } from './patterns';

/** Values of a column that a condition itself mentions, and their neighbours: the likeliest to satisfy it. */
export function candidatesFor(column: string, condition: Expression): readonly Constant[] {
  const found = partsOf(condition).flatMap((part) => candidatesIn(part, column));
  return [...new Set([...found, ...truthOf(condition, column)])];
}

function candidatesIn(part: Expression, column: string): readonly Constant[] {
  switch (part.kind) {
    case 'in':
      return part.list.kind === 'list'
        ? part.list.items.flatMap((item) => around(part.operand, '=', item, column))
        : [];
    case 'operation':
      return [
        ...around(part.left, part.operator, part.right, column),
        ...around(part.right, part.operator, part.left, column),
      ];
    case 'and':
    case 'or':
    case 'not':
    case 'case':
      return childrenOf(part).flatMap((child) => truthOf(child, column));
    case 'is':
    case 'column':
    case 'constant':
    case 'list':
    case 'call':
    case 'unknown':
      return [];
  }
}

/** A column that is a condition by itself is a boolean. */
function truthOf(condition: Expression, column: string): readonly Constant[] {
  return condition.kind === 'column' && condition.name === column ? [true, false] : [];
}

/** `side operator constant`, where the side is the column or a function of it. */
function around(side: Expression, operator: string, other: Expression, column: string): readonly Constant[] {
  const constant = constantOf(other);
  if (constant === null || !columnsIn(side).includes(column)) return [];
  if (side.kind === 'call' && lengths.has(side.name)) return textsOfLength(Number(constant));
  if (typeof constant === 'string' && !comparisons.has(operator)) return examplesOf(operator, constant);
  return neighbours(constant);
}

const lengths = new Set(['length', 'char_length', 'character_length', 'octet_length']);
const comparisons = new Set(['=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '||']);

function constantOf(expression: Expression): Constant {
  if (expression.kind === 'constant') return expression.value;
  // -5 is read as 0 - 5.
  const isNegative = expression.kind === 'operation' && expression.operator === '-';
  const [zero, digits] = isNegative ? childrenOf(expression) : [];
  if (zero?.kind !== 'constant' || zero.value !== 0 || digits?.kind !== 'constant') return null;
  return -Number(digits.value);
}

function neighbours(constant: Constant): readonly Constant[] {
  if (typeof constant === 'string')
    return isNumber(constant) ? [constant, ...neighbours(Number(constant))] : [constant];
  if (typeof constant !== 'number') return [constant];
  const step = Number.isInteger(constant) ? 1 : 0.01;
  return [constant, constant + step, constant - step];
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}

function textsOfLength(length: number): readonly string[] {
  const wanted = [length, length + 1, length - 1].filter((count) => count >= 0 && count <= 10_000);
  return wanted.flatMap((count) => [...'ab'].map((letter) => letter.repeat(count)));
}
