import type { Column, Dialect, Table } from '../schema/model';
import type { RowChange } from './compare';
import { displayCell, showRow } from './compare.display';
import { equalityOf, type CellEquality } from './compare.equality';
import type { MatchedRows, RowPair } from './compare.match';
import { takeSample } from './compare.sample';
import type { Cell, TableRows } from './engines/engine';
import type { LossSample } from './result';

interface Comparison {
  readonly before: TableRows;
  readonly after: TableRows;
  readonly matched: MatchedRows;
  readonly dialect: Dialect;
}

/** A pair of cells that differ, and the row they are in. */
interface Difference {
  readonly row: number;
  readonly before: Cell;
  readonly after: Cell;
}

/** Values of the surviving rows that are gone or changed, column by column. Generated columns hold nothing of their own. */
export function columnChanges(
  before: TableRows,
  after: TableRows,
  matched: MatchedRows,
  schema: { readonly before: Table | undefined; readonly after: Table | undefined },
  dialect: Dialect,
): readonly RowChange[] {
  if (matched.pairs.length === 0) return [];
  const comparison = { before, after, matched, dialect };
  const renamed = renamedColumns(comparison);
  const columnsBefore = columnsByName(schema.before);
  const columnsAfter = columnsByName(schema.after);
  return before.columns.flatMap((name) => {
    const column = columnsBefore.get(name);
    if (column?.generated || renamed.has(name)) return [];
    const isEqual = equalityOf(column?.type ?? null, columnsAfter.get(name)?.type ?? null, dialect);
    return changesIn(comparison, name, differencesIn(comparison, name, isEqual));
  });
}

function columnsByName(table: Table | undefined): ReadonlyMap<string, Column> {
  return new Map((table?.columns ?? []).map((column) => [column.name, column]));
}

function changesIn(comparison: Comparison, name: string, differences: readonly Difference[]): readonly RowChange[] {
  if (differences.length === 0) return [];
  const { before } = comparison;
  const place = before.columns.indexOf(name);
  const of = before.rows.filter((row) => (row[place] ?? null) !== null).length;
  const lost = differences.filter(({ before, after }) => before !== null && after === null);
  const changed = differences.filter(({ after }) => after !== null);
  const filled = changed.filter(({ before }) => before === null).length;
  const change = { table: before.table, column: name };
  const result: RowChange[] = [];
  if (lost.length > 0) {
    result.push({ ...change, kind: 'values-lost', count: lost.length, of, sample: sampleOf(comparison, lost) });
  }
  if (changed.length > 0) {
    // A NULL that became a value was a value of its own kind: it counts among those that could change.
    const { length: count } = changed;
    result.push({ ...change, kind: 'values-changed', count, of: of + filled, sample: sampleOf(comparison, changed) });
  }
  return result;
}

function differencesIn({ before, after, matched }: Comparison, name: string, isEqual: CellEquality): Difference[] {
  const place = before.columns.indexOf(name);
  const placeAfter = after.columns.indexOf(name);
  const differences: Difference[] = [];
  for (const pair of matched.pairs) {
    const was = cellAt(before, pair.before, place);
    const is = placeAfter < 0 ? null : cellAt(after, pair.after, placeAfter);
    if (was === is) continue;
    if (was === null || is === null || !isEqual(was, is))
      differences.push({ row: pair.before, before: was, after: is });
  }
  return differences;
}

function sampleOf({ before, matched, dialect }: Comparison, differences: readonly Difference[]): readonly LossSample[] {
  return takeSample(differences, (difference) => ({
    key: showRow(before, difference.row, matched.key, dialect),
    before: displayCell(difference.before, dialect),
    after: displayCell(difference.after, dialect),
  }));
}

/** Columns that are gone under their name, while a column that is new holds the same values in the same rows. */
function renamedColumns({ before, after, matched }: Comparison): ReadonlyMap<string, string> {
  const fresh = new Set(after.columns.filter((column) => !before.columns.includes(column)));
  const renamed = new Map<string, string>();
  for (const column of before.columns) {
    if (after.columns.includes(column)) continue;
    const heir = [...fresh].find((name) => holdsSameValues(before, column, after, name, matched.pairs));
    if (heir === undefined) continue;
    fresh.delete(heir);
    renamed.set(column, heir);
  }
  return renamed;
}

function holdsSameValues(
  before: TableRows,
  column: string,
  after: TableRows,
  columnAfter: string,
  pairs: readonly RowPair[],
): boolean {
  const place = before.columns.indexOf(column);
  const placeAfter = after.columns.indexOf(columnAfter);
  const isSame = pairs.every((pair) => cellAt(before, pair.before, place) === cellAt(after, pair.after, placeAfter));
  return isSame && pairs.some((pair) => cellAt(before, pair.before, place) !== null);
}

function cellAt(rows: TableRows, index: number, place: number): Cell {
  return rows.rows[index]?.[place] ?? null;
}
