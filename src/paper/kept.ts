import type { Operation, Read } from '../migration/operation';
import { findTable, isSameName, type ObjectName } from '../schema/model';
import { mentionsWord } from './edit';
import { TEMPORARY } from './apply.tables';
import type { PaperRevision, Step } from './roundtrip';
import { columnAtEnd, tableAtEnd, tableAtStart, type ColumnName } from './tracks';
import { isWord, tokenize } from '../schema/tokens';

/**
 * Backup and restore: an upgrade that first copies what it is about to drop, and a downgrade that copies it back, lose
 * nothing. Only a copy that is still there after the upgrade counts: a temporary table dies with the session.
 */

/** The values of a column that step `at` drops are kept elsewhere, and the downgrade writes them back. */
export function isColumnKept(revision: PaperRevision, at: number, { table, column }: ColumnName): boolean {
  const isSaved = revision.upgrade.slice(0, at).some(({ operation }, index) => {
    const copy = copyOf(operation, table, column);
    return copy !== null && outlives(revision, index, copy);
  });
  if (!isSaved) return false;
  const end = tableAtEnd(revision.upgrade, at, table);
  return revision.downgrade.some((step, index) => writesColumn(revision, step, index, end, column));
}

/** The rows of a table that step `at` drops are kept elsewhere, and the downgrade writes them back. */
export function isTableKept(revision: PaperRevision, at: number, table: ObjectName): boolean {
  const isSaved = revision.upgrade.slice(0, at).some(({ operation }, index) => {
    const copy = copyOf(operation, table, null);
    return copy !== null && !isSameName(copy, table) && outlives(revision, index, copy);
  });
  return isSaved && revision.downgrade.some(({ operation }) => fillsTable(operation, table));
}

/** A table that is made anew: a new one is filled from the old one, which is dropped. */
export interface Rebuild {
  /** Columns of the old table that no copy takes. */
  readonly leftOut: readonly string[];
  /** A copy takes only some of the rows: it has a condition, a join, DISTINCT or a limit. */
  readonly isPartial: boolean;
}

/**
 * The rebuild that SQLite needs for most changes: the new table takes the old one's name when that is dropped, or the old
 * one was moved out of the way before. `null`: step `at` is no such drop.
 */
export function rebuildOf(revision: PaperRevision, at: number, table: ObjectName): Rebuild | null {
  const { upgrade } = revision;
  const successor = successorOf(revision, at, table);
  if (successor === null) return null;
  const fills = upgrade
    .slice(0, at)
    .flatMap(({ operation }) => (copiesInto(operation, successor, table) ? [operation] : []));
  if (fills.length === 0) return null;
  const old = findTable(upgrade[at]?.schema ?? revision.before, table);
  const taken = (column: string) => fills.some((fill) => readsColumn(fill, table, column));
  return {
    leftOut: (old?.columns ?? []).map(({ name }) => name).filter((column) => !taken(column)),
    isPartial: fills.every(isSelective),
  };
}

/** The name, at the time of the copy, of the table that takes the place of the one that step `at` drops. */
function successorOf({ upgrade }: PaperRevision, at: number, table: ObjectName): ObjectName | null {
  const renamed = upgrade.slice(at + 1).find(({ operation }) => renamesTo(operation, table));
  if (renamed?.operation.kind === 'renameTable') return renamed.operation.table;
  const start = tableAtStart(upgrade, at, table);
  if (isSameName(start, table)) return null;
  const isMadeAnew = upgrade
    .slice(0, at)
    .some(({ operation }) => operation.kind === 'createTable' && isSameName(operation.table, start));
  return isMadeAnew ? start : null;
}

function isSelective({ sql }: Operation): boolean {
  const words = ['WHERE', 'JOIN', 'DISTINCT', 'LIMIT', 'GROUP', 'HAVING', 'EXCEPT', 'INTERSECT'];
  return sql !== undefined && tokenize(sql).some((token) => isWord(token, ...words));
}

function renamesTo(operation: Operation, table: ObjectName): boolean {
  return operation.kind === 'renameTable' && isSameName({ schema: table.schema, name: operation.newName }, table);
}

function copiesInto(operation: Operation, target: ObjectName, source: ObjectName): boolean {
  const isFill = operation.kind === 'insert' || (operation.kind === 'createTable' && operation.isFilled);
  return isFill && isSameName(operation.table, target) && operation.reads.some((read) => isFrom(read, source));
}

/** The table into which an operation copies from `table` (and `column`, if one is given), or `null`. */
function copyOf(operation: Operation, table: ObjectName, column: string | null): ObjectName | null {
  switch (operation.kind) {
    case 'createTable':
      return operation.isFilled && readsFrom(operation, table, column) ? operation.table : null;
    case 'insert':
      return readsFrom(operation, table, column) ? operation.table : null;
    case 'update': {
      const isOwn = isSameName(operation.table, table);
      const others = operation.assignments.filter((assignment) => !isOwn || assignment.column !== column);
      const mentions = isOwn && others.some(({ expression }) => column !== null && mentionsWord(expression, column));
      return mentions || (!isOwn && readsFrom(operation, table, column)) ? operation.table : null;
    }
    default:
      return null;
  }
}

function readsFrom(
  operation: Operation & { readonly reads: readonly Read[] },
  table: ObjectName,
  column: string | null,
): boolean {
  if (!operation.reads.some((read) => isFrom(read, table))) return false;
  return column === null || readsColumn(operation, table, column);
}

/** `SELECT *` shows as a read without columns, or only in the text. */
function readsColumn(operation: Operation, table: ObjectName, column: string): boolean {
  if (!('reads' in operation)) return false;
  const isAll = /(^|[\s,.(])\*\s*(,|from\b)/i.test(operation.sql ?? '');
  return operation.reads.some(
    (read) => isFrom(read, table) && (isAll || read.columns.length === 0 || read.columns.includes(column)),
  );
}

function isFrom({ table }: Read, name: ObjectName): boolean {
  return table === null || isSameName(table, name);
}

/** The copy made by step `index` is there, and not only for the session, when the upgrade is done. */
function outlives(revision: PaperRevision, index: number, copy: ObjectName): boolean {
  const kept = findTable(revision.after, tableAtEnd(revision.upgrade, index + 1, copy));
  return kept !== undefined && !kept.traits.includes(TEMPORARY);
}

function writesColumn(
  revision: PaperRevision,
  { operation }: Step,
  index: number,
  table: ObjectName,
  column: string,
): boolean {
  const isIt = (name: ObjectName) => isSameName(tableAtStart(revision.downgrade, index, name), table);
  const now = (name: string) => columnAtEnd(revision.downgrade, index, { table, column: name }).column === column;
  switch (operation.kind) {
    case 'update':
      return isIt(operation.table) && operation.assignments.some((assignment) => now(assignment.column));
    case 'insert':
      return isIt(operation.table) && (operation.columns === null || operation.columns.some(now));
    case 'createTable':
      return operation.isFilled && isSameName(operation.table, table);
    default:
      return false;
  }
}

function fillsTable(operation: Operation, table: ObjectName): boolean {
  switch (operation.kind) {
    case 'insert':
      return isSameName(operation.table, table);
    case 'createTable':
      return operation.isFilled && isSameName(operation.table, table);
    case 'renameTable':
      return renamesTo(operation, table);
    default:
      return false;
  }
}
