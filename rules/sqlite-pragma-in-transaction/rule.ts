import { isRecreating } from '../../src/paper/batch';
import type { Operation } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-pragma-in-transaction',
  code: 'RT818',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [revision.upgrade, revision.downgrade].flatMap(reports),
});

/**
 * On SQLite Alembic gives every revision a transaction of its own (its DDL counts as not transactional), and Python's
 * driver begins it at the first change of rows: before that, the pragma works.
 */
function reports(steps: readonly Step[]): readonly Report[] {
  return stepsOf(steps, 'setting')
    .filter(({ operation: { name, value, autocommit } }) => name === 'foreign_keys' && value !== null && !autocommit)
    .filter(({ at }) => steps.slice(0, at).some(({ operation }) => opensTransaction(operation)))
    .map(reportOf);
}

/** The rows of a rebuilt table are copied. */
function opensTransaction(operation: Operation): boolean {
  return /^(insert|update|delete)$/.test(operation.kind) || isRecreating(operation);
}

function reportOf({ operation }: StepOf<'setting'>): Report {
  const isOff = /^(off|0|false|no)$/i.test(operation.value ?? '');
  const fate = isOff
    ? 'foreign keys stay as they were, and what is rebuilt behind it takes its children along'
    : 'foreign keys stay off for the rest of the connection, also for the revisions that follow';
  return {
    span: operation.span,
    severity: isOff ? 'warning' : 'info',
    subject: null,
    message:
      `PRAGMA foreign_keys does nothing inside a transaction, and the statements before it have opened one: ${fate}. ` +
      'Put it into `with op.get_context().autocommit_block():`.',
  };
}
