import { rule, type Report } from '../../src/lint/rule';
import type { Operation } from '../../src/migration/operation';

export default rule({
  name: 'dynamic-sql-unanalysable',
  code: 'RT702',
  severity: 'info',
  aliases: [],
  check: ({ revision }) => {
    const reports = [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation));
    return [...new Map(reports.map((report) => [report.span.start, report])).values()];
  },
});

function reportsOf(operation: Operation): readonly Report[] {
  if (operation.kind !== 'unknown' || operation.reason === 'syntax') return [];
  const { span, message } = operation;
  return [{ span, subject: null, message: `${message} No rule has looked at it; run the migration to see.` }];
}
