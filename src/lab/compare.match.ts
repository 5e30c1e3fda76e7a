import type { Table } from '../schema/model';
import type { Cell, TableRows } from './engines/engine';

/** Which row before is which row after. Rows are named by their index in `TableRows.rows`. */
export interface MatchedRows {
  readonly pairs: readonly RowPair[];
  readonly lost: readonly number[];
  readonly added: readonly number[];
  /** The columns on which rows met: the key, or all shared columns where the table has none. */
  readonly key: readonly string[];
  /** The same columns by the names they have afterwards. */
  readonly keyAfter: readonly string[];
}

export interface RowPair {
  readonly before: number;
  readonly after: number;
}

type Row = readonly Cell[];

/** Columns as positions in a row before and in a row after. */
interface Projection {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export function matchRows(before: TableRows, after: TableRows, table: Table | undefined): MatchedRows {
  const shared = before.columns.filter((column) => after.columns.includes(column));
  const wanted = table ? keyOf(table) : null;
  const wantedAfter = wanted && keyAfterwards(before, after, wanted);
  const key = wanted && wantedAfter ? wanted : shared;
  const keyAfter = wanted && wantedAfter ? wantedAfter : shared;
  const first = pairEqual(before, after, project(before, key, after, keyAfter), allRows(before), allRows(after));
  const rest = shared.filter((column) => wantedAfter === null || !key.includes(column));
  const second = pairRemaining(before, after, rest, first, wantedAfter !== null);
  return {
    pairs: [...first.pairs, ...second.pairs],
    lost: second.lost,
    added: second.added,
    key,
    keyAfter,
  };
}

/** The primary key, else a unique constraint or index over columns that are never NULL; `null` if there is neither. */
export function keyOf(table: Table): readonly string[] | null {
  if (table.primaryKey) return table.primaryKey.columns;
  const required = new Set(table.columns.filter((column) => !column.nullable).map((column) => column.name));
  const candidates = [...table.uniques.map((unique) => unique.columns), ...uniqueIndexes(table)];
  return candidates.find((columns) => columns.length > 0 && columns.every((column) => required.has(column))) ?? null;
}

function uniqueIndexes(table: Table): readonly (readonly string[])[] {
  return table.indexes
    .filter((index) => index.isUnique && index.isValid && index.predicate === null)
    .filter((index) => index.keys.every((key) => key.kind === 'column'))
    .map((index) => index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])));
}

/** The key's columns by their names afterwards: a renamed one is the new column that holds the same values. */
function keyAfterwards(before: TableRows, after: TableRows, key: readonly string[]): readonly string[] | null {
  const fresh = after.columns.filter((column) => !before.columns.includes(column));
  const names = key.map((column) => {
    if (!before.columns.includes(column)) return undefined;
    if (after.columns.includes(column)) return column;
    const values = columnCells(before, column, allRows(before));
    return fresh.find((name) => isSameMultiset(values, columnCells(after, name, allRows(after))));
  });
  return names.every((name) => name !== undefined) ? names : null;
}

interface Pairing {
  readonly pairs: readonly RowPair[];
  readonly lost: readonly number[];
  readonly added: readonly number[];
}

/** Pairs rows whose projected cells are equal; among several such, an entirely equal row first. */
function pairEqual(
  before: TableRows,
  after: TableRows,
  columns: Projection,
  among: readonly number[],
  amongAfter: readonly number[],
): Pairing {
  const waiting = new Map<string, number[]>();
  for (const index of amongAfter) {
    const text = identity(rowAt(after, index), columns.after);
    const group = waiting.get(text);
    if (group) group.push(index);
    else waiting.set(text, [index]);
  }
  const pairs: RowPair[] = [];
  const lost: number[] = [];
  for (const index of among) {
    const row = rowAt(before, index);
    const partner = takePartner(waiting.get(identity(row, columns.before)), row, after);
    if (partner === undefined) lost.push(index);
    else pairs.push({ before: index, after: partner });
  }
  return { pairs, lost, added: [...waiting.values()].flat().sort((a, b) => a - b) };
}

function takePartner(group: number[] | undefined, row: Row, after: TableRows): number | undefined {
  if (!group || group.length < 2) return group?.pop();
  const equal = group.findIndex((index) => rowAt(after, index).every((cell, place) => cell === row[place]));
  return group.splice(Math.max(equal, 0), 1)[0];
}

/**
 * Rows that did not meet on the key may still be the same rows with another key (integer ids replaced by UUIDs), and a
 * row without any key may have changed in one column. They are paired on the columns whose values, taken together, are
 * the ones that were there before, provided that these are enough to believe it.
 */
function pairRemaining(
  before: TableRows,
  after: TableRows,
  columns: readonly string[],
  { pairs, lost, added }: Pairing,
  hasKey: boolean,
): Pairing {
  if (lost.length === 0 || lost.length !== added.length) return { pairs: [], lost, added };
  const isWholeKeyChanged = hasKey && pairs.length === 0;
  const stable = columns.filter((column) =>
    isSameMultiset(columnCells(before, column, lost), columnCells(after, column, added)),
  );
  const isEnough =
    hasKey && !isWholeKeyChanged ? stable.length === columns.length : stable.length * 2 >= columns.length;
  const isTelling = stable.some((column) => lost.length === 1 || new Set(columnCells(before, column, lost)).size > 1);
  const isOnlyKey = isWholeKeyChanged && columns.length === 0;
  if (!isOnlyKey && !(isEnough && isTelling)) return { pairs: [], lost, added };
  return pairEqual(before, after, project(before, stable, after, stable), lost, added);
}

function project(
  before: TableRows,
  columns: readonly string[],
  after: TableRows,
  columnsAfter: readonly string[],
): Projection {
  return {
    before: columns.map((column) => before.columns.indexOf(column)),
    after: columnsAfter.map((column) => after.columns.indexOf(column)),
  };
}

/** Projected cells as one text, each with its length so that no two different lists run together. */
function identity(row: Row, columns: readonly number[]): string {
  let text = '';
  for (const column of columns) {
    const cell = row[column] ?? null;
    text += cell === null ? '-' : `${cell.length}:${cell}`;
  }
  return text;
}

function isSameMultiset(a: readonly Cell[], b: readonly Cell[]): boolean {
  if (a.length !== b.length) return false;
  const counts = new Map<Cell, number>();
  for (const cell of a) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return b.every((cell) => {
    const count = counts.get(cell) ?? 0;
    counts.set(cell, count - 1);
    return count > 0;
  });
}

function columnCells(rows: TableRows, column: string, among: readonly number[]): readonly Cell[] {
  const place = rows.columns.indexOf(column);
  return among.map((index) => rowAt(rows, index)[place] ?? null);
}

function allRows(rows: TableRows): readonly number[] {
  return [...rows.rows.keys()];
}

function rowAt(rows: TableRows, index: number): Row {
  return rows.rows[index] ?? [];
}
