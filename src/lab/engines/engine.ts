import type { Dialect, ObjectName, Schema } from '../../schema/model';
import type { Assets } from '../assets';

/** Engines are a table to which a line is added (engines.ts); nothing else may assume how many there are. */
export type EngineName = 'sqlite' | 'postgres';

/** How to start an engine. */
export interface Engine {
  readonly name: EngineName;
  readonly label: string;
  readonly dialect: Dialect;
  /** Downloads and starts it with an empty database. `extensions`: names a migration asks for; unknown ones are ignored. */
  open(assets: Assets, options?: { readonly extensions?: readonly string[] }): Promise<Database>;
}

/**
 * One cell as exact text: on Postgres the type's output text, on SQLite the SQL literal that `quote()` gives (so that
 * 1, 1.0 and '1' differ). `null` is SQL NULL. Two cells hold the same value exactly when their texts are equal, except
 * for `json`, which compares by meaning.
 */
export type Cell = string | null;

export interface TableRows {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  /** In the order of `columns`; the rows' order carries no meaning. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows changed by INSERT, UPDATE, DELETE; `null` for other statements. */
  readonly changed: number | null;
}

/** An engine's refusal, as data. */
export interface EngineError {
  readonly message: string;
  /** SQLSTATE on Postgres; the name of the result code where SQLite gives one. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly hint: string | null;
  /** 0-based UTF-16 offset into the statement. */
  readonly position: number | null;
}

/** Thrown by `Database` methods when the engine refuses a statement; anything else thrown is a bug. */
export class SqlError extends Error {
  readonly error: EngineError;

  constructor(error: EngineError) {
    super(error.message);
    this.name = 'SqlError';
    this.error = error;
  }
}

/** A schema as it was, and the names (in any schema) of which something may have changed since. */
export interface KnownSchema {
  readonly schema: Schema;
  readonly touched: ReadonlySet<string>;
}

/** A state that can be returned to. Opaque to callers; belongs to the database that made it. */
export interface Checkpoint {
  readonly engine: EngineName;
}

/**
 * One open database. It has a single session, shared with the runner: callers never overlap calls. Every method leaves
 * the session outside a transaction unless it says otherwise, and none depends on settings that a migration may have
 * changed (search_path, time zone, DateStyle, foreign_keys): `resetSession` first.
 */
export interface Database {
  readonly engine: Engine;
  /** The engine's own version, e.g. `18.6`. */
  readonly version: string;
  /** What a runner connects to. */
  readonly port: EnginePort;
  /** Runs one statement, without parameters; cells come as `Cell`. */
  query(sql: string): Promise<QueryResult>;
  /** Runs a script of statements (seed SQL, a pasted baseline); stops at the first error. */
  execute(script: string): Promise<void>;
  /**
   * The whole schema, without engine-made and Alembic-owned objects (`alembic_version`, sqlite_*, implicit indexes).
   * Tables that are known to be as they were need not be read again: they may be taken from `known`.
   */
  introspect(known?: KnownSchema): Promise<Schema>;
  /** All rows of the given tables, in as few round trips as possible. */
  rows(tables: readonly ObjectName[]): Promise<readonly TableRows[]>;
  /** Ends any transaction and forgets session state: what a new process would find. TEMP tables go too. */
  resetSession(): Promise<void>;
  /**
   * A state to return to, as cheap as the engine can: SQLite copies the file; Postgres opens an outer transaction in
   * which the runner's own transactions are folded into savepoints (see `EnginePort`).
   */
  checkpoint(): Promise<Checkpoint>;
  /**
   * Returns to it. False: it was lost, because something escaped the outer transaction (COMMIT, autocommit); the
   * database is then in the escaped state and the caller must rebuild.
   */
  restore(checkpoint: Checkpoint): Promise<boolean>;
  /** Keeps what happened since the checkpoint and forgets it. */
  release(checkpoint: Checkpoint): Promise<void>;
  /** An empty database again (all schemas, roles' objects, extensions' objects). */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The synchronous door through which a runner's driver talks to the engine. */
export type EnginePort = SqlitePort | PostgresPort;

export interface SqlitePort {
  readonly kind: 'sqlite';
  /** See `runners/alembic/python/sqlite_driver.py`, which is its only caller. The handle changes on restore. */
  readonly connection: () => SqliteConnection;
}

/** One statement at a time, values as SQLite has them: integers are bigint, floats number. */
export interface SqliteConnection {
  run(
    sql: string,
    parameters: readonly SqliteValue[] | Readonly<Record<string, SqliteValue>>,
  ): {
    readonly columns: readonly string[];
    /** Declared types of the result columns where they come from a table, for PARSE_DECLTYPES. */
    readonly declaredTypes: readonly (string | null)[];
    readonly rows: readonly (readonly SqliteValue[])[];
    readonly changes: number;
    readonly lastInsertRowId: bigint;
  };
  isInTransaction(): boolean;
  createFunction(name: string, arity: number, call: (...values: SqliteValue[]) => SqliteValue): void;
}

export type SqliteValue = null | bigint | number | string | Uint8Array;

export interface PostgresPort {
  readonly kind: 'postgres';
  /** Sends frontend messages, gives the backend's answer (PGlite's `execProtocolRawSync`). */
  exchange(message: Uint8Array): Uint8Array;
  /**
   * True while a checkpoint is open: the runner's driver must then use savepoints in place of BEGIN, COMMIT and
   * ROLLBACK, and report when a statement refused to run inside a transaction.
   */
  isFolded(): boolean;
}
