import type { OperationOf } from '../../src/migration/operation';
import { downgradeKind } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { isColumnKept } from '../../src/paper/kept';
import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { answersTo, isCleared, keepsColumn, livesOn } from '../../src/paper/rows';
import { columnAtEnd, columnAtStart, tableAtEnd, tableAtStart } from '../../src/paper/tracks';
import { overwriteOf, type Assignment } from '../../src/paper/writes';
import { formatName, isSameName } from '../../src/schema/model';
import { undoRows } from '../../src/lint/fix/rows';
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
  name: 'data-change-not-reversed',
  code: 'RT104',
  severity: 'warning',
  aliases: ['MRT103', 'MRT104', 'MRT105', 'MRT106'],
  check: ({ revision }) => {
    // A downgrade that is missing, empty or raises is another rule's; one that cannot be read may do anything.
    if (downgradeKind(revision) !== 'real' || isOpaque(revision.downgrade)) return [];
    return [
      ...firstOfEach(stepsOf(revision.upgrade, 'update').flatMap((step) => updates(revision, step))),
      ...firstOfEach(stepsOf(revision.upgrade, 'insert').flatMap((step) => inserts(revision, step))),
    ];
  },
  fix: undoRows,
});

function updates(revision: PaperRevision, step: StepOf<'update'>): readonly Report[] {
  const { operation, origins, at } = step;
  const { table, assignments, span } = operation;
  if (!livesOn(revision, at, table) || hasNoRows(origins, table)) return [];
  return assignments.flatMap((assignment) => {
    const { column } = assignment;
    if (isColumnMadeHere(origins, table, column) || !keepsColumn(revision, at, { table, column })) return [];
    const said = updateReport(revision, step, assignment);
    const start = columnAtStart(revision.upgrade, at, { table, column });
    return said === null ? [] : [{ span, subject: columnSubject(start.table, start.column), ...said }];
  });
}

/** What an UPDATE that the downgrade does not answer leaves; of one that destroys values, lossy-update speaks. */
function updateReport(
  revision: PaperRevision,
  { operation, at }: StepOf<'update'>,
  assignment: Assignment,
): Pick<Report, 'message' | 'severity'> | null {
  const { table } = operation;
  const { column } = assignment;
  const name = formatColumn(table, column);
  const overwrite = overwriteOf(operation, assignment);
  if (overwrite === 'nothing' || overwrite === 'folds' || overwrite === 'replaces') return null;
  const answers = answersTo(revision, columnAtEnd(revision.upgrade, at, { table, column }));
  if (answers === null || answers.length > 0 || isColumnKept(revision, at, { table, column })) return null;
  if (overwrite === 'fills') {
    return isRequiredNext(revision, at, operation, column)
      ? null
      : { severity: 'info', message: `Rows without a value in ${name} get one, and keep it after the downgrade.` };
  }
  return {
    message:
      `The upgrade changes values of ${name} and the downgrade does not change them back: ` +
      'the older code meets the newer ones. Write the inverse UPDATE on downgrade.',
  };
}

/** The recipe for NOT NULL: fill the rows that have no value, then require one. */
function isRequiredNext(
  { upgrade }: PaperRevision,
  at: number,
  { table }: OperationOf<'update'>,
  column: string,
): boolean {
  return upgrade
    .slice(at + 1)
    .some(
      ({ operation }) =>
        operation.kind === 'alterColumn' &&
        operation.column === column &&
        operation.change.nullable === false &&
        isSameName(operation.table, table),
    );
}

function inserts(revision: PaperRevision, { operation, origins, at }: StepOf<'insert'>): readonly Report[] {
  const { table, span, onConflict, certainty } = operation;
  if (!livesOn(revision, at, table) || isMadeHere(origins, table)) return [];
  if (isCleared(revision, tableAtEnd(revision.upgrade, at, table))) return [];
  const isBlind = onConflict === null && certainty === 'always';
  const again = isBlind ? ', and the next upgrade inserts them again' : '';
  return [
    {
      span,
      severity: onConflict === null ? 'warning' : 'info',
      subject: tableSubject(tableAtStart(revision.upgrade, at, table)),
      message:
        `The rows inserted into ${formatName(table)} stay after the downgrade${again}. ` +
        'Delete them on downgrade by the keys they were inserted with.',
    },
  ];
}
