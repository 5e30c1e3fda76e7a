import type { Database as RawDatabase, SqlJsStatic } from 'sql.js';
import { type ObjectName, type Schema } from '../../../schema/model';
import { quoteName } from '../../../schema/ddl';
import type { Cell, Checkpoint, Database, Engine, QueryResult, SqlitePort, SqliteValue, TableRows } from '../engine';
import { Connection, type RunResult } from './connection';
import { Introspection } from './introspect';
import { sqliteLiteral } from './literal';
import { kindOf } from './statement';

/** A copy of the whole database file. */
interface SqliteCheckpoint extends Checkpoint {
  readonly engine: 'sqlite';
  readonly file: Uint8Array;
}

export class SqliteDatabase implements Database {
  readonly engine: Engine;
  readonly version: string;
  readonly port: SqlitePort;
  readonly #sqlite: SqlJsStatic;
  readonly #introspection = new Introspection();
  #database: RawDatabase;
  #connection: Connection;
  /** Whether the connection may know anything that a new one would not. */
  #isUsed = false;

  constructor(engine: Engine, sqlite: SqlJsStatic) {
    this.engine = engine;
    this.#sqlite = sqlite;
    this.#database = new sqlite.Database();
    this.#connection = new Connection(this.#database);
    this.version = String(this.#connection.rows('SELECT sqlite_version()')[0]?.[0]);
    this.port = { kind: 'sqlite', connection: () => this.#used() };
  }

  async query(sql: string): Promise<QueryResult> {
    const { columns, rows, changes } = this.#outsideTransaction(() => this.#used().run(sql, []));
    return { columns, rows: toCells(rows), changed: kindOf(sql) === 'other' ? null : changes };
  }

  async execute(script: string): Promise<void> {
    this.#outsideTransaction(() => {
      this.#used().execute(script);
    });
  }

  async introspect(): Promise<Schema> {
    return this.#introspection.read(this.#connection);
  }

  async rows(tables: readonly ObjectName[]): Promise<readonly TableRows[]> {
    return tables.map(({ schema, name }) => {
      const { columns, rows } = this.#read({ schema, name });
      return { table: { schema, name }, columns, rows: toCells(rows) };
    });
  }

  async resetSession(): Promise<void> {
    this.#rollback();
    // A new connection knows no TEMP objects, attached databases, functions or settings.
    if (this.#isUsed) this.#open(this.#database.export());
  }

  async checkpoint(): Promise<Checkpoint> {
    const checkpoint: SqliteCheckpoint = { engine: 'sqlite', file: this.#database.export() };
    return checkpoint;
  }

  async restore(checkpoint: Checkpoint): Promise<boolean> {
    this.#open(own(checkpoint).file);
    return true;
  }

  async release(): Promise<void> {
    // The copy goes when its caller forgets it.
  }

  async clear(): Promise<void> {
    this.#open();
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #used(): Connection {
    this.#isUsed = true;
    return this.#connection;
  }

  #read(table: ObjectName): RunResult {
    return this.#connection.run(`SELECT * FROM main.${quoteName(table.name)}`, []);
  }

  /** What a script began and did not commit, it takes with it. */
  #outsideTransaction<T>(work: () => T): T {
    try {
      return work();
    } finally {
      this.#rollback();
    }
  }

  #rollback(): void {
    if (this.#connection.isInTransaction()) this.#connection.execute('ROLLBACK');
  }

  #open(file?: Uint8Array): void {
    this.#database.close();
    this.#database = new this.#sqlite.Database(file);
    this.#connection = new Connection(this.#database);
    this.#isUsed = false;
  }
}

function toCells(rows: readonly (readonly SqliteValue[])[]): readonly (readonly Cell[])[] {
  return rows.map((row) => row.map((value) => (value === null ? null : sqliteLiteral(value))));
}

function own(checkpoint: Checkpoint): SqliteCheckpoint {
  if (checkpoint.engine !== 'sqlite') throw new Error('A checkpoint belongs to the database that made it.');
  return checkpoint as SqliteCheckpoint;
}
