import { mentionsWord } from '../../src/paper/edit';
import { usesColumn } from '../../src/paper/apply.columns';
import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { findTable, type Table } from '../../src/schema/model';
import { failureOf } from '../../src/lint/failure';
import { dropWhatHolds } from '../../src/lint/fix/keywords';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'mssql-drop-column',
  code: 'RT830',
  severity: 'error',
  aliases: [],
  dialects: ['mssql'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
  fix: dropWhatHolds,
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'dropColumn')
    .filter(({ at }) => !steps.slice(0, at).some(({ operation }) => operation.kind === 'unknown'))
    .flatMap((step) => reportOf(step, side) ?? []);
}

/** What keeps a column from being dropped, and the argument by which Alembic drops it first. */
interface Holder {
  readonly what: string;
  readonly argument: string | null;
}

function reportOf({ operation, schema }: StepOf<'dropColumn'>, side: string): Report | null {
  const table = findTable(schema, operation.table);
  const holders = table === undefined ? [] : holdersOf(table, operation);
  const [first] = holders;
  if (first === undefined) return null;
  const given = holders.flatMap(({ argument }) => argument ?? []).map((argument) => `${argument}=True`);
  const advice = given.length > 0 ? `Pass ${given.join(', ')}.` : 'Drop that first.';
  const { severity, text } = failureOf(operation, side);
  return {
    span: operation.span,
    severity,
    subject: columnSubject(operation.table, operation.column),
    message:
      `SQL Server refuses to drop ${formatColumn(operation.table, operation.column)} because of ${holders.map(({ what }) => what).join(' and ')}: ` +
      `${text}. ${advice}`,
  };
}

function holdersOf(table: Table, { column, given = [] }: OperationOf<'dropColumn'>): readonly Holder[] {
  const has = ({ columns }: { readonly columns: readonly string[] }) => columns.includes(column);
  const known = table.columns.find(({ name }) => name === column);
  const index = table.indexes.find((each) => usesColumn(each, column));
  const holders: readonly (Holder | null)[] = [
    (known?.default ?? null) === null ? null : { what: 'its DEFAULT', argument: 'mssql_drop_default' },
    table.foreignKeys.some(has) ? { what: 'its foreign key', argument: 'mssql_drop_foreign_key' } : null,
    table.checks.some(({ expression }) => mentionsWord(expression, column))
      ? { what: 'its CHECK', argument: 'mssql_drop_check' }
      : null,
    index === undefined ? null : { what: `index ${index.name}`, argument: null },
    table.uniques.some(has) ? { what: 'its UNIQUE', argument: null } : null,
  ];
  return holders
    .filter((holder) => holder !== null)
    .filter(({ argument }) => argument === null || !given.includes(argument));
}
