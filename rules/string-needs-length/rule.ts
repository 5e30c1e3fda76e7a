import type { Operation } from '../../src/migration/operation';
import type { SourceFile } from '../../src/migration/migration';
import type { Step } from '../../src/paper/roundtrip';
import { columnSubject, formatColumn, rule, type Report, type RuleContext } from '../../src/lint/rule';
import { typedColumns } from '../unsupported-type/support';

export default rule({
  name: 'string-needs-length',
  code: 'RT827',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb', 'oracle'],
  check: (context) => [
    ...reports(context, context.revision.upgrade, 'upgrade'),
    ...reports(context, context.revision.downgrade, 'downgrade'),
  ],
});

function reports({ file, dialect }: RuleContext, steps: readonly Step[], side: string): readonly Report[] {
  const name = dialect === 'oracle' ? 'Oracle' : 'MySQL';
  return steps.flatMap(({ operation }) =>
    typedColumns(operation)
      .filter(({ type }) => type?.name === 'varchar' && type.args.length === 0 && type.dimensions === 0)
      .filter(() => !hasLengthOfItsOwn(operation, file))
      .map(({ table, column }) => ({
        span: operation.span,
        subject: columnSubject(table, column),
        message: `VARCHAR needs a length on ${name}: the ${side} fails at ${formatColumn(table, column)}. Write sa.String(255), or sa.Text() where there is no limit.`,
      })),
  );
}

/** sqlmodel's AutoString has 255 on MySQL; types of the project's own may have one too. */
function hasLengthOfItsOwn({ span }: Operation, { text }: SourceFile): boolean {
  return !/\b(String|VARCHAR|Unicode|NVARCHAR)\b(?!\s*\(\s*\w)/i.test(text.slice(span.start, span.end));
}
