import type { Step } from '../../src/paper/roundtrip';
import type { Dialect } from '../../src/schema/model';
import { failureOf } from '../../src/lint/failure';
import { rule, type Report } from '../../src/lint/rule';
import { dialectNames } from './dialects';
import { unsupported } from './support';

export default rule({
  name: 'unsupported-statement',
  code: 'RT851',
  severity: 'error',
  aliases: [],
  check: ({ revision, dialect }) => [
    ...reports(revision.upgrade, 'upgrade', dialect),
    ...reports(revision.downgrade, 'downgrade', dialect),
  ],
});

function reports(steps: readonly Step[], side: string, dialect: Dialect): readonly Report[] {
  const found = steps.flatMap(({ operation }) => {
    const what = unsupported(operation, dialect);
    return what === null ? [] : [{ what, span: operation.span, failure: failureOf(operation, side) }];
  });
  // One line may hold many statements, and a loop many turns.
  const first = found.filter(
    ({ span, what }, at) => found.findIndex((other) => other.span.start === span.start && other.what === what) === at,
  );
  return first.map(({ what, span, failure }) => ({
    span,
    severity: failure.severity,
    subject: null,
    message:
      `${dialectNames[dialect]} has no ${what}: ${failure.text}. ` +
      'Write it in the words that it has, or put it behind `if op.get_bind().dialect.name == ...`.',
  }));
}
