import type { Constraint, OperationOf } from '../../migration/operation';
import { foreignKeysTo, isKnownNotNull } from '../../schema/lookup';
import { findTable, isSameName, type ForeignKey, type ObjectName, type Schema, type Table } from '../../schema/model';
import type { Impact, Reason, TableLock, Work } from './model';
import { exclusively } from './impact.tables';

export function addConstraintImpact(operation: OperationOf<'addConstraint'>, schema: Schema): Impact {
  const { table, constraint } = operation;
  switch (constraint.type) {
    case 'foreignKey':
      return {
        locks: [table, constraint.target].map((each): TableLock => ({ table: each, mode: 'SHARE ROW EXCLUSIVE' })),
        work: constraint.isValid ? [work('scan', 'foreign key', table, 'SHARE ROW EXCLUSIVE')] : [],
      };
    case 'check':
      return { locks: [exclusively(table)], work: constraint.isValid ? [work('scan', 'check', table)] : [] };
    case 'primaryKey':
      return { locks: [exclusively(table)], work: primaryKeyWork(operation, constraint, schema) };
    case 'unique':
      return {
        locks: [exclusively(table)],
        work: operation.usingIndex === null ? [work('build', 'unique', table)] : [],
      };
    case 'exclusion':
      return { locks: [exclusively(table)], work: [work('build', 'exclusion', table)] };
  }
}

/** The columns of a primary key become NOT NULL, whatever index it stands on. */
function primaryKeyWork(
  { table, usingIndex }: OperationOf<'addConstraint'>,
  { columns }: Extract<Constraint, { type: 'primaryKey' }>,
  schema: Schema,
): readonly Work[] {
  if (usingIndex === null) return [work('build', 'primary key', table)];
  const index = findTable(schema, table)?.indexes.find(({ name }) => name === usingIndex);
  const keys = index?.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])) ?? columns;
  const isProven = keys.length > 0 && keys.every((column) => isKnownNotNull(schema, table, column));
  return isProven ? [] : [{ ...work('scan', 'not null', table), isCertain: keys.length > 0 }];
}

/** Both ends of a foreign key have its triggers; a key that goes takes those that point at it along. */
export function dropConstraintImpact({ table, name, cascade }: OperationOf<'dropConstraint'>, schema: Schema): Impact {
  const known = findTable(schema, table);
  const target = known?.foreignKeys.find((key) => key.name === name)?.target;
  const children = cascade && known !== undefined ? dependents(known, name, schema) : [];
  return { locks: [table, ...(target === undefined ? [] : [target]), ...children].map(exclusively), work: [] };
}

function dependents(table: Table, name: string | null, schema: Schema): readonly ObjectName[] {
  const isKey = table.primaryKey?.name === name || table.uniques.some((key) => key.name === name);
  return isKey ? foreignKeysTo(schema, table).map((each) => each.table) : [];
}

/** Reads every row beside readers and writers. */
export function validateImpact({ table, name }: OperationOf<'validateConstraint'>, schema: Schema): Impact {
  const known = findTable(schema, table);
  const key = known?.foreignKeys.find((each) => each.name === name);
  const check = known?.checks.find((each) => each.name === name);
  const locks: TableLock[] = [{ table, mode: 'SHARE UPDATE EXCLUSIVE' }];
  if (key !== undefined && !isSameName(key.target, table)) locks.push({ table: key.target, mode: 'ROW SHARE' });
  const isDone = (key ?? check)?.isValid === true;
  return { locks, work: isDone ? [] : [work('scan', reasonOf(key), table, 'SHARE UPDATE EXCLUSIVE')] };
}

function reasonOf(key: ForeignKey | undefined): Reason {
  return key === undefined ? 'check' : 'foreign key';
}

function work(type: Work['type'], reason: Reason, table: ObjectName, mode: Work['mode'] = 'ACCESS EXCLUSIVE'): Work {
  return { type, reason, table, mode, isCertain: true };
}
