import type { Operation } from '../../src/migration/operation';
import type { SourceFile } from '../../src/migration/migration';
import type { Step } from '../../src/paper/roundtrip';
import type { ColumnType, ObjectName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, type Report, type RuleContext } from '../../src/lint/rule';

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
    typed(operation)
      .filter(({ type }) => type?.name === 'varchar' && type.args.length === 0 && type.dimensions === 0)
      .filter(() => !hasLengthOfItsOwn(operation, file))
      .map(({ table, column }) => ({
        span: operation.span,
        subject: columnSubject(table, column),
        message: `VARCHAR needs a length on ${name}: the ${side} fails at ${formatColumn(table, column)}. Write sa.String(255), or sa.Text() where there is no limit.`,
      })),
  );
}

interface Typed {
  readonly table: ObjectName;
  readonly column: string;
  readonly type: ColumnType | null;
}

function typed(operation: Operation): readonly Typed[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.columns.map(({ name, type }) => ({ table: operation.table, column: name, type }));
    case 'addColumn':
      return [{ table: operation.table, column: operation.column.name, type: operation.column.type }];
    case 'alterColumn': {
      const { table, column, change } = operation;
      return change.type === undefined ? [] : [{ table, column, type: change.type }];
    }
    default:
      return [];
  }
}

/** sqlmodel's AutoString has 255 on MySQL; types of the project's own may have one too. */
function hasLengthOfItsOwn({ span }: Operation, { text }: SourceFile): boolean {
  return !/\b(String|VARCHAR|Unicode|NVARCHAR)\b(?!\s*\(\s*\w)/i.test(text.slice(span.start, span.end));
}
