import type { Cell } from '../engines/engine';
import type { ColumnPlan } from './columns';
import type { Row } from './layout';
import type { NullTurns } from './turns';
import { valueAt } from './values/values';

/** Attempts after which a column that keeps rows apart may be NULL out of turn. Always NULL, it would say nothing. */
const lateResort = 15;

/** Gives out the values of a table's columns. */
export class Dispenser {
  readonly #columns: readonly ColumnPlan[];
  readonly #turns: NullTurns;
  /** How many values each distinct column has given out. */
  readonly #given: number[];
  /** Labels that no row has yet: they come first. */
  readonly #absent: readonly string[][];

  /** @param existing The rows that are there already. */
  constructor(columns: readonly ColumnPlan[], existing: readonly Row[], turns: NullTurns) {
    this.#columns = columns;
    this.#turns = turns;
    this.#given = columns.map(() => existing.length);
    this.#absent = columns.map(({ values }, place) => {
      const present = new Set(existing.map((row) => row[place]));
      const isWanted = values.isComplete === true && existing.length > 0;
      return isWanted ? values.boundary.filter((label) => !present.has(label)) : [];
    });
  }

  /** @param attempt How often another value was asked for, because the row collided with one that there is. */
  value(place: number, ordinal: number, attempt: number): Cell {
    const plan = this.#columns[place];
    if (!plan || (plan.values.boundary.length === 0 && plan.isNullable)) return null;
    const absent = this.#absent[place]?.shift();
    if (absent !== undefined) return absent;
    const variation = plan.isKeyed && !plan.isDistinct ? attempt : 0;
    const shift = variation > lateResort ? variation : 0;
    if (plan.isNullable && this.#turns.isNull(ordinal + shift, plan.nullShift)) return null;
    if (plan.isDistinct) return this.#distinct(plan, place, ordinal);
    const turn = plan.isNullable ? this.#turns.valuesBefore(ordinal, plan.nullShift) : ordinal;
    return valueAt(plan.values, turn + variation);
  }

  #distinct({ values, isNullable }: ColumnPlan, place: number, ordinal: number): Cell {
    const given = this.#given[place] ?? 0;
    this.#given[place] = given + 1;
    return values.distinct(given) ?? (isNullable ? null : valueAt(values, ordinal));
  }
}
