import type { Operation } from '../../src/migration/operation';
import { blocksReads, blocksWrites } from '../../src/paper/locks/modes';
import type { Step } from '../../src/paper/roundtrip';
import type { TableLock } from '../../src/paper/locks/model';
import { findTable, formatName, isSameName, type Schema } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import { costsOf, isInUse, isSurelyInUse, type Cost } from '../costs';
import { keptLocks } from '../kept-locks';

export default rule({
  name: 'fk-locks-referenced-table',
  code: 'RT407',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const { after } = context.revision;
    const said = new Set(keptLocks(context).map(({ table }) => formatName(table)));
    const locked = costsOf(context).flatMap((cost) => otherTable(cost, after).map((lock) => ({ cost, lock })));
    return firstOfEach(locked)
      .filter(({ lock }) => !blocksReads(lock.mode) || !said.has(formatName(lock.table)))
      .map(({ cost, lock }) => reportOf(cost, lock));
  },
});

interface Locked {
  readonly cost: Cost;
  readonly lock: TableLock;
}

/** Tables in use that a statement locks although it is about another one; what it does there is short. */
function otherTable({ step, impact }: Cost, after: Schema): readonly TableLock[] {
  const { operation, origins, schema } = step;
  // Constraints that are looked at say by themselves which tables wait.
  const isSaid = impact.work.some((work) => isInUse(origins, work.table));
  if (isSaid || !isAboutKeys(operation) || isOnTableInUse(step)) return [];
  return impact.locks.filter(
    ({ table, mode }) =>
      blocksWrites(mode) &&
      !isSameName(table, operation.table) &&
      isSurelyInUse(origins, table) &&
      isPointedAt(operation, table, schema) &&
      findTable(after, table) !== undefined,
  );
}

type KeyChange = Extract<
  Operation,
  { kind: 'createTable' | 'dropTable' | 'addColumn' | 'dropColumn' | 'addConstraint' | 'dropConstraint' }
>;

function isAboutKeys(operation: Operation): operation is KeyChange {
  switch (operation.kind) {
    case 'createTable':
    case 'dropTable':
    case 'addColumn':
    case 'dropColumn':
    case 'addConstraint':
    case 'dropConstraint':
      return true;
    default:
      return false;
  }
}

/** A key that is added NOT VALID to a table in use: that is the way to do it. */
function isOnTableInUse({ operation, origins }: Step): boolean {
  return operation.kind === 'addConstraint' && isSurelyInUse(origins, operation.table);
}

/** Not the parent of a partition, which is locked for another reason. */
function isPointedAt(operation: KeyChange, table: TableLock['table'], schema: Schema): boolean {
  if (operation.kind === 'createTable') return operation.parent === undefined || !isSameName(operation.parent, table);
  const parent = findTable(schema, operation.table)?.parent ?? null;
  return parent === null || !isSameName(parent, table);
}

/** One for each table and strength: ten new tables that point at `users` lock it once. */
function firstOfEach(locked: readonly Locked[]): readonly Locked[] {
  const seen = new Set<string>();
  return locked.filter(({ lock }) => {
    const key = `${formatName(lock.table)} ${lock.mode}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function reportOf({ step: { operation } }: Cost, { table, mode }: TableLock): Report {
  const name = formatName(table);
  const isNew =
    operation.kind === 'createTable' || operation.kind === 'addColumn' || operation.kind === 'addConstraint';
  const what = isNew ? 'A new foreign key at' : 'Dropping a foreign key at';
  const waits = blocksReads(mode) ? `every read and write of ${name}` : `every write to ${name}`;
  return {
    span: operation.span,
    subject: tableSubject(table),
    message:
      `${what} ${name} locks that table too (${mode}): ${waits} waits until the transaction ends, and the lock itself waits ` +
      'for whoever uses the table. Keep the transaction short, and SET lock_timeout before.',
  };
}
