import type { SourceFile } from '../../migration/migration';
import type { NamingConvention } from '../convention';
import type { Database } from '../engines/engine';
import type { RunError, StatementRecord, Stub } from '../result';

/** Runs migrations with their own tool against a database. One runner is started once and serves many histories. */
export interface Runner {
  readonly format: 'alembic' | 'sql';
  /** The tool's own version, for the report, e.g. `Alembic 1.20.1, SQLAlchemy 2.1.9, Python 3.14.2`. */
  readonly version: string;
  /** Reads the files as one history and connects it to the database. Ends the session opened before. */
  open(files: readonly SourceFile[], database: Database, options?: OpenOptions): Promise<OpenResult>;
}

export interface OpenOptions {
  /** For constraints that the migrations leave unnamed, where no file writes one out. */
  readonly convention?: NamingConvention;
}

export type OpenResult =
  { readonly ok: true; readonly session: RunnerSession } | { readonly ok: false; readonly errors: readonly RunError[] };

export interface RunnerSession {
  /** The revisions in an order the tool would apply them, parents (and `depends_on`) first. */
  readonly revisions: readonly PlannedRevision[];
  /** Files that are no revision, or could not be loaded: each with its reason. */
  readonly problems: readonly RunError[];
  /**
   * One step, as a process of its own: freshly loaded modules, a new connection, no session state. Never throws for
   * what a migration does; `error` says it.
   */
  run(revision: string, direction: 'upgrade' | 'downgrade', options?: RunOptions): Promise<StepResult>;
  /** Marks a revision as applied or not without running it (after a failure that was stepped over). */
  stamp(revision: string, direction: 'upgrade' | 'downgrade'): Promise<void>;
  close(): Promise<void>;
}

export interface PlannedRevision {
  readonly revision: string;
  readonly path: string;
  readonly title: string;
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
}

export interface RunOptions {
  /** Each operation that fails is skipped (in a savepoint): to get a chain past a revision that this engine cannot run. */
  readonly lenient?: boolean;
  /** What the statements are recorded as. Default: the direction. */
  readonly phase?: StatementRecord['phase'];
}

export interface StepResult {
  readonly statements: readonly StatementRecord[];
  readonly error: StepError | null;
  readonly stubs: readonly Stub[];
  /** What the migration printed (cut to 10 kB). */
  readonly output: string;
  /** Python warnings issued by SQLAlchemy and Alembic (e.g. a CHECK that batch mode skipped). */
  readonly warnings: readonly string[];
  /** What was done differently here than in life: waits that were not waited for, a second connection. */
  readonly notes?: readonly string[];
  readonly ms: number;
}

/** `origin` decides between the verdicts error, unsupported, irreversible and blocked. */
export interface StepError extends RunError {
  /**
   * `engine`: the engine refused a statement (`code` is its SQLSTATE or result code, `statement` the text);
   * `tool`: Alembic or SQLAlchemy refused (CompileError, NotImplementedError for SQLite ALTER, CommandError);
   * `raised`: the migration raised by itself, on purpose or not;
   * `missing`: there is no such function (`downgrade`).
   */
  readonly origin: 'engine' | 'tool' | 'raised' | 'missing';
  readonly statement: string | null;
  readonly exception: string;
}
