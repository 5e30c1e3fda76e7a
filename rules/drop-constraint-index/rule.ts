import { failureOf } from '../../src/paper/failures';
import type { Step } from '../../src/paper/roundtrip';
import type { Span } from '../../src/migration/span';
import { dropTheConstraint } from '../../src/lint/fix/order';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'drop-constraint-index',
  code: 'RT416',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision, dialect, reported }) => {
    const refused = (steps: readonly Step[], side: string) =>
      steps.flatMap((step) => {
        const failure = step.operation.kind === 'dropIndex' ? failureOf(step, dialect) : null;
        return failure?.type === 'owned' ? [reportOf(step, failure.object, side)] : [];
      });
    return [...refused(revision.upgrade, 'The upgrade'), ...refused(revision.downgrade, 'The downgrade')].filter(
      ({ span }) => !reported.some((other) => isSamePlace(other.span, span)),
    );
  },
  fix: dropTheConstraint,
});

function isSamePlace(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function reportOf({ operation }: Step, subject: NonNullable<Report['subject']>, side: string): Report {
  return {
    span: operation.span,
    subject,
    message:
      `${side} fails: ${subject.name} is the index of a constraint, and Postgres refuses to drop it ("constraint requires it"). ` +
      'Drop the constraint instead: op.drop_constraint().',
  };
}
