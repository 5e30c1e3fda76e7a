import type { Operation } from '../../src/migration/operation';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'percent-in-driver-sql',
  code: 'RT705',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql', 'mysql', 'mariadb'],
  check: ({ revision }) => {
    const reports = [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation));
    return [...new Map(reports.map((report) => [report.span.start, report])).values()];
  },
});

/** Not the doubled one, nor a place for a parameter. */
const bare = /(?<!%)(?:%%)*%(?!%|s\b|\(\w+\)s)/;

function reportsOf({ sql, text, span }: Operation): readonly Report[] {
  if (sql === undefined || text?.style !== 'driver' || !bare.test(sql)) return [];
  const message =
    'exec_driver_sql hands the text to the driver as it is, and psycopg and the MySQL drivers take % for the start of a parameter: ' +
    'this fails with them. Write %%, or use op.execute, which takes care of it.';
  return [{ span, subject: null, message }];
}
