import { quoteName } from '../../schema/ddl.names';
import type { Dialect, ObjectName, Table } from '../../schema/model';
import type { Cell } from '../engines/engine';
import { literalOf } from './cell';

/** Rows to write to one table. */
export interface Batch {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A name that means the same whatever the search path is. */
export function tableName({ schema, name }: ObjectName, dialect: Dialect): string {
  return `${quoteName(schema ?? (dialect === 'sqlite' ? 'main' : 'public'))}.${quoteName(name)}`;
}

/** One INSERT for all rows. */
export function insertStatement({ table, columns, rows }: Batch, dialect: Dialect): string {
  const target = `INSERT INTO ${tableName(table, dialect)}`;
  if (columns.length === 0) return `${target} DEFAULT VALUES`;
  const overriding = table.columns.some((column) => column.identity === 'always') ? ' OVERRIDING SYSTEM VALUE' : '';
  const values = rows.map((row) => `(${row.map((cell) => literalOf(cell, dialect)).join(',')})`);
  return `${target} (${columns.map(quoteName).join(',')})${overriding} VALUES ${values.join(',')}`;
}

/**
 * Rows of tables that refer to each other in a circle, in one statement: Postgres checks foreign keys when the whole
 * statement has ended (docs, 7.8.4 and SET CONSTRAINTS).
 */
export function insertTogether(batches: readonly Batch[], dialect: Dialect): string {
  const [last, ...others] = [...batches].reverse();
  if (!last) return '';
  const parts = others.map((batch, index) => `seeded_${index} AS (${insertStatement(batch, dialect)})`);
  return `${parts.length > 0 ? `WITH ${parts.join(', ')} ` : ''}${insertStatement(last, dialect)}`;
}

/** Rows in pieces that a parser takes without trouble: SQLite refuses statements beyond a million bytes. */
export function inChunks({ table, columns, rows }: Batch): readonly Batch[] {
  const size = Math.max(1, Math.floor(20_000 / Math.max(columns.length, 1)));
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, index) => ({
    table,
    columns,
    rows: rows.slice(index * size, (index + 1) * size),
  }));
}

interface NamedCell {
  readonly name: string;
  readonly cell: Cell;
}

/** Sets cells of the rows that hold certain others. */
export function updateStatement(
  table: ObjectName,
  set: readonly NamedCell[],
  where: readonly NamedCell[],
  dialect: Dialect,
): string {
  const assignments = set.map(({ name, cell }) => `${quoteName(name)} = ${literalOf(cell, dialect)}`);
  const conditions = where.map(({ name, cell }) =>
    cell === null ? `${quoteName(name)} IS NULL` : `${quoteName(name)} = ${literalOf(cell, dialect)}`,
  );
  return `UPDATE ${tableName(table, dialect)} SET ${assignments.join(', ')} WHERE ${conditions.join(' AND ')}`;
}
