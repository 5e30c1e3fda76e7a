import type { Step } from '../../src/paper/roundtrip';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-pragma-in-transaction',
  code: 'RT818',
  severity: 'warning',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [...reports(revision.upgrade), ...reports(revision.downgrade)],
});

function reports(steps: readonly Step[]): readonly Report[] {
  return stepsOf(steps, 'setting')
    .filter(({ operation }) => operation.name === 'foreign_keys' && operation.value !== null && !operation.autocommit)
    .map((step) => reportOf(step, steps));
}

function reportOf({ operation, at }: StepOf<'setting'>, steps: readonly Step[]): Report {
  const isOpen = steps.slice(0, at).some(({ operation: earlier }) => /^(insert|update|delete)$/.test(earlier.kind));
  const when = isOpen
    ? 'and the statements before it have opened one'
    : 'and an earlier pending revision, whose version Alembic has just written, may have opened one';
  return {
    span: operation.span,
    subject: null,
    message:
      `PRAGMA foreign_keys does nothing inside a transaction, ${when}: foreign keys stay as they were. ` +
      'Put it into `with op.get_context().autocommit_block():`, or set it in env.py before the transaction begins.',
  };
}
