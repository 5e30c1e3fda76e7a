import type { Operation, OperationOf } from '../../src/migration/operation';
import { blocksReads, blocksWrites } from '../../src/paper/locks/modes';
import type { TableLock } from '../../src/paper/locks/model';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { isColumnMadeHere, type Origins } from '../../src/paper/origins';
import { isFilling, isEveryRow } from '../../src/paper/writes';
import { findTable, formatName, type ObjectName, type Schema } from '../../src/schema/model';
import { rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { lineOf } from '../lines';
import { byPlace, costsOf, isSurelyInUse, type Cost } from '../costs';

export default rule({
  name: 'bulk-change-holds-locks',
  code: 'RT412',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const costs = costsOf(context);
    return transactionsOf(context.revision.upgrade).flatMap((transaction) => {
      const own = transaction.flatMap(({ at }) => costs[at] ?? []);
      return byPlace(own.filter(isBulk)).flatMap(({ first }) =>
        reportsOf(first, heldBefore(first, own, context), context),
      );
    });
  },
});

type Change = Extract<Operation, { kind: 'update' | 'delete' | 'insert' }>;
type Bulk = Cost & { readonly step: Cost['step'] & { readonly operation: Change } };

/** It changes every row of a table that was there before, or copies one. */
function isBulk(cost: Cost): cost is Bulk {
  const { operation, origins, schema } = cost.step;
  const isUsed = (table: ObjectName) => isSurelyInUse(origins, table) && findTable(schema, table) !== undefined;
  switch (operation.kind) {
    case 'update':
      return isUsed(operation.table) && (isEveryRow(operation.where) || isBackfill(operation));
    case 'delete':
      return isUsed(operation.table) && isEveryRow(operation.where);
    case 'insert':
      return isCopy(operation) && operation.reads.some(({ table }) => table !== null && isUsed(table));
    default:
      return false;
  }
}

/** Of all rows that have no value yet. */
function isBackfill(update: OperationOf<'update'>): boolean {
  return update.assignments.some((each) => isFilling(update, each));
}

function isCopy({ source, sql = '' }: OperationOf<'insert'>): boolean {
  return source === 'select' && !/\b(where|limit|join|group\s+by)\b/i.test(sql);
}

/** All rows of a table in use: those of a copy are new, and of a backfill nobody knows how many there are. */
function isWhole({ step: { operation, origins } }: Bulk): boolean {
  switch (operation.kind) {
    case 'update':
      return isEveryRow(operation.where) || fillsNew(operation, origins);
    case 'delete':
      return true;
    case 'insert':
      return false;
  }
}

/** No row has a value in a column that was just added. */
function fillsNew({ table, assignments }: OperationOf<'update'>, origins: Origins): boolean {
  return assignments.some(({ column }) => isColumnMadeHere(origins, table, column));
}

interface Held {
  readonly by: Cost;
  readonly lock: TableLock;
}

/** The strongest lock that an earlier statement of the transaction holds on a table in use. */
function heldBefore(change: Bulk, transaction: readonly Cost[], { revision }: RuleContext): Held | null {
  const held = transaction
    .filter(({ at, step }) => at < change.at && !isMaking(step.operation))
    .flatMap((by) => by.impact.locks.filter((lock) => isFelt(lock, by, revision.after)).map((lock) => ({ by, lock })));
  return held.find(({ lock }) => blocksReads(lock.mode)) ?? held[0] ?? null;
}

/** A key of a new table locks the old one for the moment; that has a finding of its own. */
function isMaking(operation: Operation): boolean {
  return operation.kind === 'createTable';
}

function isFelt({ table, mode }: TableLock, { step }: Cost, after: Schema): boolean {
  return blocksWrites(mode) && isSurelyInUse(step.origins, table) && findTable(after, table) !== undefined;
}

function reportsOf(change: Bulk, held: Held | null, { file }: RuleContext): readonly Report[] {
  const { span, table } = change.step.operation;
  const subject = tableSubject(table);
  if (held !== null) return [{ span, subject, message: behindLock(change, held, file) }];
  return isWhole(change) ? [{ span, severity: 'info', subject, message: atOnce(change) }] : [];
}

function behindLock(change: Bulk, { lock, by }: Held, file: RuleContext['file']): string {
  const who = blocksReads(lock.mode) ? 'every read and write of' : 'every write to';
  return (
    `${what(change)} while the ${lock.mode} lock from line ${lineOf(file, by.step.operation.span)} is held: ` +
    `${who} ${formatName(lock.table)} waits until all is done. ` +
    'Change the schema in one revision and the rows in the next (with transaction_per_migration), in batches.'
  );
}

function atOnce(change: Bulk): string {
  return (
    `${what(change)} in one transaction: the rows stay locked for writers until it ends, and their old versions stay in the table. ` +
    'On a large table do it in batches, each with a transaction of its own.'
  );
}

function what(change: Bulk): string {
  const { operation } = change.step;
  const table = formatName(operation.table);
  switch (operation.kind) {
    case 'update':
      return `This UPDATE writes every row of ${table}${isWhole(change) ? '' : ' that has no value yet'}`;
    case 'delete':
      return `This DELETE removes every row of ${table}`;
    case 'insert':
      return `This INSERT copies a whole table into ${table}`;
  }
}
