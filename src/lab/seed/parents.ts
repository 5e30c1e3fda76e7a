import type { Cell, TableRows } from '../engines/engine';

/** The values that a reference may take: the target columns of every row that it may refer to. */
export class Parents {
  readonly #options: readonly (readonly Cell[])[];
  /** Options by the cells of some of their columns, one map for each set of columns asked for. */
  readonly #byCells = new Map<string, Map<string, (readonly Cell[])[]>>();

  constructor(rows: TableRows, columns: readonly string[]) {
    const places = columns.map((column) => rows.columns.indexOf(column));
    this.#options = rows.rows
      .map((row) => places.map((place) => row[place] ?? null))
      .filter((option) => !option.includes(null));
  }

  get count(): number {
    return this.#options.length;
  }

  /** Those options that agree with the cells already fixed (`undefined`: free). */
  agreeing(fixed: readonly (Cell | undefined)[]): readonly (readonly Cell[])[] {
    const places = [...fixed.keys()].filter((place) => fixed[place] !== undefined);
    if (places.length === 0) return this.#options;
    return this.#index(places).get(identity(fixed, places)) ?? [];
  }

  #index(places: readonly number[]): ReadonlyMap<string, readonly (readonly Cell[])[]> {
    const name = places.join();
    const known = this.#byCells.get(name);
    if (known) return known;
    const index = new Map<string, (readonly Cell[])[]>();
    for (const option of this.#options) {
      const text = identity(option, places);
      const group = index.get(text);
      if (group) group.push(option);
      else index.set(text, [option]);
    }
    this.#byCells.set(name, index);
    return index;
  }
}

function identity(cells: readonly (Cell | undefined)[], places: readonly number[]): string {
  return JSON.stringify(places.map((place) => cells[place]));
}
