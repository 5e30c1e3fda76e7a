import type { Dialect } from '../schema/model';
import type { Cell, TableRows } from './engines/engine';

/** Longer texts are cut for display; equality never looks at these. */
const longest = 120;

/** A cell as a person reads it: on SQLite without the quotes of the SQL literal. `null` stays SQL NULL. */
export function displayCell(cell: Cell, dialect: Dialect): Cell {
  if (cell === null) return null;
  return clip(dialect === 'sqlite' ? unquote(cell) : cell);
}

/** The text inside a SQL string literal; any other literal as it is. */
export function unquote(literal: string): string {
  return literal.startsWith("'") && literal.endsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}

/** Some columns of a row, e.g. `id=3, name=Ada`. */
export function showRow(rows: TableRows, index: number, columns: readonly string[], dialect: Dialect): string {
  const row = rows.rows[index] ?? [];
  return clip(
    columns
      .map((column) => `${column}=${displayCell(row[rows.columns.indexOf(column)] ?? null, dialect) ?? 'NULL'}`)
      .join(', '),
  );
}

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
