import type { Step } from '../../src/paper/roundtrip';
import type { Dialect } from '../../src/schema/model';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { dialectNames } from '../unsupported-statement/dialects';
import { unsupported } from '../unsupported-statement/support';
import { isTypeSupported, typedColumns } from '../unsupported-type/support';

export default rule({
  name: 'single-dialect',
  code: 'RT855',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: ({ revision, dialect }) => [...reports(revision.upgrade, dialect), ...reports(revision.downgrade, dialect)],
});

/** Where projects run beside Postgres: a history that serves several is mostly for these. */
const usual: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql'];

function reports(steps: readonly Step[], dialect: RuleContext['dialect']): readonly Report[] {
  return steps
    .filter(({ operation }) => operation.dialects === null && works(operation, dialect))
    .flatMap(({ operation }) => {
      const elsewhere = usual.filter((other) => other !== dialect && !works(operation, other));
      if (elsewhere.length === 0) return [];
      const names = elsewhere.map((other) => dialectNames[other]).join(' and ');
      const message =
        `This runs on ${dialectNames[dialect]} and fails on ${names}. Where the history has to serve both, put it behind ` +
        `\`if op.get_bind().dialect.name == "${dialect}":\`, on the way back too.`;
      return [{ span: operation.span, subject: null, message }];
    });
}

function works(operation: Step['operation'], dialect: Dialect): boolean {
  const isTyped = typedColumns(operation).every(({ type }) => isTypeSupported(type, dialect, operation.via));
  return isTyped && unsupported(operation, dialect) === null;
}
