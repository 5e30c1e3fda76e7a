import type { Operation } from '../../migration/operation';
import { isSameName, type ObjectName, type Schema } from '../../schema/model';
import { addColumnImpact, alterColumnImpact, dropColumnImpact } from './impact.columns';
import { addConstraintImpact, dropConstraintImpact, validateImpact } from './impact.constraints';
import { createIndexImpact, dropIndexImpact } from './impact.indexes';
import { alterTableImpact, createTableImpact, dropTableImpact, truncateImpact } from './impact.tables';
import { upkeepImpact } from './impact.upkeep';
import { isStronger, type LockMode } from './modes';

/**
 * What a statement costs the sessions beside it on Postgres: the locks that it takes and keeps until the transaction
 * ends, and the work that it does meanwhile. Measured, and measured again in every test run, on the real engine
 * (src/lab/engines/postgres/locks.test.ts).
 */
export interface Impact {
  /** The strongest lock on each table, other than tables that the statement itself creates. ACCESS SHARE is left out. */
  readonly locks: readonly TableLock[];
  /** Work that takes longer the more rows there are; the worst first. */
  readonly work: readonly Work[];
}

export interface TableLock {
  readonly table: ObjectName;
  readonly mode: LockMode;
}

export interface Work {
  /** `rewrite`: every row is written and every index built anew; `build`: an index is built; `scan`: every row is read. */
  readonly type: 'rewrite' | 'build' | 'scan';
  readonly reason: Reason;
  readonly table: ObjectName;
  /** The lock that the table has meanwhile. */
  readonly mode: LockMode;
  /** False where the text does not tell (a function whose volatility is not known, a session's time zone). */
  readonly isCertain: boolean;
}

export type Reason =
  | 'cluster'
  | 'check'
  | 'constrained domain'
  | 'default'
  | 'default partition'
  | 'domain'
  | 'exclusion'
  | 'foreign key'
  | 'generated'
  | 'identity'
  | 'index'
  | 'not null'
  | 'partition bound'
  | 'primary key'
  | 'refresh'
  | 'reindex'
  | 'serial'
  | 'storage'
  | 'type'
  | 'unique'
  | 'vacuum full'
  | 'volatile default';

export interface ImpactSetting {
  /** The server's major version; `null`: a current one. */
  readonly serverVersion: number | null;
  /** What of the schema is made up (see `InferredBaseline.guesses`). */
  readonly guesses: ReadonlySet<string>;
}

export const noImpact: Impact = { locks: [], work: [] };

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
