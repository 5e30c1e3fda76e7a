import type { Dialect, Schema, Table } from '../schema/model';
import { formatName } from '../schema/model';
import { columnChanges } from './compare.columns';
import { showRow } from './compare.display';
import { keyOf, matchRows, type MatchedRows } from './compare.match';
import { takeSample } from './compare.sample';
import type { TableRows } from './engines/engine';
import type { Loss } from './result';

export { displayCell } from './compare.display';

/** What happened to rows or values, without the blame: which line did it is found out elsewhere. */
export type RowChange = Omit<Loss, 'line' | 'path'>;

/**
 * Compares all rows before the upgrade with those after the downgrade. Rows meet on the primary key that the table had
 * before (else on a key that is unique and not null, else whole); values are equal when their exact texts are, JSON when
 * it means the same. Tables that exist only afterwards are not reported, nor are renames: the schema's drift tells them.
 */
export function compareRows(
  before: readonly TableRows[],
  after: readonly TableRows[],
  schema: { readonly before: Schema; readonly after: Schema },
  dialect: Dialect,
): readonly RowChange[] {
  const tables = { before: byName(schema.before.tables), after: byName(schema.after.tables) };
  const remaining = new Map(after.map((rows) => [formatName(rows.table), rows]));
  const known = new Set(before.map((rows) => formatName(rows.table)));
  const strangers = after.filter((rows) => !known.has(formatName(rows.table)));
  return before.flatMap((rows) => {
    const name = formatName(rows.table);
    const counterpart = remaining.get(name);
    const table = tables.before.get(name);
    if (!counterpart) return tableLost(rows, strangers, table, dialect);
    return compareTable(rows, counterpart, { before: table, after: tables.after.get(name) }, dialect);
  });
}

function byName(tables: readonly Table[]): ReadonlyMap<string, Table> {
  return new Map(tables.map((table) => [formatName(table), table]));
}

function compareTable(
  before: TableRows,
  after: TableRows,
  schema: { readonly before: Table | undefined; readonly after: Table | undefined },
  dialect: Dialect,
): readonly RowChange[] {
  if (isIdentical(before, after)) return [];
  const matched = matchRows(before, after, schema.before);
  return [...rowChanges(before, after, matched, dialect), ...columnChanges(before, after, matched, schema, dialect)];
}

/** The usual case, decided without building any index: same columns, same rows, same order. */
function isIdentical(before: TableRows, after: TableRows): boolean {
  return (
    isSameRow(before.columns, after.columns) &&
    before.rows.length === after.rows.length &&
    before.rows.every((row, index) => isSameRow(row, after.rows[index] ?? []))
  );
}

function isSameRow(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index]);
}

function rowChanges(before: TableRows, after: TableRows, matched: MatchedRows, dialect: Dialect): readonly RowChange[] {
  const changes: RowChange[] = [];
  if (matched.lost.length > 0) changes.push(rowsLost(before, matched.lost, matched.key, dialect));
  if (matched.added.length > 0) {
    const sample = takeSample(matched.added, (index) => ({
      key: showRow(after, index, matched.keyAfter, dialect),
      before: null,
      after: showRow(after, index, after.columns, dialect),
    }));
    const { length: count } = matched.added;
    changes.push({ table: before.table, column: null, kind: 'rows-added', count, of: after.rows.length, sample });
  }
  return changes;
}

function rowsLost(rows: TableRows, lost: readonly number[], key: readonly string[], dialect: Dialect): RowChange {
  const sample = takeSample(lost, (index) => ({
    key: showRow(rows, index, key, dialect),
    before: showRow(rows, index, rows.columns, dialect),
    after: null,
  }));
  return { table: rows.table, column: null, kind: 'rows-lost', count: lost.length, of: rows.rows.length, sample };
}

/** A table that is gone took its rows with it, unless a table that is new holds exactly the same ones: a rename. */
function tableLost(
  rows: TableRows,
  strangers: TableRows[],
  table: Table | undefined,
  dialect: Dialect,
): readonly RowChange[] {
  if (rows.rows.length === 0) return [];
  const renamed = strangers.findIndex((other) => holdsSameRows(rows, other));
  if (renamed >= 0) {
    strangers.splice(renamed, 1);
    return [];
  }
  const key = table ? keyOf(table) : null;
  return [rowsLost(rows, [...rows.rows.keys()], key ?? rows.columns, dialect)];
}

function holdsSameRows(a: TableRows, b: TableRows): boolean {
  if (a.rows.length !== b.rows.length || a.columns.length !== b.columns.length) return false;
  if (!a.columns.every((column) => b.columns.includes(column))) return false;
  const { lost, added } = matchRows(a, b, undefined);
  return lost.length === 0 && added.length === 0;
}
