import type { Operation } from '../migration/operation';
import { findTable, formatName, isSameName, type ObjectName } from '../schema/model';
import type { PaperRevision, Step } from './roundtrip';
import { columnAtEnd, tableAtEnd, tableAtStart, type ColumnName } from './tracks';

/** Rows that a migration writes, and what its downgrade does about them. */

/** The table is still there after the upgrade: of one that is not, the rule for dropped tables speaks. */
export function livesOn(revision: PaperRevision, at: number, table: ObjectName): boolean {
  return findTable(revision.after, tableAtEnd(revision.upgrade, at, table)) !== undefined;
}

export function keepsColumn(revision: PaperRevision, at: number, start: ColumnName): boolean {
  const end = columnAtEnd(revision.upgrade, at, start);
  return findTable(revision.after, end.table)?.columns.some(({ name }) => name === end.column) === true;
}

/** The table that step `index` speaks of is the one called `table` when the steps begin. */
export function isAt(steps: readonly Step[], index: number, spoken: ObjectName, table: ObjectName): boolean {
  return isSameName(tableAtStart(steps, index, spoken), table);
}

/**
 * What the downgrade writes into a column, by the names that both have after the upgrade, as SQL; `null` where it fills
 * the column in a way of which the text tells nothing.
 */
export function answersTo({ downgrade }: PaperRevision, { table, column }: ColumnName): readonly Answer[] | null {
  const answers: Answer[] = [];
  for (const operation of writesInto(downgrade).get(formatName(table)) ?? []) {
    if (operation.kind !== 'update' || operation.assignments.length === 0) return null;
    for (const { column: written, expression } of operation.assignments) {
      if (written === column) answers.push({ expression, where: operation.where });
    }
  }
  return answers;
}

const known = new WeakMap<readonly Step[], ReadonlyMap<string, readonly Write[]>>();

/** What steps write, by the name that the table has when they begin; worked out once for all columns that are asked for. */
function writesInto(steps: readonly Step[]): ReadonlyMap<string, readonly Write[]> {
  const kept = known.get(steps);
  if (kept !== undefined) return kept;
  const writes = new Map<string, Write[]>();
  for (const [index, { operation }] of steps.entries()) {
    if (!isWrite(operation)) continue;
    const name = formatName(tableAtStart(steps, index, operation.table));
    const list = writes.get(name);
    if (list === undefined) writes.set(name, [operation]);
    else list.push(operation);
  }
  known.set(steps, writes);
  return writes;
}

export interface Answer {
  readonly expression: string;
  readonly where: string | null;
}

/** The downgrade inserts rows into the table, by the name that it has after the upgrade. */
export function isRefilled({ downgrade }: PaperRevision, table: ObjectName): boolean {
  return downgrade.some(
    ({ operation }, index) => isInsertion(operation) && isAt(downgrade, index, operation.table, table),
  );
}

/** The downgrade removes rows of the table, or the table. */
export function isCleared({ downgrade }: PaperRevision, table: ObjectName): boolean {
  return downgrade.some(({ operation }, index) => {
    if (operation.kind === 'truncate') return operation.tables.some((each) => isAt(downgrade, index, each, table));
    const isRemoval = operation.kind === 'delete' || operation.kind === 'dropTable';
    return isRemoval && isAt(downgrade, index, operation.table, table);
  });
}

/** Whether something reads the rows of a table in order to write them elsewhere: they are moved, not lost. */
export function isMoved(steps: readonly Step[], until: number, table: ObjectName): boolean {
  const before = steps.slice(0, until).map(({ operation }) => operation);
  const isFrom = (operation: Operation) =>
    'reads' in operation && operation.reads.some((read) => read.table !== null && isSameName(read.table, table));
  const writes = before.filter((operation) => isWrite(operation) && !isSameName(operation.table, table));
  // In Python, a loop over the rows of a SELECT.
  return writes.some(isFrom) || (writes.length > 0 && before.some((each) => each.kind === 'select' && isFrom(each)));
}

type Write = Extract<Operation, { kind: 'insert' | 'update' | 'createTable' }>;

function isWrite(operation: Operation): operation is Write {
  return isInsertion(operation) || operation.kind === 'update';
}

function isInsertion(operation: Operation): operation is Extract<Operation, { kind: 'insert' | 'createTable' }> {
  return operation.kind === 'insert' || (operation.kind === 'createTable' && operation.isFilled);
}
