import type { Constraint } from '../../src/migration/operation';
import { isCleaned, isUnclear, isWritten } from '../../src/paper/cleanup';
import { mentionsWord } from '../../src/paper/edit';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isConstant } from '../../src/schema/constants';
import { isWidened, readCondition } from '../../src/schema/conditions';
import { tableAtStart } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import {
  findTable,
  formatName,
  isSameName,
  type Check,
  type Dialect,
  type ForeignKey,
  type ObjectName,
} from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'constraint-over-rows',
  code: 'RT306',
  severity: 'warning',
  aliases: [],
  check: ({ revision, dialect }) => [
    ...stepsOf(revision.upgrade, 'addConstraint').flatMap((step): readonly Report[] => {
      const { table, constraint, span } = step.operation;
      if (hasNoRows(step.origins, table) || isUnclear(revision, step)) return [];
      const message = messageFor(revision, step);
      const severity = isSureToFail(revision, step) ? 'error' : 'warning';
      return message === null
        ? []
        : [{ span, severity, subject: constraintSubject(table, constraint, dialect), message }];
    }),
    ...stepsOf(revision.upgrade, 'addColumn').flatMap((step) => defaultOrphans(step, dialect)),
  ],
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
  const known = findTable(revision.before, table)?.foreignKeys ?? [];
  if ([...known, ...keysRestored(revision, table)].some((other) => isSameReference(other, key))) return false;
  if (isKeyDropped(revision, step, key.target) || isDroppedBefore(revision, step, 'foreignKey')) return false;
  const isTargetFilled = step.facts.lastOfTable(key.target, 'inserted')?.migration === revision.migration;
  return (
    !isTargetFilled && !isCleaned(revision, step, table, key.columns) && !isCleaned(revision, step, key.target, [])
  );
}

/** The foreign keys that the downgrade puts back: those that the upgrade found. */
function keysRestored({ downgrade }: PaperRevision, table: ObjectName): readonly ForeignKey[] {
  return stepsOf(downgrade, 'addConstraint').flatMap(({ operation: { table: on, constraint } }) =>
    constraint.type === 'foreignKey' && isSameName(on, table) ? [constraint] : [],
  );
}

/** A new column that refers somewhere and has one default: every row refers to the same parent, which has to be there. */
function defaultOrphans(step: StepOf<'addColumn'>, dialect: Dialect): readonly Report[] {
  const { table, column, constraints, span } = step.operation;
  const value = column.default;
  if (value === null || /^null\b/i.test(value) || !isConstant(value) || hasNoRows(step.origins, table)) return [];
  return constraints.flatMap((key) => {
    if (key.type !== 'foreignKey' || step.facts.lastOfTable(key.target, 'inserted') !== undefined) return [];
    const message =
      `Every row of ${formatName(table)} gets ${value} in ${column.name}: the upgrade fails unless ${formatName(key.target)} has a row with that key, ` +
      'and nothing in these files inserts it. Insert it first, or add the column as nullable and fill it.';
    return [{ span, subject: constraintSubject(table, key, dialect), message }];
  });
}

/** Foreign keys went with the key that they pointed at, and come back with the new one. */
function isKeyDropped({ upgrade }: PaperRevision, { at }: Step, target: ObjectName): boolean {
  return stepsOf(upgrade.slice(0, at), 'dropConstraint').some(
    ({ operation: { table, type, cascade } }) => isSameName(table, target) && (cascade || type === 'primaryKey'),
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
  // By name alone: a drop that forgets the schema means the same table.
  const { name } = tableAtStart(upgrade, at, operation.table);
  return stepsOf(upgrade.slice(0, at), 'dropConstraint').some(
    ({ operation: earlier, at: then }) =>
      tableAtStart(upgrade, then, earlier.table).name === name &&
      (earlier.type === type || earlier.type === null || earlier.name === operation.constraint.name),
  );
}

function mayHaveViolators(revision: PaperRevision, step: Step, check: Check): boolean {
  const { operation, schema, origins } = step;
  const columns = (findTable(schema, operation.table)?.columns ?? [])
    .map(({ name }) => name)
    .filter((name) => mentionsWord(check.expression.toLowerCase(), name.toLowerCase()));
  if (isSureToFail(revision, step)) return true;
  if (isRestored(revision, step, check)) return false;
  if (!check.isValid || isCleaned(revision, step, operation.table, columns)) return false;
  // A new column is NULL, or has its default, in every row: such checks are written to let those pass.
  if (columns.some((column) => isColumnMadeHere(origins, operation.table, column))) return false;
  return isDroppedBefore(revision, step, 'check') ? isNarrowed(revision, operation.table, check) : true;
}

/** The downgrade puts the same condition back: the upgrade found it there. */
function isRestored({ upgrade, downgrade }: PaperRevision, { operation, at }: Step, { expression }: Check): boolean {
  const start = tableAtStart(upgrade, at, operation.table);
  const spelled = (sql: string) => sql.replace(/[\s"()]/g, '').toLowerCase();
  return stepsOf(downgrade, 'addConstraint').some(
    ({ operation: { table, constraint } }) =>
      constraint.type === 'check' && isSameName(table, start) && spelled(constraint.expression) === spelled(expression),
  );
}

/** `CHECK (c IS NOT NULL)` over a column that has just been added without a value. */
function isSureToFail(revision: PaperRevision, step: Step): boolean {
  const { table, constraint } = step.operation;
  const column = constraint.type === 'check' && constraint.isValid ? demanded(constraint.expression) : null;
  if (column === null || !step.origins.columns.has(`${formatName(table)}.${column}`)) return false;
  const known = findColumn(step.schema, table, column);
  const isEmpty = known?.default === null && known.hasUnknownDefault !== true && known.generated === null;
  return isEmpty && known.identity === null && !isWritten(revision, step, table, column);
}

/** The column of `c IS NOT NULL`. */
function demanded(expression: string): string | null {
  const [, quote, name = null] = /^[\s(]*("?)(\w+)"?\s+is\s+not\s+null[\s)]*$/i.exec(expression) ?? [];
  return quote === '' ? (name?.toLowerCase() ?? null) : name;
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
