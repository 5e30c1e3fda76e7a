import { formatName, type ObjectName } from '../../schema/model';
import type { ColumnFact, TableFact } from './facts';

/** A table under its present name, with its columns under theirs; `null` marks a column that is gone. */
export interface LiveTable {
  readonly fact: TableFact;
  readonly columns: Map<string, ColumnFact | null>;
}

/**
 * Which names mean which facts at a point of the history. A downgrade is walked in a fork: it sees what the upgrade left
 * and its changes end with it, at the cost of the tables that it touches only.
 */
export class Scope {
  readonly #parent: Scope | null;
  readonly #tables = new Map<string, LiveTable | null>();

  constructor(parent: Scope | null = null) {
    this.#parent = parent;
  }

  fork(): Scope {
    return new Scope(this);
  }

  /** `undefined`: never heard of; `null`: dropped. */
  find(name: ObjectName): LiveTable | null | undefined {
    const key = formatName(name);
    if (this.#tables.has(key)) return this.#tables.get(key);
    const inherited = this.#parent?.find(name);
    if (inherited === undefined || inherited === null) return inherited;
    const own = { fact: inherited.fact, columns: new Map(inherited.columns) };
    this.#tables.set(key, own);
    return own;
  }

  set(name: ObjectName, table: LiveTable): void {
    this.#tables.set(formatName(name), table);
  }

  drop(name: ObjectName): void {
    this.#tables.set(formatName(name), null);
  }

  /** A table that has been there from the start: known to every scope. */
  presume(name: ObjectName, fact: TableFact): LiveTable {
    this.#parent?.presume(name, fact);
    const table = { fact, columns: new Map<string, ColumnFact | null>() };
    this.#tables.set(formatName(name), table);
    return table;
  }

  /** A column that has been there from the start. */
  presumeColumn(table: ObjectName, name: string, column: ColumnFact): void {
    this.#parent?.presumeColumn(table, name, column);
    const live = this.find(table);
    if (live?.columns.has(name) === false) live.columns.set(name, column);
  }
}
