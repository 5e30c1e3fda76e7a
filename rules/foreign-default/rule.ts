import type { Operation } from '../../src/migration/operation';
import type { SourceFile } from '../../src/migration/migration';
import type { Step } from '../../src/paper/roundtrip';
import type { ColumnType, Dialect, ObjectName } from '../../src/schema/model';
import { findColumn } from '../../src/schema/lookup';
import { columnSubject, formatColumn, rule, type Report, type RuleContext } from '../../src/lint/rule';
import { dialectNames } from '../unsupported-statement/dialects';
import { foreignFunction, isWritten } from './functions';

export default rule({
  name: 'foreign-default',
  code: 'RT852',
  severity: 'error',
  aliases: [],
  check: (context) => [...reports(context, context.revision.upgrade), ...reports(context, context.revision.downgrade)],
});

function reports({ dialect, file }: RuleContext, steps: readonly Step[]): readonly Report[] {
  return steps.flatMap((step) =>
    defaultsOf(step).flatMap(({ table, column, value, type }) => {
      const reason = reasonOf(value, type, step.operation, { dialect, file });
      const message = reason === null ? '' : `The default of ${formatColumn(table, column)}, ${value}, ${reason}`;
      return reason === null ? [] : [{ span: step.operation.span, subject: columnSubject(table, column), message }];
    }),
  );
}

interface Defaulted {
  readonly table: ObjectName;
  readonly column: string;
  readonly value: string;
  readonly type: ColumnType | null;
}

function defaultsOf({ operation, schema }: Step): readonly Defaulted[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.columns.flatMap(({ name, type, default: value }) =>
        value === null ? [] : [{ table: operation.table, column: name, value, type }],
      );
    case 'addColumn': {
      const { name, type, default: value } = operation.column;
      return value === null ? [] : [{ table: operation.table, column: name, value, type }];
    }
    case 'alterColumn': {
      const { table, column, change, before } = operation;
      const type = change.type ?? before.type ?? findColumn(schema, table, column)?.type ?? null;
      return change.default === undefined || change.default === null
        ? []
        : [{ table, column, value: change.default, type }];
    }
    default:
      return [];
  }
}

function reasonOf(
  value: string,
  type: ColumnType | null,
  operation: Operation,
  { dialect, file }: { readonly dialect: Dialect; readonly file: SourceFile },
): string | null {
  const name = dialectNames[dialect];
  if (isWordForBoolean(value, type) && mistakesWords.has(dialect)) {
    return dialect === 'sqlite'
      ? 'is kept as that text, which reads as true whatever it says. Use sa.true() or sa.false().'
      : `is no number, and ${name} refuses it for a boolean. Use sa.true() or sa.false().`;
  }
  if (
    dialect === 'mysql' &&
    isLiteral(value) &&
    /^(text|bytea|json|(tiny|medium|long)(text|blob))$/.test(type?.name ?? '')
  ) {
    return `is a literal, which MySQL refuses for TEXT, BLOB and JSON (error 1101). Write it as an expression: sa.text("(${value.replaceAll('"', '\\"')})").`;
  }
  if (value.includes('::') && dialect !== 'postgresql' && !value.startsWith("'::"))
    return `has a cast that only Postgres reads. Leave it out: the column has its type.`;
  const foreign = foreignFunction(value, dialect, isWritten(operation, file));
  return foreign === null
    ? null
    : `calls ${foreign}, which ${name} does not have: ${whenItFails(dialect)}. Use a function that it has.`;
}

/** SQLAlchemy puts the call into parentheses there, and SQLite looks for the function only when it needs it. */
function whenItFails(dialect: Dialect): string {
  return dialect === 'sqlite' ? 'the first INSERT that needs it fails' : 'the statement fails';
}

const mistakesWords: ReadonlySet<Dialect> = new Set(['sqlite', 'mysql', 'mariadb']);

function isWordForBoolean(value: string, type: ColumnType | null): boolean {
  return type?.name === 'boolean' && /^'(true|false|t|f|yes|no|on|off)'$/i.test(value);
}

function isLiteral(value: string): boolean {
  return /^'(?:[^']|'')*'$|^-?\d/.test(value);
}
