import type { Operation } from '../../migration/operation';
import { isSameName, type ObjectName, type Schema } from '../../schema/model';
import { addColumnImpact, alterColumnImpact, dropColumnImpact } from './impact.columns';
import { addConstraintImpact, dropConstraintImpact, validateImpact } from './impact.constraints';
import { createIndexImpact, dropIndexImpact } from './impact.indexes';
import { alterTableImpact, createTableImpact, dropTableImpact, truncateImpact } from './impact.tables';
import { upkeepImpact } from './impact.upkeep';
import { noImpact, type Impact, type ImpactSetting, type TableLock, type Work } from './model';
import { isStronger, type LockMode } from './modes';

/** What an operation costs that meets `schema`. */
export function impactOf(operation: Operation, schema: Schema, setting: ImpactSetting): Impact {
  const { locks, work } = rawImpact(operation, schema, setting);
  return { locks: strongestOfEach(locks), work: work.toSorted((a, b) => rank[a.type] - rank[b.type]) };
}

function rawImpact(operation: Operation, schema: Schema, setting: ImpactSetting): Impact {
  switch (operation.kind) {
    case 'createTable':
      return createTableImpact(operation, schema);
    case 'dropTable':
      return dropTableImpact(operation, schema);
    case 'alterTable':
      return alterTableImpact(operation, schema);
    case 'addColumn':
      return addColumnImpact(operation, schema, setting);
    case 'dropColumn':
      return dropColumnImpact(operation, schema);
    case 'alterColumn':
      return alterColumnImpact(operation, schema, setting);
    case 'createIndex':
      return createIndexImpact(operation, schema);
    case 'dropIndex':
      return dropIndexImpact(operation, schema);
    case 'addConstraint':
      return addConstraintImpact(operation, schema);
    case 'dropConstraint':
      return dropConstraintImpact(operation, schema);
    case 'validateConstraint':
      return validateImpact(operation, schema);
    case 'renameTable':
    case 'renameConstraint':
      return locked(operation.table, 'ACCESS EXCLUSIVE');
    case 'createDefined':
      return operation.table === null ? noImpact : locked(operation.table, makingLocks[operation.object] ?? null);
    case 'dropDefined':
      return operation.table === null ? noImpact : locked(operation.table, 'ACCESS EXCLUSIVE');
    case 'truncate':
      return truncateImpact(operation, schema);
    case 'insert':
    case 'update':
    case 'delete':
      return locked(operation.table, 'ROW EXCLUSIVE');
    case 'other':
      return upkeepImpact(operation, schema);
    default:
      return noImpact;
  }
}

/** What is made on a table without being part of it. */
const makingLocks: Readonly<Record<string, LockMode>> = {
  trigger: 'SHARE ROW EXCLUSIVE',
  policy: 'ACCESS EXCLUSIVE',
};

function locked(table: ObjectName, mode: LockMode | null): Impact {
  return mode === null ? noImpact : { locks: [{ table, mode }], work: [] };
}

const rank: Readonly<Record<Work['type'], number>> = { rewrite: 0, build: 1, scan: 2 };

function strongestOfEach(locks: readonly TableLock[]): readonly TableLock[] {
  const strongest: TableLock[] = [];
  for (const lock of locks) {
    const at = strongest.findIndex(({ table }) => isSameName(table, lock.table));
    const other = strongest[at];
    if (other === undefined) strongest.push(lock);
    else if (isStronger(lock.mode, other.mode)) strongest[at] = lock;
  }
  return strongest;
}
