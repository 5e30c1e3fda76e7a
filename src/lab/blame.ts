import type { Operation } from '../migration/operation';
import { isSameName, type ObjectName } from '../schema/model';
import type { Drift, Loss, StatementRecord } from './result';

/** A line of a pasted file. */
export interface Place {
  readonly line: number | null;
  readonly path: string | null;
}

/** A recorded statement and what it does, as the SQL reader understands it. */
export interface ReadStatement {
  readonly record: StatementRecord;
  readonly operations: readonly Operation[];
}

const nowhere: Place = { line: null, path: null };

/**
 * Finds the statement that destroyed or changed something: first what names the very object, then what touches its
 * table, in the upgrade before the downgrade (what the downgrade merely fails to bring back was destroyed before).
 */
export function blameLoss(loss: Loss, statements: readonly ReadStatement[]): Place {
  const culprit =
    loss.kind === 'rows-added'
      ? firstOf(statements, (op) => insertsInto(op, loss.table))
      : (firstOf(statements, (op) => destroys(op, loss.table, loss.column)) ??
        rebuildWithout(statements, loss) ??
        firstOf(statements, (op) => rewrites(op, loss.table)) ??
        mentioning(statements, loss.table.name, loss.column));
  return placeOf(culprit);
}

/** A drift's cause: what dropped, made or altered the object; for a column that is gone also a table rebuild. */
export function blameDrift(drift: Drift, statements: readonly ReadStatement[]): Place {
  const table = { schema: drift.schema, name: drift.table ?? drift.name };
  const culprit =
    firstOf(statements, (op) => concerns(op, drift, table)) ??
    firstOf(statements, (op) => drift.change !== 'extra' && destroys(op, table, null)) ??
    firstOf(statements, (op) => rewrites(op, table)) ??
    mentioning(statements, drift.name, drift.table);
  return placeOf(culprit);
}

function placeOf(statement: ReadStatement | undefined): Place {
  return statement ? { line: statement.record.line, path: statement.record.path } : nowhere;
}

const phases = ['upgrade', 'downgrade'] as const;

function firstOf(statements: readonly ReadStatement[], isCulprit: (op: Operation) => boolean) {
  for (const phase of phases) {
    const found = statements.find(({ record, operations }) => record.phase === phase && operations.some(isCulprit));
    if (found) return found;
  }
  return undefined;
}

function destroys(op: Operation, table: ObjectName, column: string | null): boolean {
  switch (op.kind) {
    case 'dropTable':
    case 'delete':
      return isSameName(op.table, table);
    case 'truncate':
      return op.tables.some((truncated) => isSameName(truncated, table)) || op.cascade;
    case 'dropColumn':
      return isSameName(op.table, table) && op.column === column;
    case 'update':
      return isSameName(op.table, table) && op.assignments.some((set) => set.column === column);
    case 'alterColumn':
      return isSameName(op.table, table) && op.column === column && op.change.type !== undefined;
    default:
      return false;
  }
}

/** SQLite's way to change a table: a copy under another name, the old one dropped, the copy renamed. */
function rewrites(op: Operation, table: ObjectName): boolean {
  return op.kind === 'renameTable' && op.newName === table.name;
}

/** The rebuild whose copy lacks the column: its INSERT ... SELECT is where the values were left out. */
function rebuildWithout(statements: readonly ReadStatement[], { table, column }: Loss): ReadStatement | undefined {
  if (column === null) return undefined;
  return firstOf(
    statements,
    (op) =>
      op.kind === 'createTable' &&
      op.table.name.endsWith(table.name) &&
      op.table.name !== table.name &&
      !op.columns.some(({ name }) => name === column),
  );
}

function insertsInto(op: Operation, table: ObjectName): boolean {
  return op.kind === 'insert' && isSameName(op.table, table);
}

function concerns(op: Operation, drift: Drift, table: ObjectName): boolean {
  switch (op.kind) {
    case 'createTable':
    case 'dropTable':
      return drift.kind === 'table' && isSameName(op.table, table);
    case 'renameTable':
      return drift.kind === 'table' && (isSameName(op.table, table) || op.newName === drift.name);
    case 'addColumn':
      return drift.kind === 'column' && isSameName(op.table, table) && op.column.name === drift.name;
    case 'dropColumn':
      return isSameName(op.table, table) && (op.column === drift.name || drift.before?.includes(op.column) === true);
    case 'alterColumn':
      return isSameName(op.table, table) && (op.column === drift.name || op.change.newName === drift.name);
    case 'createIndex':
      return drift.kind === 'index' && op.index.name === drift.name;
    case 'dropIndex':
    case 'renameIndex':
      return op.name === drift.name;
    case 'addConstraint':
      return isSameName(op.table, table) && op.constraint.name === drift.name;
    case 'dropConstraint':
    case 'renameConstraint':
    case 'validateConstraint':
      return isSameName(op.table, table) && op.name === drift.name;
    case 'createEnum':
    case 'dropEnum':
    case 'renameType':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'createDefined':
    case 'dropDefined':
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
      return op.name.name === drift.name;
    case 'createExtension':
    case 'dropExtension':
    case 'createSchema':
    case 'dropSchema':
      return op.name === drift.name;
    default:
      return false;
  }
}

/** The last resort where the SQL could not be read: a statement that changes things and names both. */
function mentioning(statements: readonly ReadStatement[], name: string, other: string | null) {
  const names = [name, other].filter((word): word is string => word !== null).map(wordPattern);
  for (const phase of phases) {
    const found = statements.find(
      ({ record }) =>
        record.phase === phase && !/^\s*select\b/i.test(record.sql) && names.every((word) => word.test(record.sql)),
    );
    if (found) return found;
  }
  return undefined;
}

function wordPattern(word: string): RegExp {
  return new RegExp(`(?<![\\w$])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'i');
}
