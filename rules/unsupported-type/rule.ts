import type { SourceFile } from '../../src/migration/migration';
import type { Step } from '../../src/paper/roundtrip';
import type { ColumnType } from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import { columnSubject, formatColumn, rule, type Report, type RuleContext } from '../../src/lint/rule';
import { dialectNames } from '../unsupported-statement/dialects';
import { isTypeSupported, typedColumns } from './support';

export default rule({
  name: 'unsupported-type',
  code: 'RT850',
  severity: 'error',
  aliases: [],
  check: (context) => [
    ...reports(context, context.revision.upgrade, 'upgrade'),
    ...reports(context, context.revision.downgrade, 'downgrade'),
  ],
});

function reports({ dialect, file }: RuleContext, steps: readonly Step[], side: string): readonly Report[] {
  return steps.flatMap(({ operation }) => {
    const { span, via } = operation;
    const refused = typedColumns(operation).filter(({ type }) => !isTypeSupported(type, dialect, via));
    if (refused.length === 0 || /\bwith_variant\b/.test(file.text.slice(span.start, span.end))) return [];
    return refused
      .filter(({ type }) => isWritten(type, file))
      .map(({ table, column, type }) => ({
        span,
        subject: columnSubject(table, column),
        message:
          `${dialectNames[dialect]} has no ${type === null ? 'such type' : renderType(type, 'postgresql').toUpperCase()}: the ${side} fails at ${formatColumn(table, column)}. ` +
          'Use a type that both have, sa.JSON().with_variant(...) and the like, or a branch on the dialect’s name.',
      }));
  });
}

/** A type of the project's own is taken for the one that its name suggests; only what is written out is a fact. */
function isWritten(type: ColumnType | null, { text }: SourceFile): boolean {
  if (type === null) return false;
  return type.dimensions > 0 ? /\barray\b|\[\]/i.test(text) : new RegExp(`\\b${type.name}\\b`, 'i').test(text);
}
