import { formatName, type ObjectName, type Schema } from '../../../schema/model';
import type { Checkpoint, Database, Engine, KnownSchema, PostgresPort, QueryResult, TableRows } from '../engine';
import { Checkpoints, type PostgresCheckpoint } from './checkpoints';
import { checkDeferred, emptyDatabase, forgetSession, forgetSessionInTransaction } from './cleaning';
import { introspect, introspectSince } from './introspect';
import { rowsQuery } from './rows';
import type { PostgresSession } from './session';

export class PostgresDatabase implements Database {
  readonly engine: Engine;
  readonly version: string;
  readonly port: PostgresPort;
  readonly #session: PostgresSession;
  readonly #checkpoints: Checkpoints;

  constructor(engine: Engine, session: PostgresSession) {
    this.engine = engine;
    this.#session = session;
    this.#checkpoints = new Checkpoints(session);
    this.version = session.run('SHOW server_version')[0]?.rows[0]?.[0] ?? 'unknown';
    this.port = { kind: 'postgres', exchange: session.exchange, isFolded: () => this.#checkpoints.isOpen };
  }

  async query(sql: string): Promise<QueryResult> {
    return this.#run(sql).at(-1) ?? { columns: [], rows: [], changed: null };
  }

  async execute(script: string): Promise<void> {
    this.#run(script);
  }

  async introspect(known?: KnownSchema): Promise<Schema> {
    return (known && introspectSince(this.#session, known)) ?? introspect(this.#session);
  }

  async rows(tables: readonly ObjectName[]): Promise<readonly TableRows[]> {
    if (tables.length === 0) return [];
    const results = this.#session.run(tables.map(rowsQuery).join(';\n'));
    return tables.map(({ schema, name }, index) => {
      const result = results[index];
      if (result === undefined) throw new Error(`Postgres gave no rows for ${formatName({ schema, name })}.`);
      return { table: { schema, name }, columns: result.columns, rows: result.rows };
    });
  }

  async resetSession(): Promise<void> {
    if (this.#checkpoints.isOpen) this.#checkpoints.settle();
    if (this.#checkpoints.isOpen) {
      this.#session.run(forgetSessionInTransaction);
    } else {
      this.#rollback();
      this.#session.run(forgetSession);
    }
  }

  async checkpoint(): Promise<Checkpoint> {
    return this.#checkpoints.take();
  }

  async restore(checkpoint: Checkpoint): Promise<boolean> {
    return this.#checkpoints.restore(own(checkpoint));
  }

  async release(checkpoint: Checkpoint): Promise<void> {
    this.#checkpoints.release(own(checkpoint));
  }

  /** Roles stay: they belong to the server, and dropping one needs to know who granted what to it. */
  async clear(): Promise<void> {
    this.#checkpoints.abandon();
    this.#session.run(forgetSession);
    this.#session.run(emptyDatabase);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #rollback(): void {
    if (this.#session.status !== 'idle') this.#session.run('ROLLBACK');
  }

  /** Inside a checkpoint a refused statement would block all that follow; outside, it must not leave a transaction open. */
  #run(script: string): readonly QueryResult[] {
    if (this.#checkpoints.isOpen) return this.#runInSavepoint(script);
    try {
      return this.#session.run(script);
    } finally {
      this.#rollback();
    }
  }

  #runInSavepoint(script: string): readonly QueryResult[] {
    this.#session.run('SAVEPOINT roundtrip_query');
    try {
      const results = this.#session.run(script);
      // As if it had been committed.
      if (results.some(({ changed }) => changed !== null)) this.#session.run(checkDeferred);
      this.#session.run('RELEASE SAVEPOINT roundtrip_query');
      return results;
    } catch (error) {
      this.#session.tries('ROLLBACK TO SAVEPOINT roundtrip_query; RELEASE SAVEPOINT roundtrip_query');
      throw error;
    }
  }
}

function own(checkpoint: Checkpoint): PostgresCheckpoint {
  if (checkpoint.engine !== 'postgres') throw new Error('A checkpoint belongs to the database that made it.');
  return checkpoint as PostgresCheckpoint;
}
