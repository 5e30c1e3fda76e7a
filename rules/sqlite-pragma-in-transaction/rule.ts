import { isRecreating } from '../../src/paper/batch';
import type { Step } from '../../src/paper/roundtrip';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-pragma-in-transaction',
  code: 'RT818',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision, settings }) =>
    [revision.upgrade, revision.downgrade].flatMap((steps) => reports(steps, settings.transactionPerMigration)),
});

/** Switching them on again at the end is a courtesy; what matters is that they are off. */
function reports(steps: readonly Step[], isOwnTransaction: boolean): readonly Report[] {
  return stepsOf(steps, 'setting')
    .filter(({ operation: { name, value } }) => name === 'foreign_keys' && /^(off|0|false|no)$/i.test(value ?? ''))
    .filter(({ operation, at }) => !operation.autocommit && (!isOwnTransaction || isOpen(steps, at)))
    .map((step) => reportOf(step, isOpen(steps, step.at)));
}

/** Python's driver begins a transaction at the first change of rows, and a rebuilt table's are copied. */
function isOpen(steps: readonly Step[], at: number): boolean {
  return steps
    .slice(0, at)
    .some(({ operation }) => /^(insert|update|delete)$/.test(operation.kind) || isRecreating(operation));
}

function reportOf({ operation }: StepOf<'setting'>, isCertain: boolean): Report {
  const when = isCertain
    ? 'and the statements before it have opened one'
    : 'and where an earlier revision is pending too, Alembic has opened one by writing its version';
  return {
    span: operation.span,
    severity: isCertain ? 'warning' : 'info',
    subject: null,
    message:
      `PRAGMA foreign_keys does nothing inside a transaction, ${when}: foreign keys stay on. ` +
      'Put it into `with op.get_context().autocommit_block():`, or set it in env.py before the transaction begins.',
  };
}
