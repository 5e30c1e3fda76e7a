import { stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import type { Constraint, OperationOf } from '../../src/migration/operation';
import { postgresConstraintName } from '../../src/paper/names';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import { isWidened, readCondition } from '../../src/schema/conditions';
import {
  findTable,
  formatName,
  isSameName,
  type Dialect,
  type Index,
  type ObjectName,
  type Subject,
  type Table,
} from '../../src/schema/model';
import { isCleared } from './cleared';

/** Keys and checks that come back over rows which were written without them. */
export function constraints(revision: PaperRevision, dialect: Dialect): readonly Report[] {
  return [
    ...stepsOf(revision.downgrade, 'addConstraint')
      // SQLite looks at no key when a table is rebuilt (foreignkeys.html, 2).
      .filter(({ operation }) => dialect !== 'sqlite' || operation.constraint.type !== 'foreignKey')
      .flatMap((step) => ofConstraint(revision, step)),
    ...stepsOf(revision.downgrade, 'createIndex').flatMap((step) => ofIndex(revision, step)),
  ];
}

function ofConstraint(revision: PaperRevision, step: StepOf<'addConstraint'>): readonly Report[] {
  const { operation, schema } = step;
  const { table, constraint, span } = operation;
  const known = findTable(schema, table);
  const columns = columnsOf(constraint, known);
  const empty = emptyKeyColumn(revision, step, columns);
  if (empty !== null) return [emptyKeyReport(step.operation, empty)];
  if (!isAtRisk(revision, step, table, columns) || isHeld(revision, step, constraint)) return [];
  const name = constraint.name ?? (known === undefined ? '' : postgresConstraintName(known, constraint));
  const subject: Subject = { kind: kinds[constraint.type], schema: table.schema, table: table.name, name };
  const isClock = constraint.type === 'check' && clock.test(constraint.expression);
  return [{ span, severity: isClock ? 'error' : 'warning', subject, message: messageOf(table, constraint) }];
}

/** A primary key over a column that the downgrade has just added, without a value in any row. */
function emptyKeyColumn(
  revision: PaperRevision,
  { operation, schema, origins, facts, at }: StepOf<'addConstraint'>,
  columns: readonly string[],
): string | null {
  const { table, constraint, certainty } = operation;
  if (constraint.type !== 'primaryKey' || certainty !== 'always' || hasNoRows(origins, table)) return null;
  const isEmpty = (name: string) => {
    const last = facts.lastOfColumn(table, name, 'created', 'dropped');
    const column = findTable(schema, table)?.columns.find((each) => each.name === name);
    const isNumbered = column?.identity !== null || /serial$/.test(column.type?.name ?? '');
    const isNew = last?.type === 'created' && last.side === 'downgrade' && !isNumbered;
    return isNew && column?.default === null && column.hasUnknownDefault !== true && column.generated === null;
  };
  return columns.find((name) => isEmpty(name) && !isCleared(revision, { facts, at }, table, [name])) ?? null;
}

function emptyKeyReport({ table, constraint, span }: OperationOf<'addConstraint'>, column: string): Report {
  return {
    span,
    severity: 'error',
    subject: { kind: 'primary key', schema: table.schema, table: table.name, name: constraint.name ?? '' },
    message:
      `The downgrade fails as soon as ${formatName(table)} has a row: ${column} is part of the primary key, and it is added back ` +
      'without values. Fill it before the key is created.',
  };
}

/** What the clock says changes without anybody writing. */
const clock = /\b(now|current_date|current_timestamp|localtimestamp|clock_timestamp|sysdate|getdate|curdate)\b/i;

const kinds = {
  primaryKey: 'primary key',
  unique: 'unique',
  foreignKey: 'foreign key',
  check: 'check',
  exclusion: 'exclusion',
} satisfies Record<Constraint['type'], Subject['kind']>;

function columnsOf(constraint: Constraint, table: Table | undefined): readonly string[] {
  if ('columns' in constraint) return constraint.columns;
  const text = constraint.type === 'check' ? constraint.expression : constraint.definition;
  return (table?.columns ?? []).map(({ name }) => name).filter((name) => text.includes(name));
}

/** The table has rows that were there while the constraint was not, and nothing has looked after them. */
function isAtRisk(
  revision: PaperRevision,
  { operation, origins, facts, at }: StepOf<'addConstraint'> | StepOf<'createIndex'>,
  table: ObjectName,
  columns: readonly string[],
): boolean {
  if (
    hasNoRows(origins, table) ||
    operation.certainty !== 'always' ||
    isCleared(revision, { facts, at }, table, columns)
  ) {
    return false;
  }
  // A column that comes back empty breaks no key; a value for all is its own finding.
  const isBack = (column: string) => facts.lastOfColumn(table, column, 'created', 'dropped')?.side === 'downgrade';
  return !columns.some(isBack) && isTakenAway(revision, at, table, operation);
}

/** The upgrade took it away: what the upgrade never touched is the asymmetry's to tell. */
function isTakenAway(
  { before, downgrade }: PaperRevision,
  at: number,
  table: ObjectName,
  operation: StepOf<'addConstraint'>['operation'] | StepOf<'createIndex'>['operation'],
): boolean {
  const old = findTable(before, table) ?? findTable(before, tableAtStart(downgrade, at, table));
  if (old === undefined) return false;
  const { name, columns } = operation.kind === 'createIndex' ? keyOf(operation.index) : keyOf(operation.constraint);
  const keys = [old.primaryKey, ...old.uniques, ...old.foreignKeys, ...old.checks, ...old.exclusions, ...old.indexes];
  return keys.some((key) => {
    const isNamed = name !== null && key?.name === name;
    return isNamed || (key !== null && 'columns' in key && columns !== null && key.columns.join() === columns);
  });
}

function keyOf(key: Constraint | Index): { readonly name: string | null; readonly columns: string | null } {
  return { name: key.name, columns: 'columns' in key ? key.columns.join() : null };
}

/** While the upgrade was in force, something else kept rows from breaking it. */
function isHeld(
  { after, downgrade }: PaperRevision,
  { operation, at }: StepOf<'addConstraint'>,
  constraint: Constraint,
): boolean {
  const now = findTable(after, tableAtStart(downgrade, at, operation.table));
  if (now === undefined) return false;
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
      return isUniqueWithin(now, constraint.columns);
    case 'foreignKey':
      return (
        !constraint.isValid ||
        now.foreignKeys.some(
          (key) => isSameName(key.target, constraint.target) && key.columns.join() === constraint.columns.join(),
        )
      );
    case 'check':
      return !constraint.isValid || now.checks.some((check) => isImplied(check.expression, constraint.expression));
    case 'exclusion':
      return false;
  }
}

