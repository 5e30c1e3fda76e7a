import type { Dialect } from '../../schema/model';
import type { Cell } from '../engines/engine';
import { cellOf } from './cell';
import { candidatesFor } from './checks/candidates';
import { holds } from './checks/evaluate';
import { columnsIn, type Expression } from './checks/expression';
import type { TablePlan } from './columns';
import type { RowView } from './uniqueness';

/** How many combinations of other values are tried for one row. */
const combinations = 600;

/**
 * The row with other values in those columns whose conditions it does not satisfy: first such as the conditions mention,
 * then what the other columns hold, the limits of the type, and NULL. `null` when no combination was found.
 */
export function repair(
  row: readonly Cell[],
  plan: TablePlan,
  context: {
    readonly view: (row: readonly Cell[]) => RowView;
    readonly isFixed: (place: number) => boolean;
    readonly turn: number;
    readonly dialect: Dialect;
  },
): readonly Cell[] | null {
  const fails = (cells: readonly Cell[], condition: Expression) => {
    const view = context.view(cells);
    return holds(condition, (column) => view.meaning(column)) === false;
  };
  const failing = plan.conditions.filter((condition) => fails(row, condition));
  if (failing.length === 0) return row;
  const columns = new Set(failing.flatMap(columnsIn).map((column) => column.toLowerCase()));
  const places = [...plan.columns.keys()].filter((place) => {
    const name = plan.columns[place]?.column.name.toLowerCase() ?? '';
    return columns.has(name) && !context.isFixed(place);
  });
  const options = places.map((place) => optionsAt(place, row, places, plan, context.dialect));
  for (const cells of variants(row, places, options, context.turn)) {
    if (!plan.conditions.some((condition) => fails(cells, condition))) return cells;
  }
  return null;
}

function optionsAt(
  place: number,
  row: readonly Cell[],
  others: readonly number[],
  plan: TablePlan,
  dialect: Dialect,
): readonly Cell[] {
  const column = plan.columns[place];
  if (!column) return [];
  const mentioned = plan.conditions.flatMap((condition) => candidatesFor(column.column.name, condition));
  const ofOthers = others.map((other) => row[other] ?? null).filter((cell) => cell !== null);
  const cells = [
    row[place] ?? null,
    ...mentioned.map((constant) => cellOf(constant, dialect)),
    ...column.values.boundary.slice(0, 8),
    ...ofOthers,
    ...[0, 1, 2].map((n) => column.values.ordinary(n + 20)),
    null,
  ];
  return [...new Set(cells)].filter((cell) => cell !== null || column.isNullable);
}

/** The row with every combination of the options, as many as are worth trying, from another start for every row. */
function* variants(
  row: readonly Cell[],
  places: readonly number[],
  options: readonly (readonly Cell[])[],
  turn: number,
): Generator<readonly Cell[]> {
  const total = options.reduce((product, list) => product * list.length, 1);
  const count = places.length === 0 ? 0 : Math.min(total, combinations);
  // Where not all can be tried, a large prime step visits combinations that differ in every column.
  const stride = total > combinations ? 7919 : 1;
  for (let step = 0; step < count; step++) {
    let rest = (turn * 31 + step * stride) % total;
    const cells = [...row];
    for (const [index, place] of places.entries()) {
      const list = options[index] ?? [];
      cells[place] = list[rest % list.length] ?? null;
      rest = Math.floor(rest / list.length);
    }
    yield cells;
  }
}
