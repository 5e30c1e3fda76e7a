import type { Operation } from '../../src/migration/operation';
import { tokenize } from '../../src/schema/tokens';
import { escapeColons } from '../../src/lint/fix/text';
import { rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'text-colon-bind',
  code: 'RT704',
  severity: 'error',
  aliases: [],
  check: ({ revision }) => {
    const reports = [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation));
    return [...new Map(reports.map((report) => [`${report.span.start} ${report.message}`, report])).values()];
  },
  fix: escapeColons,
});

/** What `text()` takes for a parameter (SQLAlchemy: TextClause._bind_params_regex), literals and comments included. */
const parameter = /(?<![:\w\\]):(\w+)(?!:)/gu;

function reportsOf({ sql, text, span, holes }: Operation): readonly Report[] {
  if (sql === undefined || text?.style !== 'colon' || text.bound === null || holes !== undefined) return [];
  const { bound } = text;
  const unbound = [...sql.matchAll(parameter)].find(([, name = '']) => !bound.includes(name));
  if (unbound === undefined) return [];
  const [written, name = ''] = unbound;
  const message = isInLiteral(sql, unbound.index)
    ? `This fails when it is executed: SQLAlchemy takes ${written} for a bind parameter, even inside of a literal, and there is no value for ${name}. Write \\\\${written}, or bind the whole literal.`
    : `This fails when it is executed: ${written} is a bind parameter, and it gets no value. Hand one over, with .bindparams(${name}=…) or as the second argument of execute.`;
  return [{ span, subject: null, message }];
}

function isInLiteral(sql: string, at: number): boolean {
  return tokenize(sql).some(({ kind, start, end }) => kind === 'string' && start < at && at < end);
}