/** A key over these columns, or over some of them, makes them unique together. */
function isUniqueWithin(table: Table, columns: readonly string[]): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap((key) => (key === null ? [] : [key.columns]));
  const indexes = table.indexes.filter(({ isUnique, predicate }) => isUnique && predicate === null).map(plainColumns);
  return [...keys, ...indexes].some((each) => each.length > 0 && each.every((column) => columns.includes(column)));
}

function plainColumns({ keys }: Index): readonly string[] {
  return keys.map((key) => (key.kind === 'column' ? key.column : `(${key.expression})`));
}

/** Whatever passes the check that is in force passes the one that comes back. */
function isImplied(now: string, back: string): boolean {
  const [from, to] = [readCondition(now), readCondition(back)];
  return now === back || (from !== null && to !== null && isWidened(from, to) === true);
}

function ofIndex(revision: PaperRevision, step: StepOf<'createIndex'>): readonly Report[] {
  const { table, index, span } = step.operation;
  const columns = plainColumns(index);
  if (!index.isUnique || !isAtRisk(revision, step, table, columns)) return [];
  const now = findTable(revision.after, tableAtStart(revision.downgrade, step.at, table));
  if (now === undefined || isUniqueWithin(now, columns)) return [];
  const subject: Subject = { kind: 'index', schema: table.schema, table: table.name, name: index.name };
  return [{ span, subject, message: uniqueMessage(table, columns) }];
}

function messageOf(table: ObjectName, constraint: Constraint): string {
  const name = formatName(table);
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
      return uniqueMessage(table, constraint.columns);
    case 'foreignKey':
      return (
        `The downgrade fails if a row of ${name} was written meanwhile whose ${constraint.columns.join(', ')} is not in ` +
        `${formatName(constraint.target)}: the upgrade lifts the foreign key. Remove or mend such rows first.`
      );
    case 'check':
      return clock.test(constraint.expression)
        ? `The downgrade fails on rows of ${name} for which ${constraint.expression} is no longer true: the clock has moved on since they were written. Add the check NOT VALID, or leave time out of it.`
        : `The downgrade fails if a row of ${name} was written meanwhile for which ${constraint.expression} is false: the upgrade lifts the check. Mend such rows first.`;
    case 'exclusion':
      return `The downgrade fails if rows of ${name} were written meanwhile that exclude each other: the upgrade lifts the constraint. Mend such rows first.`;
  }
}

function uniqueMessage(table: ObjectName, columns: readonly string[]): string {
  return (
    `The downgrade fails if two rows of ${formatName(table)} with the same ${columns.join(', ')} were written meanwhile: ` +
    'the upgrade allows it. Merge or delete such rows first.'
  );
}
