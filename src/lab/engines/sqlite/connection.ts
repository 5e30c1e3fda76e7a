import type { BindParams, Database, Statement } from 'sql.js';
import type { SqliteConnection, SqliteValue } from '../engine';
import { translateErrors } from './errors';
import { refuseTooNew } from './deployed';
import { bind, kindOf } from './statement';

/** One statement's outcome, as the port's callers and we ourselves want it. */
export type RunResult = ReturnType<SqliteConnection['run']>;

/** sql.js with exact values: integers as bigint, floats as number. */
export class Connection implements SqliteConnection {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws SqlError */
  run(...[sql, parameters]: Parameters<SqliteConnection['run']>): RunResult {
    const bound = bind(sql, parameters);
    refuseTooNew(bound.sql);
    return translateErrors(() => {
      if (isBlank(bound.sql)) return nothing;
      const statement = this.#database.prepare(bound.sql);
      try {
        statement.bind(toBindable(bound.values));
        return this.#result(statement, sql);
      } finally {
        statement.free();
      }
    });
  }

  /** Runs a script of statements up to the first that fails; gives the rows of none. */
  execute(script: string): void {
    translateErrors(() => this.#database.exec(script));
  }

  /** The rows of one query of ours. */
  rows(sql: string): readonly (readonly SqliteValue[])[] {
    return this.run(sql, []).rows;
  }

  /**
   * sql.js has no `sqlite3_get_autocommit`. Asking for a transaction tells: inside one, the answer is no, and nothing
   * has happened; outside, the new one is given back.
   */
  isInTransaction(): boolean {
    try {
      this.#database.run('BEGIN');
    } catch (cause) {
      if (cause instanceof Error && cause.message.includes('within a transaction')) return true;
      throw cause;
    }
    this.#database.run('ROLLBACK');
    return false;
  }

  /**
   * sql.js calls with doubles for integers, and knows no integer results but booleans: whole numbers are given as
   * bigint, and integers other than 0 and 1 come back as floats.
   */
  createFunction(name: string, arity: number, call: (...values: SqliteValue[]) => SqliteValue): void {
    const wrapped = (...values: SqliteValue[]) => fromExact(call(...values.map(toExact)));
    // sql.js reads the number of arguments from the function.
    Object.defineProperty(wrapped, 'length', { value: arity });
    translateErrors(() => this.#database.create_function(name, wrapped));
  }

  #result(statement: Statement, sql: string): RunResult {
    const rows: (readonly SqliteValue[])[] = [];
    while (statement.step()) rows.push(readRow(statement));
    const columns = statement.getColumnNames();
    const kind = kindOf(sql);
    return {
      columns,
      // sql.js does not export sqlite3_column_decltype.
      declaredTypes: columns.map(() => null),
      rows,
      changes: kind === 'other' ? 0 : this.#database.getRowsModified(),
      lastInsertRowId: kind === 'insert' ? this.#lastInsertRowId() : 0n,
    };
  }

  #lastInsertRowId(): bigint {
    const value = this.#database.exec('SELECT CAST(last_insert_rowid() AS TEXT)')[0]?.values[0]?.[0];
    return BigInt(typeof value === 'string' ? value : 0);
  }
}

const nothing: RunResult = { columns: [], declaredTypes: [], rows: [], changes: 0, lastInsertRowId: 0n };

/** `useBigInt` is sql.js's (1.16, README "BigInt"), but not in its types. */
interface ExactStatement {
  get(parameters: null, config: { readonly useBigInt: true }): SqliteValue[];
}

function readRow(statement: Statement): readonly SqliteValue[] {
  return (statement as unknown as ExactStatement).get(null, { useBigInt: true });
}

/** What `bind` left to be bound are integers of 32 bits, which sql.js binds as integers when they are numbers. */
function toBindable(values: readonly SqliteValue[]): BindParams {
  return values.map((value) => (typeof value === 'bigint' ? Number(value) : value));
}

/** sql.js refuses to prepare text without a statement in it. */
function isBlank(sql: string): boolean {
  return /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*.*?\*\/)*$/s.test(sql);
}

function toExact(value: SqliteValue): SqliteValue {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function fromExact(value: SqliteValue): SqliteValue | boolean {
  if (value === 0n || value === 1n) return value === 1n;
  return typeof value === 'bigint' ? Number(value) : value;
}
