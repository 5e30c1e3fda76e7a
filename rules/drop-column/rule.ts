import { TEMPORARY } from '../../src/paper/apply.tables';
import { isColumnKept, leftOutOfRebuild } from '../../src/paper/kept';
import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtStart, type ColumnName } from '../../src/paper/tracks';
import { findTable } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'drop-column',
  code: 'RT201',
  severity: 'error',
  aliases: ['MRT201', 'MRT206', 'MRT208', 'MRT701'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'dropColumn')
      .filter((step) => losesValues(revision, step))
      .map((step) => reportOf(revision, step)),
    ...stepsOf(revision.upgrade, 'dropTable').flatMap((step) => leftOut(revision, step)),
  ],
});

function losesValues(revision: PaperRevision, { operation, origins, schema, at }: StepOf<'dropColumn'>): boolean {
  const { table, column } = operation;
  const known = findTable(schema, table);
  const isGenerated = known?.columns.some(({ name, generated }) => name === column && generated !== null) === true;
  const isTemporary = known?.traits.includes(TEMPORARY) === true;
  if (isGenerated || isTemporary || hasNoRows(origins, table) || isColumnMadeHere(origins, table, column)) return false;
  return !isColumnKept(revision, at, { table, column });
}

function reportOf(revision: PaperRevision, { operation, at }: StepOf<'dropColumn'>): Report {
  const start = columnAtStart(revision.upgrade, at, operation);
  return { span: operation.span, subject: columnSubject(start.table, start.column), message: message(revision, start) };
}

function message(revision: PaperRevision, { table, column }: ColumnName): string {
  const comesBack = findTable(revision.back, table)?.columns.some(({ name }) => name === column) === true;
  const afterwards = comesBack
    ? 'the downgrade adds the column back, but empty'
    : 'the downgrade does not even add the column back';
  return (
    `Dropping ${formatColumn(table, column)} destroys its values; ${afterwards}. ` +
    'Copy them to a table that stays and copy them back on downgrade, or rename the column now and drop it in a later release.'
  );
}

/** A rebuild of the table that does not copy every column. */
function leftOut(revision: PaperRevision, { operation, origins, at }: StepOf<'dropTable'>): readonly Report[] {
  if (isMadeHere(origins, operation.table)) return [];
  const columns = leftOutOfRebuild(revision, at, operation.table) ?? [];
  return columns
    .filter((column) => !isColumnKept(revision, at, { table: operation.table, column }))
    .map((column) => ({
      span: operation.span,
      subject: columnSubject(operation.table, column),
      message:
        `Rebuilding ${operation.table.name} leaves ${column} out of the copy: its values are gone when the old table is dropped. ` +
        'Copy them too, or keep them in a table that stays.',
    }));
}
