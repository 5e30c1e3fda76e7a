import { downgradeKind } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isMoved } from '../../src/paper/rows';
import { columnAtStart, tableAtStart, type ColumnName } from '../../src/paper/tracks';
import { isEveryRow, overwriteOf } from '../../src/paper/writes';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, isSameName, type ObjectName } from '../../src/schema/model';
import {
  columnSubject,
  firstOfEach,
  formatColumn,
  rule,
  stepsOf,
  tableSubject,
  type Report,
  type StepOf,
} from '../../src/lint/rule';

export default rule({
  name: 'downgrade-destroys',
  code: 'RT212',
  severity: 'error',
  aliases: [],
  check: ({ revision }) => {
    if (downgradeKind(revision) !== 'real' || isOpaque(revision.upgrade)) return [];
    return firstOfEach([
      ...stepsOf(revision.downgrade, 'delete').flatMap((step) => deletions(revision, step)),
      ...stepsOf(revision.downgrade, 'truncate').flatMap((step) => truncations(revision, step)),
      ...stepsOf(revision.downgrade, 'update').flatMap((step) => updates(revision, step)),
    ]);
  },
});

function deletions(revision: PaperRevision, { operation, origins, at }: StepOf<'delete'>): readonly Report[] {
  const { table, where, span, certainty } = operation;
  if (!isEveryRow(where) || hasNoRows(origins, table) || !hadRows(revision, at, table)) return [];
  const severity = certainty === 'always' ? 'error' : 'warning';
  return [{ span, severity, subject: tableSubject(table), message: sweepMessage(table, 'deletes') }];
}

function truncations(revision: PaperRevision, { operation, origins, at }: StepOf<'truncate'>): readonly Report[] {
  return operation.tables
    .filter((table) => !hasNoRows(origins, table) && hadRows(revision, at, table))
    .map((table) => ({
      span: operation.span,
      subject: tableSubject(table),
      message: sweepMessage(table, 'truncates'),
    }));
}

function sweepMessage(table: ObjectName, verb: string): string {
  const what = verb === 'deletes' ? `deletes every row of ${formatName(table)}` : `truncates ${formatName(table)}`;
  return (
    `The downgrade ${what}: the rows that were there before the upgrade go too. ` +
    'Delete only what the upgrade inserted, by its keys.'
  );
}

/** The table was there before the upgrade, which did not empty it, and the downgrade has not moved its rows elsewhere. */
function hadRows(revision: PaperRevision, at: number, table: ObjectName): boolean {
  const start = tableAtStart(revision.downgrade, at, table);
  const before = tableAtStart(revision.upgrade, revision.upgrade.length, start);
  return findTable(revision.before, before) !== undefined && !isMoved(revision.downgrade, at, table);
}

/** A column that the upgrade leaves alone is set for every row. */
function updates(revision: PaperRevision, { operation, at }: StepOf<'update'>): readonly Report[] {
  const { table, where, span } = operation;
  if (!isEveryRow(where) || operation.certainty !== 'always') return [];
  return operation.assignments.flatMap((assignment) => {
    const after = columnAtStart(revision.downgrade, at, { table, column: assignment.column });
    const isLoss = overwriteOf(operation, assignment) === 'replaces' && isUntouched(revision, after);
    if (!isLoss) return [];
    const message =
      `The downgrade overwrites ${formatColumn(table, assignment.column)} in every row, although the upgrade does not write it: ` +
      'the values from before are gone. Write only what the upgrade wrote.';
    return [{ span, subject: columnSubject(table, assignment.column), message }];
  });
}

/** The column was there before and no step of the upgrade is about it. */
function isUntouched({ before, after, upgrade }: PaperRevision, { table, column }: ColumnName): boolean {
  if (findColumn(before, table, column) === undefined || findColumn(after, table, column) === undefined) return false;
  return !upgrade.some(({ operation }) => {
    switch (operation.kind) {
      case 'alterColumn':
        return (
          isSameName(operation.table, table) && (operation.column === column || operation.change.newName === column)
        );
      case 'update':
        return (
          isSameName(operation.table, table) &&
          (operation.assignments.length === 0 || operation.assignments.some((each) => each.column === column))
        );
      case 'addColumn':
        return isSameName(operation.table, table) && operation.column.name === column;
      case 'createTable':
      case 'renameTable':
      case 'insert':
        return isSameName(operation.table, table);
      default:
        return false;
    }
  });
}
