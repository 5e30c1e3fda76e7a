import type { Constraint } from '../../src/migration/operation';
import { isCleaned, isUnclear } from '../../src/paper/cleanup';
import { mentionsWord } from '../../src/paper/edit';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isWidened, readCondition } from '../../src/schema/conditions';
import {
  findTable,
  formatName,
  isSameName,
  type Check,
  type ForeignKey,
  type ObjectName,
} from '../../src/schema/model';
import { rule, stepsOf, type StepOf } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'constraint-over-rows',
  code: 'RT306',
  severity: 'warning',
  aliases: [],
  check: ({ revision, dialect }) =>
    stepsOf(revision.upgrade, 'addConstraint').flatMap((step) => {
      const { table, constraint, span } = step.operation;
      const message = hasNoRows(step.origins, table) || isUnclear(revision, step) ? null : messageFor(revision, step);
      return message === null ? [] : [{ span, subject: constraintSubject(table, constraint, dialect), message }];
    }),
});

type Step = StepOf<'addConstraint'>;

/** What rows may break the new constraint, and what to do first; `null`: none that the files would not take care of. */
function messageFor(revision: PaperRevision, step: Step): string | null {
  const { table, constraint } = step.operation;
  switch (constraint.type) {
    case 'foreignKey':
      return mayHaveOrphans(revision, step, constraint) ? orphans(table, constraint) : null;
    case 'check':
      return mayHaveViolators(revision, step, constraint) ? violators(table, constraint) : null;
    case 'exclusion': {
      const isDone = isDroppedBefore(revision, step, 'exclusion') || isCleaned(revision, step, table, []);
      return isDone ? null : overlaps(table);
    }
    case 'primaryKey':
    case 'unique':
      return null;
  }
}

function mayHaveOrphans(revision: PaperRevision, step: Step, key: ForeignKey): boolean {
  const { table } = step.operation;
  if (!key.isValid || key.columns.some((column) => isColumnMadeHere(step.origins, table, column))) return false;
  const wasThere = findTable(revision.before, table)?.foreignKeys.some((other) => isSameReference(other, key)) === true;
  if (wasThere || isDroppedBefore(revision, step, 'foreignKey')) return false;
  const isTargetFilled = step.facts.lastOfTable(key.target, 'inserted')?.migration === revision.migration;
  return (
    !isTargetFilled && !isCleaned(revision, step, table, key.columns) && !isCleaned(revision, step, key.target, [])
  );
}

function isSameReference(a: ForeignKey, b: ForeignKey): boolean {
  return isSameName(a.target, b.target) && b.columns.every((column) => a.columns.includes(column));
}

/**
 * The upgrade drops one of this type from the table first: it replaces it, and what it was over is often not to be
 * seen. Rows that kept the old one usually keep the new one.
 */
function isDroppedBefore({ upgrade }: PaperRevision, { operation, at }: Step, type: Constraint['type']): boolean {
  return upgrade
    .slice(0, at)
    .some(
      ({ operation: earlier }) =>
        earlier.kind === 'dropConstraint' &&
        isSameName(earlier.table, operation.table) &&
        (earlier.type === type || earlier.type === null || earlier.name === operation.constraint.name),
    );
}

function mayHaveViolators(revision: PaperRevision, step: Step, check: Check): boolean {
  const { operation, schema, origins } = step;
  const columns = (findTable(schema, operation.table)?.columns ?? [])
    .map(({ name }) => name)
    .filter((name) => mentionsWord(check.expression, name));
  if (!check.isValid || isCleaned(revision, step, operation.table, columns)) return false;
  // A new column is NULL, or has its default, in every row: such checks are written to let those pass.
  if (columns.some((column) => isColumnMadeHere(origins, operation.table, column))) return false;
  return isDroppedBefore(revision, step, 'check') ? isNarrowed(revision, operation.table, check) : true;
}

/** It takes the place of a check that let more pass. */
function isNarrowed({ before }: PaperRevision, table: ObjectName, check: Check): boolean {
  const now = readCondition(check.expression);
  const checks = findTable(before, table)?.checks ?? [];
  return checks.some(({ expression }) => {
    const then = readCondition(expression);
    return now !== null && then !== null && isWidened(then, now) === false;
  });
}

function orphans(table: ObjectName, { columns, target }: ForeignKey): string {
  return (
    `The upgrade fails if a row of ${formatName(table)} has a value in ${columns.join(', ')} that ${formatName(target)} has not, ` +
    'and nothing before removes such rows. Delete them or set them NULL first, or add the key NOT VALID and validate it once they are gone.'
  );
}

function violators(table: ObjectName, { expression }: Check): string {
  return (
    `The upgrade fails if a row of ${formatName(table)} does not meet (${expression}), and nothing before puts such rows right. ` +
    'UPDATE or delete them first, or add the check NOT VALID and validate it once they are gone.'
  );
}

function overlaps(table: ObjectName): string {
  return (
    `The upgrade fails if two rows of ${formatName(table)} exclude each other, and nothing before resolves that; ` +
    'an exclusion constraint cannot be added NOT VALID. Find such rows and change them first.'
  );
}
