import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { findTable, formatName, type ObjectName, type Schema } from '../schema/model';
import { isEveryRow, isFilling } from './writes';

/** Something that an operation did to a table or to a column. */
export interface Fact {
  /**
   * `filled`: every row of the column, or every row that had none, got a value; `written`: some did; `left`: the name
   * was given up by a rename; `emptied`: no row can be left.
   */
  readonly type: 'created' | 'dropped' | 'renamed' | 'left' | 'filled' | 'written' | 'inserted' | 'deleted' | 'emptied';
  readonly operation: Operation;
  readonly migration: Migration;
  readonly side: 'upgrade' | 'downgrade';
}

/** A fact in a chronicle: `at` orders them, `from` is the name that a renamed object had. */
interface Entry extends Fact {
  readonly at: number;
  readonly from: string | null;
}

/**
 * What happened over a history up to one moment, by object. A table or a column keeps its facts when it is renamed. The
 * facts of a downgrade are its own: the next revision knows nothing of them.
 */
export class Facts {
  readonly #entries: (key: string) => readonly Entry[];
  readonly #until: number;

  constructor(entries: (key: string) => readonly Entry[], until: number) {
    this.#entries = entries;
    this.#until = until;
  }

  /** What happened to the table as a whole, and to its rows; oldest first. */
  ofTable(table: ObjectName): readonly Fact[] {
    return this.#of(formatName(table), this.#until);
  }

  /** What happened to the column; of one that was created with its table, the table knows when. Oldest first. */
  ofColumn(table: ObjectName, column: string): readonly Fact[] {
    return this.#ofColumn(formatName(table), column, this.#until);
  }

  /** The last fact of the given types, if there is one. */
  lastOfTable(table: ObjectName, ...types: readonly Fact['type'][]): Fact | undefined {
    return this.ofTable(table).findLast(({ type }) => types.includes(type));
  }

  lastOfColumn(table: ObjectName, column: string, ...types: readonly Fact['type'][]): Fact | undefined {
    return this.ofColumn(table, column).findLast(({ type }) => types.includes(type));
  }

  /** The operation that made the column: that added it, or created its table. `undefined`: it was there before the files. */
  birthOf(table: ObjectName, column: string): Fact | undefined {
    const own = this.lastOfColumn(table, column, 'created', 'dropped');
    if (own?.type === 'created') return own;
    const made = this.lastOfTable(table, 'created', 'dropped');
    return own === undefined && made?.type === 'created' ? made : undefined;
  }

  /**
   * Every row has been given a value since the column was made: an UPDATE of all rows, or of those without one
   * (`WHERE c IS NULL`), in this revision or an earlier one.
   */
  isFilled(table: ObjectName, column: string): boolean {
    const last = this.lastOfColumn(table, column, 'created', 'dropped', 'filled');
    return last?.type === 'filled';
  }

  #of(key: string, until: number): readonly Entry[] {
    const known = this.#known(key, until);
    const renamed = known.findLastIndex(({ type }) => type === 'renamed');
    const { from = null, at = 0 } = known[renamed] ?? {};
    return from === null ? known : [...this.#of(from, at), ...known.slice(renamed)];
  }

  /** A column's key holds its table's name, so that a renamed table has the older facts under the older name. */
  #ofColumn(table: string, column: string, until: number): readonly Entry[] {
    const moved = this.#known(table, until).findLast(({ type }) => type === 'renamed');
    const own = this.#of(`${table}.${column}`, until);
    if (moved === undefined || moved.from === null) return own;
    const since = own.filter(({ at }) => at > moved.at);
    const origin = since.find(({ type }) => type === 'renamed')?.from ?? `${table}.${column}`;
    return [...this.#ofColumn(moved.from, origin.slice(table.length + 1), moved.at), ...since];
  }

  #known(key: string, until: number): readonly Entry[] {
    const entries = this.#entries(key);
    const end = entries.findIndex(({ at }) => at >= until);
    return end < 0 ? entries : entries.slice(0, end);
  }
}

/** Keeps what happens as operations are walked. Grows by what an operation tells, so that a long history stays cheap. */
export class Chronicle {
  readonly #entries = new Map<string, Entry[]>();
  readonly #past: (key: string) => readonly Entry[];
  #now: number;

  private constructor(past: (key: string) => readonly Entry[], now: number) {
    this.#past = past;
    this.#now = now;
  }

  static begin(): Chronicle {
    return new Chronicle(() => [], 0);
  }

  /** One that goes on from here and leaves this one as it is. */
  fork(): Chronicle {
    const now = this.#now;
    return new Chronicle((key) => this.#of(key).filter(({ at }) => at < now), now);
  }

  /** What it knew at a moment (`now`), to go on from there in another way; holds nothing of what it was told later. */
  asOf(moment: number): Chronicle {
    const copy = new Chronicle(this.#past, moment);
    for (const [key, entries] of this.#entries) {
      const known = entries.filter(({ at }) => at < moment);
      if (known.length > 0) copy.#entries.set(key, known);
    }
    return copy;
  }

  /** How much it has been told. */
  get now(): number {
    return this.#now;
  }

  /** What is known at this moment. */
  get facts(): Facts {
    return new Facts((key) => this.#of(key), this.#now);
  }

  /** Notes what an operation that meets `schema` does. */
  record(operation: Operation, schema: Schema, migration: Migration, side: Fact['side']): void {
    for (const { key, type, from = null } of told(operation, schema)) {
      const entry: Entry = { type, operation, migration, side, from, at: this.#now };
      const entries = this.#entries.get(key);
      if (entries === undefined) this.#entries.set(key, [entry]);
      else entries.push(entry);
    }
    this.#now += 1;
  }

  #of(key: string): readonly Entry[] {
    const past = this.#past(key);
    const own = this.#entries.get(key) ?? [];
    return past.length === 0 ? own : [...past, ...own];
  }
}

interface Told {
  readonly key: string;
  readonly type: Fact['type'];
  readonly from?: string;
}

function told(operation: Operation, schema: Schema): readonly Told[] {
  switch (operation.kind) {
    case 'createTable':
      return findTable(schema, operation.table) === undefined ? [about(operation.table, 'created')] : [];
    case 'dropTable':
      return [about(operation.table, 'dropped')];
    case 'renameTable':
      return renamed(formatName(operation.table), formatName({ ...operation.table, name: operation.newName }));
    case 'addColumn':
      return [about(operation.table, 'created', operation.column.name)];
    case 'dropColumn':
      return [about(operation.table, 'dropped', operation.column)];
    case 'alterColumn': {
      const { table, column, change } = operation;
      const key = `${formatName(table)}.`;
      return change.newName === undefined ? [] : renamed(key + column, key + change.newName);
    }
    case 'update':
      return operation.assignments.map((assignment) =>
        about(operation.table, isFilling(operation, assignment) ? 'filled' : 'written', assignment.column),
      );
    case 'insert':
      return [about(operation.table, 'inserted')];
    case 'delete':
      return [about(operation.table, isEveryRow(operation.where) ? 'emptied' : 'deleted')];
    case 'truncate':
      return operation.tables.map((table) => about(table, 'emptied'));
    default:
      return [];
  }
}

function about(table: ObjectName, type: Fact['type'], column?: string): Told {
  return { key: column === undefined ? formatName(table) : `${formatName(table)}.${column}`, type };
}

function renamed(from: string, to: string): readonly Told[] {
  return from === to
    ? []
    : [
        { key: from, type: 'left' },
        { key: to, type: 'renamed', from },
      ];
}
