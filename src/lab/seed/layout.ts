import type { Dialect } from '../../schema/model';
import type { Cell, TableRows } from '../engines/engine';
import { meaningOf } from './cell';
import type { TablePlan } from './columns';
import type { RowView } from './uniqueness';

/** Cells of a row by the place of their column in the layout. */
export type Row = readonly Cell[];

/** A row under construction: `undefined` where not yet decided. */
export type Draft = (Cell | undefined)[];

/** Which cell of a row belongs to which column. */
export class RowLayout {
  readonly columns: readonly string[];
  readonly #plan: TablePlan;
  readonly #dialect: Dialect;
  readonly #places: ReadonlyMap<string, number>;

  constructor(plan: TablePlan, dialect: Dialect) {
    this.columns = plan.columns.map(({ column }) => column.name);
    this.#plan = plan;
    this.#dialect = dialect;
    const folded = this.columns.map((name, place) => [name.toLowerCase(), place] as const);
    this.#places = new Map([...folded, ...this.columns.map((name, place) => [name, place] as const)]);
  }

  /** Conditions may spell a column in another case: SQLite does not mind. */
  placeOf(column: string): number | undefined {
    return this.#places.get(column) ?? this.#places.get(column.toLowerCase());
  }

  placesOf(columns: readonly string[]): readonly number[] {
    return columns.flatMap((column) => this.placeOf(column) ?? []);
  }

  /** The rows of the table in this layout. */
  align({ columns, rows }: TableRows): readonly Row[] {
    const places = this.columns.map((column) => columns.indexOf(column));
    return rows.map((row) => places.map((place) => row[place] ?? null));
  }

  view(row: Row): RowView {
    return {
      cell: (column) => row[this.placeOf(column) ?? -1] ?? null,
      meaning: (column) => {
        const place = this.placeOf(column);
        const plan = place === undefined ? undefined : this.#plan.columns[place];
        return plan && place !== undefined ? meaningOf(row[place] ?? null, plan.column.type, this.#dialect) : undefined;
      },
    };
  }
}

/** What is not decided is NULL. */
export function finish(draft: Draft): Row {
  return draft.map((cell) => cell ?? null);
}
