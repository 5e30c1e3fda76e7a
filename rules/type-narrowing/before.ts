import type { OperationOf } from '../../src/migration/operation';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { columnAtEnd } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { formatName, isSameName, type ColumnType } from '../../src/schema/model';
import type { StepOf } from '../../src/lint/rule';

/**
 * The old type of a column that an upgrade changes, where the files state it: a guess would make a false alarm. What the
 * files made the column counts for more than `existing_type`, which is often that of the database it was written with.
 */
export function typeBefore(revision: PaperRevision, step: StepOf<'alterColumn'>): ColumnType | null {
  const { operation, schema, origins, at } = step;
  const made = origins.tables.has(formatName(operation.table))
    ? findColumn(schema, operation.table, operation.column)?.type
    : null;
  return made ?? operation.before.type ?? typeRestored(revision, operation, at);
}

/** The type to which the downgrade turns the column back. */
function typeRestored(
  { upgrade, downgrade }: PaperRevision,
  { table, column }: OperationOf<'alterColumn'>,
  at: number,
): ColumnType | null {
  const end = columnAtEnd(upgrade, at, { table, column });
  const undoing = downgrade.find((step) => retypes(step, end));
  return undoing?.operation.kind === 'alterColumn' ? (undoing.operation.change.type ?? null) : null;
}

function retypes({ operation }: Step, { table, column }: ReturnType<typeof columnAtEnd>): boolean {
  return (
    operation.kind === 'alterColumn' &&
    operation.column === column &&
    isSameName(operation.table, table) &&
    operation.change.type !== undefined
  );
}
