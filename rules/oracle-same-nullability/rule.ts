import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'oracle-same-nullability',
  code: 'RT840',
  severity: 'error',
  aliases: [],
  dialects: ['oracle'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'alterColumn')
    .filter((step) => step.operation.change.nullable !== undefined && isSoAlready(step))
    .map(({ operation }) => reportOf(operation, side));
}

function isSoAlready({ operation, schema }: StepOf<'alterColumn'>): boolean {
  const { table, column, change, before } = operation;
  if (before.nullable !== undefined) return before.nullable === change.nullable;
  const known = findColumn(schema, table, column);
  return findTable(schema, table)?.isComplete === true && known?.nullable === change.nullable;
}

function reportOf({ table, column, change, span }: OperationOf<'alterColumn'>, side: string): Report {
  const state = change.nullable === true ? 'can be NULL' : 'is NOT NULL';
  const error = change.nullable === true ? 'ORA-01451' : 'ORA-01442';
  return {
    span,
    subject: columnSubject(table, column),
    message: `${formatColumn(table, column)} ${state} already, and Oracle refuses to make it so again (${error}): the ${side} fails here. Leave nullable= out.`,
  };
}
