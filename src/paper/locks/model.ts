import type { ObjectName } from '../../schema/model';
import type { LockMode } from './modes';

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
