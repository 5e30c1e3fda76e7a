import type { OperationOf } from '../../src/migration/operation';
import type { SourceFile } from '../../src/migration/migration';
import { hasNoRows } from '../../src/paper/origins';
import { rebuilds } from '../../src/paper/rebuilds';
import type { Step } from '../../src/paper/roundtrip';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { foreignFunction, isWritten } from '../foreign-default/functions';
import { isConstant } from './constant';

export default rule({
  name: 'sqlite-add-column',
  code: 'RT813',
  severity: 'error',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision, file }) => [...reports(revision.upgrade, file), ...reports(revision.downgrade, file)],
});

function reports(steps: readonly Step[], file: SourceFile): readonly Report[] {
  const rebuilt = new Set(rebuilds(steps).flatMap((rebuild) => rebuild.steps.map(({ operation }) => operation)));
  return stepsOf(steps, 'addColumn')
    .filter(({ operation }) => !rebuilt.has(operation))
    .flatMap((step) => {
      const reason = reasonOf(step, file);
      return reason === null ? [] : [reportOf(step.operation, reason, file)];
    });
}

/** What ADD COLUMN refuses (sqlite.org/lang_altertable.html), some of it only once there is a row. */
function reasonOf({ operation, origins }: StepOf<'addColumn'>, file: SourceFile): string | null {
  const { table, column, constraints, via } = operation;
  const isAdded = (type: string) => constraints.some((constraint) => constraint.type === type);
  if (isAdded('primaryKey') && via === 'sql') return 'SQLite never adds a PRIMARY KEY column';
  if (isAdded('unique') && via === 'sql') return 'SQLite never adds a UNIQUE column';
  if (hasNoRows(origins, table)) return null;
  if (column.generated?.stored === true) return 'SQLite adds no STORED generated column to a table that has rows';
  // A function that SQLite lacks fails in any table: another rule says so.
  const isForeign =
    column.default !== null && foreignFunction(column.default, 'sqlite', isWritten(operation, file)) !== null;
  if (column.default !== null && !isForeign && !isConstant(column.default)) {
    return `SQLite adds no column whose default it has to evaluate (${column.default}) to a table that has rows`;
  }
  const isNull = column.default === null || /^null$/i.test(column.default);
  return isAdded('foreignKey') && !isNull && via === 'sql'
    ? 'SQLite adds no REFERENCES column with a default to a table that has rows while foreign_keys is ON'
    : null;
}

function reportOf(operation: OperationOf<'addColumn'>, reason: string, file: SourceFile): Report {
  const { table, column, span } = operation;
  const isSql = operation.via === 'sql' || file.path.endsWith('.sql');
  const advice = isSql
    ? 'Add it without, fill it, and build the table anew.'
    : 'Use `batch_alter_table(..., recreate="always")`, or add it without a default and fill it by an UPDATE.';
  return {
    span,
    subject: columnSubject(table, column.name),
    message: `${reason}: adding ${formatColumn(table, column.name)} passes on an empty database and fails on a real one. ${advice}`,
  };
}
