import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { findTable, formatName, isSameName, type Subject } from '../../src/schema/model';
import { outsideTransaction } from '../../src/lint/fix/locks';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { blocksReads, blocksWrites } from '../../src/paper/locks/modes';
import { lineOf } from '../lines';
import { costsOf, isInUse, type Cost } from '../costs';

export default rule({
  name: 'validate-in-same-transaction',
  code: 'RT406',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const transactions = transactionsOf(context.revision.upgrade);
    const costs = costsOf(context);
    return transactions.flatMap((transaction, index) =>
      transaction.flatMap(({ step }, place) => {
        const { operation } = step;
        if (operation.kind !== 'validateConstraint' || !isInUse(step.origins, operation.table)) return [];
        const before = transaction.slice(0, place).map((placed) => placed.step);
        if (addition(before, operation) !== undefined) return [sameTransaction(operation, step)];
        const held = costs.find((cost) => before.includes(cost.step) && keepsOut(cost, operation));
        if (held !== undefined) return [behindLock(operation, step, held, context)];
        const isFirst = index === 0 && !operation.autocommit;
        return isFirst && isPendingTogether(context, operation) ? [sameRun(operation, step)] : [];
      }),
    );
  },
  fix: outsideTransaction,
});

type Validate = OperationOf<'validateConstraint'>;

/** The step that added the constraint without looking at the rows. */
function addition(steps: readonly Step[], { table, name }: Validate): Step | undefined {
  return steps.find(
    ({ operation }) =>
      operation.kind === 'addConstraint' &&
      isSameName(operation.table, table) &&
      operation.constraint.name === name &&
      (operation.constraint.type === 'check' || operation.constraint.type === 'foreignKey') &&
      !operation.constraint.isValid,
  );
}

/** Another statement of the transaction has locked the table against writers or readers. */
function keepsOut({ impact }: Cost, { table }: Validate): boolean {
  return impact.locks.some((lock) => blocksWrites(lock.mode) && isSameName(lock.table, table));
}

function behindLock(operation: Validate, step: Step, { step: earlier, impact }: Cost, { file }: RuleContext): Report {
  const { table, name, span } = operation;
  const isExclusive = impact.locks.some((lock) => blocksReads(lock.mode) && isSameName(lock.table, table));
  return {
    span,
    subject: subjectOf(operation, step),
    message:
      `VALIDATE CONSTRAINT ${name} reads every row of ${formatName(table)}, and line ${lineOf(file, earlier.operation.span)} has locked it in the same transaction: ` +
      `${isExclusive ? 'every read and write' : 'every write'} waits meanwhile. Validate it in a revision of its own (with transaction_per_migration).`,
  };
}

/** The revision before this one adds it, and both run in one transaction if they are applied together. */
function isPendingTogether({ revision, revisions, settings }: RuleContext, operation: Validate): boolean {
  if (settings.transactionPerMigration) return false;
  const last = transactionsOf(revisions[revisions.indexOf(revision) - 1]?.upgrade ?? []).at(-1);
  const steps = (last ?? []).map(({ step }) => step);
  return steps.every((step) => !step.operation.autocommit) && addition(steps, operation) !== undefined;
}

function sameTransaction(operation: Validate, step: Step): Report {
  const { table, name, span } = operation;
  return {
    span,
    subject: subjectOf(operation, step),
    message:
      `VALIDATE CONSTRAINT ${name} reads every row of ${formatName(table)} in the transaction that added it, whose lock is still held: ` +
      'NOT VALID gains nothing this way. Validate it in a revision of its own (with transaction_per_migration), or put the ADD into an autocommit_block().',
  };
}

function sameRun(operation: Validate, step: Step): Report {
  return {
    span: operation.span,
    severity: 'info',
    subject: subjectOf(operation, step),
    message:
      `Alembic runs all pending revisions in one transaction: if the revision that adds ${operation.name} is applied together with this one, ` +
      `its lock on ${formatName(operation.table)} is held while VALIDATE reads every row. Set transaction_per_migration=True in env.py, or put one of them into an autocommit_block().`,
  };
}

function subjectOf({ table, name }: Validate, { schema }: Step): Subject {
  const known = findTable(schema, table);
  const isKey = known?.foreignKeys.some((key) => key.name === name) === true;
  return { kind: isKey ? 'foreign key' : 'check', schema: table.schema, table: table.name, name };
}
