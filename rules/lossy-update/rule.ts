import { isOpaque } from '../../src/paper/effects';
import { isColumnKept } from '../../src/paper/kept';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { answersTo, keepsColumn, livesOn, type Answer } from '../../src/paper/rows';
import { columnAtEnd, columnAtStart } from '../../src/paper/tracks';
import { overwriteOf, type Assignment } from '../../src/paper/writes';
import { tokenize } from '../../src/schema/tokens';
import { keepValues } from '../../src/lint/fix/backup';
import { columnSubject, firstOfEach, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'lossy-update',
  code: 'RT205',
  severity: 'error',
  aliases: [],
  check: ({ revision }) =>
    // What cannot be read on the way back may restore anything.
    isOpaque(revision.downgrade)
      ? []
      : firstOfEach(stepsOf(revision.upgrade, 'update').flatMap((step) => reportsOf(revision, step))),
  fix: keepValues,
});

/** One report for each statement, by its first column; the others are named in it. */
function reportsOf(revision: PaperRevision, step: StepOf<'update'>): readonly Report[] {
  const { operation, origins, at } = step;
  const { table, span } = operation;
  if (!livesOn(revision, at, table) || hasNoRows(origins, table)) return [];
  const lost = operation.assignments.flatMap((assignment) => {
    const { column } = assignment;
    if (isColumnMadeHere(origins, table, column) || !keepsColumn(revision, at, { table, column })) return [];
    const loss = lossOf(revision, step, assignment);
    return loss === null ? [] : [{ ...loss, column }];
  });
  const [first] = lost;
  if (first === undefined) return [];
  const start = columnAtStart(revision.upgrade, at, { table, column: first.column });
  const names = [...new Set(lost.map(({ column }) => formatColumn(table, column)))].join(', ');
  return [{ span, subject: columnSubject(start.table, start.column), message: messageOf(first, names) }];
}

interface Loss {
  readonly overwrite: 'folds' | 'replaces';
  readonly expression: string;
  readonly isAnswered: boolean;
}

function lossOf(revision: PaperRevision, { operation, at }: StepOf<'update'>, assignment: Assignment): Loss | null {
  const { table } = operation;
  const { column, expression } = assignment;
  const overwrite = overwriteOf(operation, assignment);
  if (overwrite !== 'folds' && overwrite !== 'replaces') return null;
  if (isColumnKept(revision, at, { table, column })) return null;
  const answers = answersTo(revision, columnAtEnd(revision.upgrade, at, { table, column }));
  if (answers === null || answers.some((answer) => bringsBack(answer, column, overwrite))) return null;
  return { overwrite, expression, isAnswered: answers.length > 0 };
}

function messageOf({ overwrite, expression, isAnswered }: Loss, names: string): string {
  const advice = 'Keep the old values in another column or table, and restore them from there on downgrade.';
  if (overwrite === 'folds') {
    return `The upgrade turns different values of ${names} into one (${short(expression)}): no downgrade can tell them apart again. ${advice}`;
  }
  return isAnswered
    ? `The upgrade overwrites ${names}, and the downgrade writes one value for all: what each row had is gone. ${advice}`
    : `The upgrade overwrites ${names}, and nothing writes the old values back: they are gone. ${advice}`;
}

/** Text that reads more than the column itself (another column, a query), or that is about certain rows only. */
function bringsBack({ expression, where }: Answer, column: string, overwrite: 'folds' | 'replaces'): boolean {
  const tokens = tokenize(expression);
  if (overwrite === 'replaces' && where !== null) return true;
  const isOwn = (name: string) => name.toLowerCase() === column.toLowerCase();
  const others = tokens.filter(
    ({ kind, value, text }, at) =>
      (kind === 'word' || kind === 'name') &&
      !isOwn(value) &&
      !/^(\(|\.)$/.test(tokens[at + 1]?.text ?? '') &&
      !/^(null|true|false|default)$/i.test(text),
  );
  return others.length > 0 || tokens.some(({ kind }) => kind === 'parameter');
}

function short(expression: string): string {
  return expression.length > 60 ? `${expression.slice(0, 57)}...` : expression;
}
