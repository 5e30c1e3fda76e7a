import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { columnSubject, formatColumn, rule, stepsOf, type Report } from '../../src/lint/rule';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';
import { userOf, type User } from './users';

export default rule({
  name: 'type-change-on-used-column',
  code: 'RT409',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...refusals(context.revision.upgrade, 'The upgrade'),
    ...refusals(context.revision.downgrade, 'The downgrade'),
    ...byPlace(blockingFor(context, 'check', 'index').filter(isChange)).map(({ first, others }) =>
      again(first, others),
    ),
  ],
});

function isChange({ step }: BlockingCost): boolean {
  return step.operation.kind === 'alterColumn';
}

/** The values stay as they are, and yet Postgres looks at each. */
function again(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  const { operation } = step;
  const column = operation.kind === 'alterColumn' ? operation.column : '';
  const work =
    blocking.type === 'build'
      ? 'its index is built anew in the new order'
      : 'its CHECK is held against every row again';
  return {
    span: operation.span,
    severity,
    subject: columnSubject(blocking.table, column),
    message:
      `Changing the type of ${formatColumn(blocking.table, column)} rewrites nothing, but ${work} while ` +
      `${whoWaits(cost)}. Drop it first, and add it again afterwards: a CHECK as NOT VALID and validated ` +
      `in a transaction of its own, an index CONCURRENTLY.${andOthers(others)}`,
  };
}

function refusals(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'alterColumn').flatMap((step) => {
    const user = step.operation.change.type === undefined ? null : userOf(step);
    return user === null ? [] : [refusal(step.operation, user, side)];
  });
}

function refusal({ table, column, span }: OperationOf<'alterColumn'>, { what, remedy }: User, side: string): Report {
  return {
    span,
    subject: columnSubject(table, column),
    message: `${side} fails: Postgres does not change the type of ${formatColumn(table, column)} while ${what} uses it. ${remedy}`,
  };
}
