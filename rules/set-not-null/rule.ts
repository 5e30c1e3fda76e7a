import type { Severity } from '../../src/lint/finding';
import { isUnclear, isWritten } from '../../src/paper/cleanup';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart, tableAtStart } from '../../src/paper/tracks';
import { findColumn, isKnownNotNull } from '../../src/schema/lookup';
import { isSameName, type Column } from '../../src/schema/model';
import { fillBeforeNotNull } from '../../src/lint/fix/columns';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'set-not-null',
  code: 'RT304',
  severity: 'error',
  aliases: ['MRT402', 'MRT403'],
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'alterColumn')
      .filter((step) => step.operation.change.nullable === false && mayMeetNull(revision, step))
      .map((step) => reportOf(revision, step)),
  fix: fillBeforeNotNull,
});

type Step = StepOf<'alterColumn'>;

/** Nothing tells that each row has a value by now. */
function mayMeetNull(revision: PaperRevision, step: Step): boolean {
  const { operation, origins, schema } = step;
  const { table, column, before, change } = operation;
  if (before.nullable === false || hasNoRows(origins, table) || isKnownNotNull(schema, table, column)) return false;
  if (isColumnMadeHere(origins, table, column) && hasOwnValue(findColumn(schema, table, column))) return false;
  if (nullableAfterwards(revision, step) === false) return false;
  const isReplacing = /\b(coalesce|case|nullif)\b/i.test(change.using ?? '');
  return !isReplacing && !isWritten(revision, step, table, column) && !isUnclear(revision, step);
}

/** Adding it gave every row a value. */
function hasOwnValue(column: Column | undefined): boolean {
  if (column === undefined) return false;
  const isNumbered = column.identity !== null || /serial$/.test(column.type?.name ?? '');
  return isNumbered || column.generated !== null || isDefaulted(column);
}

function isDefaulted({ default: value, hasUnknownDefault }: Column): boolean {
  return hasUnknownDefault === true || (value !== null && !/^null\b/i.test(value.trim()));
}

/** What the downgrade says of the column's nullability: what it was before, as far as anybody says. */
function nullableAfterwards({ upgrade, downgrade }: PaperRevision, { operation, at }: Step): boolean | undefined {
  const end = columnAtEnd(upgrade, at, operation);
  const names = [end.column, columnAtStart(upgrade, at, operation).column];
  return stepsOf(downgrade, 'alterColumn').findLast(
    ({ operation: back, at: then }) =>
      isSameName(tableAtStart(downgrade, then, back.table), end.table) &&
      names.includes(back.column) &&
      back.change.nullable !== undefined,
  )?.operation.change.nullable;
}

function severityOf(revision: PaperRevision, step: Step): Severity {
  const { operation, origins, schema } = step;
  const { table, column, change } = operation;
  const known = findColumn(schema, table, column);
  if (isColumnMadeHere(origins, table, column)) return 'error';
  // A default has filled most columns of this kind; only an explicit NULL is in the way.
  if (known !== undefined && isDefaulted(known)) return 'warning';
  // `nullable=False` beside another change may only say again what the column is.
  const isBeside = change.type !== undefined || change.newName !== undefined;
  return isBeside && nullableAfterwards(revision, step) === undefined ? 'warning' : 'error';
}

function reportOf(revision: PaperRevision, step: Step): Report {
  const { operation, origins, at } = step;
  const { table, column, change, span } = operation;
  const start = columnAtStart(revision.upgrade, at, operation);
  const isNew = isColumnMadeHere(origins, table, column);
  const why = isNew
    ? 'the column was just added without a value for the rows that are there'
    : 'it does so as soon as one row has NULL in it';
  const hint = typeof change.default === 'string' ? ' The new server_default is for new rows only.' : '';
  return {
    span,
    severity: severityOf(revision, step),
    subject: columnSubject(start.table, start.column),
    message:
      `Setting ${formatColumn(table, column)} NOT NULL fails on existing rows: ${why}, and nothing before fills it.${hint} ` +
      `First UPDATE the rows where ${column} IS NULL, in this revision or an earlier one.`,
  };
}
