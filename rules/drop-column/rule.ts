import { TEMPORARY } from '../../src/paper/apply.tables';
import { isColumnKept, rebuildOf } from '../../src/paper/kept';
import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import { isReadBefore, refillOfColumn, type Refill } from '../../src/paper/refill';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { livesOn } from '../../src/paper/rows';
import { columnAtStart, tableAtStart, type ColumnName } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { findTable, isSameName } from '../../src/schema/model';
import { keepColumn } from '../../src/lint/fix/backup';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'drop-column',
  code: 'RT201',
  severity: 'error',
  aliases: ['MRT201', 'MRT206', 'MRT208'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'dropColumn')
      .filter((step) => losesValues(revision, step))
      .map((step) => reportOf(revision, step)),
    ...stepsOf(revision.upgrade, 'dropTable').flatMap((step) => leftOut(revision, step)),
  ],
  fix: keepColumn,
});

function losesValues(revision: PaperRevision, { operation, origins, schema, at }: StepOf<'dropColumn'>): boolean {
  const { table, column } = operation;
  const known = findTable(schema, table);
  const isGenerated = known?.columns.some(({ name, generated }) => name === column && generated !== null) === true;
  const isTemporary = known?.traits.includes(TEMPORARY) === true;
  // Of a table that goes as well, drop-table speaks.
  if (!livesOn(revision, at, table)) return false;
  if (isGenerated || isTemporary || hasNoRows(origins, table) || isColumnMadeHere(origins, table, column)) return false;
  if (isSucceeded(revision, at, { table, column })) return false;
  return !isColumnKept(revision, at, { table, column }) && !isMovedAndBack(revision, at, { table, column });
}

/** Its values were copied to another column, which then takes its name: the usual way to change a type. */
function isSucceeded(revision: PaperRevision, at: number, { table, column }: ColumnName): boolean {
  const takesName = revision.upgrade
    .slice(at + 1)
    .some(
      ({ operation }) =>
        operation.kind === 'alterColumn' && operation.change.newName === column && isSameName(operation.table, table),
    );
  return takesName && isReadBefore(revision, at, { table, column });
}

/** Something of it was kept, by a condition on it or in a loop in Python, and the downgrade draws on that. */
function isMovedAndBack(revision: PaperRevision, at: number, dropped: ColumnName): boolean {
  return refillOfColumn(revision, at, dropped) === 'derived' && isReadBefore(revision, at, dropped);
}

function reportOf(revision: PaperRevision, { operation, at }: StepOf<'dropColumn'>): Report {
  const start = columnAtStart(revision.upgrade, at, operation);
  const refill = refillOfColumn(revision, at, operation);
  const message =
    `Dropping ${formatColumn(start.table, start.column)} destroys its values; ${afterwards(revision, start, refill)}. ` +
    'Copy them to a table that stays and copy them back on downgrade, or rename the column now and drop it in a later release.';
  const severity = refill === 'derived' ? 'warning' : 'error';
  return { span: operation.span, severity, subject: columnSubject(start.table, start.column), message };
}

function afterwards({ back }: PaperRevision, { table, column }: ColumnName, refill: Refill): string {
  const again = findColumn(back, table, column);
  if (again === undefined) return 'the downgrade does not even add the column back';
  switch (refill) {
    case 'none':
      return again.default === null
        ? 'the downgrade adds the column back, but empty'
        : 'the downgrade adds the column back, with its default in every row';
    case 'constant':
      return 'the downgrade adds the column back with one value for all rows';
    case 'generated':
      return 'the downgrade gives it new values, not those that it had';
    case 'derived':
      return 'the downgrade fills the column again from other data, and only what that still tells comes back';
  }
}

/** A rebuild of the table that does not copy every column. */
function leftOut(revision: PaperRevision, { operation, origins, at }: StepOf<'dropTable'>): readonly Report[] {
  const { table, span } = operation;
  if (isMadeHere(origins, table)) return [];
  const columns = rebuildOf(revision, at, table)?.leftOut ?? [];
  const start = tableAtStart(revision.upgrade, at, table);
  return columns
    .filter((column) => !isColumnKept(revision, at, { table, column }))
    .map((column) => ({
      span,
      subject: columnSubject(start, column),
      message:
        `Rebuilding ${start.name} leaves ${column} out of the copy: its values are gone when the old table is dropped. ` +
        'Copy them too, or keep them in a table that stays.',
    }));
}
