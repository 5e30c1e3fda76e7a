import { unknown, type Value } from './value';

/** The operator of a value that depends on a condition: `yes if condition else no`. */
export const conditionalOperator = 'if';

/**
 * One of two values, by a condition.
 * @param decided how the condition comes out in the dialect that is read for; `null` where it depends on more
 */
export function choice(condition: Value, yes: Value, no: Value, decided: boolean | null): Value {
  if (isSame(yes, no)) return yes;
  // A truth that depends on the dialect is itself a condition: both branches of what asks for it are of interest.
  if (decided !== null && !(isTruth(yes) && isTruth(no))) return decided ? yes : no;
  if (condition.kind === 'unknown' && !(isTruth(yes) && isTruth(no))) return unknown(condition.source);
  return { kind: 'operator', operator: conditionalOperator, operands: [condition, yes, no] };
}

function isTruth(value: Value): boolean {
  return (value.kind === 'constant' && typeof value.value === 'boolean') || value.kind === 'operator';
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  return a.kind === 'constant' && b.kind === 'constant' && a.value === b.value;
}
