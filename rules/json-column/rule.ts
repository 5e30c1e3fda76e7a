import { columnSubject, formatColumn, rule, stepsOf } from '../../src/lint/rule';
import { isTableInUse } from '../in-use';

export default rule({
  name: 'json-column',
  code: 'RT607',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'addColumn')
      .filter((step) => step.operation.column.type?.name === 'json' && isTableInUse(step, step.operation.table))
      .map(({ operation: { table, column, span } }) => ({
        span,
        subject: columnSubject(table, column.name),
        message:
          `${formatColumn(table, column.name)} is json, which has no equality on Postgres: SELECT DISTINCT, GROUP BY and UNION over the whole row, which code may use, fail from now on. ` +
          'Use jsonb: postgresql.JSONB, or sa.JSON().with_variant(postgresql.JSONB(), "postgresql").',
      })),
});
