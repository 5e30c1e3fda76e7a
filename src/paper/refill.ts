import type { Operation } from '../migration/operation';
import { isSameName, type ObjectName } from '../schema/model';
import { tokenize } from '../schema/tokens';
import type { PaperRevision, Step } from './roundtrip';
import { columnAtEnd, columnAtStart, tableAtStart, type ColumnName } from './tracks';
import { isConstant } from './writes';

/**
 * How a downgrade fills again what the upgrade dropped. `derived`: from other data; `generated`: with values made up
 * anew (a sequence, a random id, the time); `constant`: with one value for all rows.
 */
export type Refill = 'none' | 'constant' | 'generated' | 'derived';

/** @param at the step of the upgrade that drops the column */
export function refillOfColumn({ upgrade, downgrade }: PaperRevision, at: number, dropped: ColumnName): Refill {
  const wanted = columnAtStart(upgrade, at, dropped);
  return strongest(downgrade.map(({ operation }, index) => columnRefill(downgrade, index, operation, wanted)));
}

/** The downgrade puts rows into a table of that name again. */
export function isTableRefilled({ downgrade }: PaperRevision, table: ObjectName): boolean {
  return downgrade.some(
    ({ operation }) =>
      (operation.kind === 'insert' || (operation.kind === 'createTable' && operation.isFilled)) &&
      isSameName(operation.table, table),
  );
}

/**
 * The upgrade reads the column (its value, or a condition on it) before step `at`, so that something of it may be kept
 * elsewhere. What could not be evaluated may read anything. `column: null`: the table's rows.
 */
export function isReadBefore(
  { upgrade }: PaperRevision,
  at: number,
  { table, column }: { readonly table: ObjectName; readonly column: string | null },
): boolean {
  const start = columnAtStart(upgrade, at, { table, column: column ?? '' });
  const isTable = (name: ObjectName) => isSameName(name, table) || isSameName(name, start.table);
  return upgrade.slice(0, at).some(({ operation }) => {
    if (operation.kind === 'unknown') return operation.reason === 'dynamic';
    if (!isDataStep(operation)) return false;
    const isAll = column === null || hasStar(operation);
    return operation.reads.some(
      ({ table: from, columns }) =>
        (from === null || isTable(from)) &&
        (isAll || columns.length === 0 || columns.includes(column) || columns.includes(start.column)),
    );
  });
}

/** Statements that write data, or hand it to Python. */
function isDataStep(
  operation: Operation,
): operation is Extract<Operation, { kind: 'insert' | 'update' | 'select' | 'createTable' }> {
  const { kind } = operation;
  return kind === 'insert' || kind === 'update' || kind === 'select' || kind === 'createTable';
}

function hasStar(operation: Operation): boolean {
  return (
    /(^|[\s,.(])\*\s*(,|from\b)/i.test(operation.sql ?? '') || ('hasStar' in operation && operation.hasStar === true)
  );
}

function columnRefill(steps: readonly Step[], index: number, operation: Operation, wanted: ColumnName): Refill {
  if (operation.kind === 'insert') {
    const isOurs = isSameName(tableAtStart(steps, index, operation.table), wanted.table);
    return isOurs && (operation.columns?.includes(wanted.column) ?? true) ? 'derived' : 'none';
  }
  if (operation.kind === 'createTable') {
    return operation.isFilled && isSameName(operation.table, wanted.table) ? 'derived' : 'none';
  }
  if (operation.kind !== 'update') return 'none';
  // The column comes back under its old name or is renamed to it in the end.
  const isOurs = (column: string) => {
    const last = columnAtEnd(steps, index, { table: operation.table, column });
    return last.column === wanted.column && isSameName(last.table, wanted.table);
  };
  if (operation.assignments.length === 0) return isSameName(operation.table, wanted.table) ? 'derived' : 'none';
  return strongest(
    operation.assignments
      .filter(({ column }) => isOurs(column))
      .map(({ expression }) => sourceOf(expression, operation.where, operation.via)),
  );
}

function sourceOf(expression: string, where: string | null, via: Operation['via']): Refill {
  const tokens = tokenize(expression);
  // Different rows get different constants: what tells them apart tells the value.
  if (isConstant(tokens)) return where === null ? 'constant' : 'derived';
  const isGenerated =
    /^\s*\(?\s*(nextval|gen_random_uuid|uuid_generate_v\d\w*|random|now|clock_timestamp|hex|randomblob|uuid)\s*\(|^current_timestamp$/i;
  if (via !== 'core' && isGenerated.test(expression)) return 'generated';
  return via === 'core' && /\b(uuid[14]?|token_\w+|utcnow|now)\s*\(/.test(expression) ? 'generated' : 'derived';
}

function strongest(refills: readonly Refill[]): Refill {
  const order: readonly Refill[] = ['derived', 'generated', 'constant'];
  return order.find((refill) => refills.includes(refill)) ?? 'none';
}
