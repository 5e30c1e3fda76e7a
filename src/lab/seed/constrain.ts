import type { Column, Dialect } from '../../schema/model';
import type { Meaning } from './checks/evaluate';
import { holds } from './checks/evaluate';
import { candidatesFor } from './checks/candidates';
import type { Expression } from './checks/expression';
import { cellOf, meaningOf } from './cell';
import type { Values } from './values/values';

/**
 * The same supply without the values that the conditions on this column alone refuse, and with those that they mention.
 * Where no other value is left, these are all that the column may hold: an enum kept in a CHECK.
 */
export function constrain(
  values: Values,
  column: Pick<Column, 'name' | 'type'>,
  conditions: readonly Expression[],
  dialect: Dialect,
): Values | null {
  if (conditions.length === 0) return values;
  const meaning = (cell: string): Meaning => meaningOf(cell, column.type, dialect);
  const isAllowed = (cell: string) => conditions.every((condition) => holds(condition, () => meaning(cell)) !== false);
  const mentioned = mentionedCells(column.name, conditions, dialect).filter(isAllowed);
  const free = values.boundary.filter(isAllowed);
  const boundary = [...new Set([...mentioned, ...free])];
  const first = boundary[0] ?? nearby(values.ordinary, isAllowed);
  if (first === null) return null;
  const isComplete = free.length === 0 || values.isComplete === true;
  return {
    boundary,
    ordinary: (n) => nearby((step) => values.ordinary(n + step), isAllowed) ?? boundary[n % boundary.length] ?? first,
    distinct: (n) => distinctAllowed(n, values, boundary, isAllowed),
    isComplete,
  };
}

function mentionedCells(column: string, conditions: readonly Expression[], dialect: Dialect): readonly string[] {
  return conditions
    .flatMap((condition) => candidatesFor(column, condition))
    .map((constant) => cellOf(constant, dialect))
    .filter((cell) => cell !== null);
}

const tries = 12;

function nearby(make: (step: number) => string, isAllowed: (cell: string) => boolean): string | null {
  for (let step = 0; step < tries; step++) {
    const cell = make(step);
    if (isAllowed(cell)) return cell;
  }
  return null;
}

/** The type's own way of counting if it is allowed, else the allowed boundaries, else counting on from the largest. */
function distinctAllowed(
  n: number,
  values: Values,
  boundary: readonly string[],
  isAllowed: (cell: string) => boolean,
): string | null {
  const cell = values.distinct(n);
  if (cell !== null && isAllowed(cell)) return cell;
  const listed = boundary[n];
  if (listed !== undefined) return listed;
  const whole = boundary.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
  const next = `${Math.max(0, ...whole) + n}`;
  return whole.length > 0 && isAllowed(next) ? next : null;
}
