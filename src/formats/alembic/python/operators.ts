import { isSameKey } from './access';
import { format } from './formatting';
import { asPart, assemble, hole } from './partial';
import { constant, list, textValue, type Value } from './value';

/** Applies an operator where its operands are known; otherwise the operation itself is the value. */
export function compute(operator: string, operands: readonly Value[]): Value {
  const [left, right] = operands;
  if (!left) return { kind: 'operator', operator, operands };
  const result = right ? binary(operator, left, right) : unary(operator, left);
  return result ?? { kind: 'operator', operator, operands };
}

/** Whether a value counts as true; `null` where that is not known. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'text':
      return value.value !== '';
    case 'partial':
      return value.value.replaceAll(hole, '') !== '' ? true : null;
    case 'list':
      return value.items.length > 0 || (value.isOpen ? null : false);
    case 'dict':
      return value.entries.length > 0 || (value.isOpen ? null : false);
    case 'function':
    case 'class':
    case 'batch':
      return true;
    default:
      return null;
  }
}

function unary(operator: string, operand: Value): Value | null {
  if (operator === 'not') {
    const known = truth(operand);
    return known === null ? null : constant(!known);
  }
  if (operand.kind !== 'constant' || typeof operand.value !== 'number') return null;
  return operator === '-' ? constant(-operand.value) : operator === '+' ? operand : null;
}

function binary(operator: string, left: Value, right: Value): Value | null {
  switch (operator) {
    case '+':
      return add(left, right);
    case '%':
      return left.kind === 'text' ? format(left, right) : arithmetic(operator, left, right);
    case '*':
      return repeat(left, right) ?? arithmetic(operator, left, right);
    case '==':
    case 'is':
      return comparable(left, right) ? constant(isSameKey(left, right)) : null;
    case '!=':
    case 'is not':
      return comparable(left, right) ? constant(!isSameKey(left, right)) : null;
    case 'in':
      return contains(right, left);
    case 'not in': {
      const found = contains(right, left);
      return found === null ? null : constant(!found.value);
    }
    case 'and':
      return truth(left) === true ? right : null;
    case 'or':
      return truth(left) === false ? right : null;
    default:
      return arithmetic(operator, left, right);
  }
}

function repeat(left: Value, right: Value): Value | null {
  if (left.kind !== 'text' || right.kind !== 'constant' || typeof right.value !== 'number') return null;
  const count = Math.max(0, Math.floor(right.value));
  return left.value.length * count <= 500_000 ? textValue(left.value.repeat(count)) : null;
}

function add(left: Value, right: Value): Value | null {
  // Only a text can be added to a text: what is not known of it is a part of the result.
  if (isTextual(left) || isTextual(right)) return assemble([asPart(left), asPart(right)]);
  if (left.kind === 'list' && right.kind === 'list' && left.items.length + right.items.length < 50_000) {
    return { ...list([...left.items, ...right.items], left.isTuple), isOpen: left.isOpen || right.isOpen };
  }
  return arithmetic('+', left, right);
}

function isTextual({ kind }: Value): boolean {
  return kind === 'text' || kind === 'partial';
}

function comparable(left: Value, right: Value): boolean {
  const isKnown = (value: Value) => value.kind === 'text' || value.kind === 'constant';
  return isKnown(left) && isKnown(right);
}

function contains(collection: Value, item: Value) {
  if (item.kind !== 'text' && item.kind !== 'constant') return null;
  if (collection.kind === 'text' && item.kind === 'text') return constant(collection.value.includes(item.value));
  const keys =
    collection.kind === 'list'
      ? collection.items
      : collection.kind === 'dict'
        ? collection.entries.map(([key]) => key)
        : null;
  if (keys === null) return null;
  if (keys.some((each) => isSameKey(each, item))) return constant(true);
  const isComplete = (collection.kind === 'list' || collection.kind === 'dict') && !collection.isOpen;
  return isComplete && keys.every((each) => comparable(each, item)) ? constant(false) : null;
}

function arithmetic(operator: string, left: Value, right: Value): Value | null {
  if (left.kind !== 'constant' || right.kind !== 'constant') return null;
  const a = Number(left.value);
  const b = Number(right.value);
  switch (operator) {
    case '+':
      return constant(a + b);
    case '-':
      return constant(a - b);
    case '*':
      return constant(a * b);
    case '<':
      return constant(a < b);
    case '<=':
      return constant(a <= b);
    case '>':
      return constant(a > b);
    case '>=':
      return constant(a >= b);
    default:
      return null;
  }
}
