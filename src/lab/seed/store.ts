import { formatName, type ObjectName, type Schema, type Table } from '../../schema/model';
import type { Cell, Database, TableRows } from '../engines/engine';

/** Rows that exist or are about to, by table: what new rows refer to, and must differ from. */
export class RowStore {
  readonly #database: Database;
  readonly #schema: Schema;
  readonly #rows = new Map<string, TableRows>();

  constructor(database: Database, schema: Schema) {
    this.#database = database;
    this.#schema = schema;
  }

  /** Reads what the tables hold now, those of them that were not read before. A partitioned table's rows are its partitions'. */
  async load(tables: readonly Table[]): Promise<void> {
    const missing = tables.filter((table) => !this.#rows.has(formatName(table)));
    const sources = missing.flatMap((table) => [table, ...this.#partitionsOf(table)]);
    const found = new Map((await this.#database.rows(sources)).map((rows) => [formatName(rows.table), rows]));
    for (const table of missing) {
      const parts = [table, ...this.#partitionsOf(table)].flatMap((part) => found.get(formatName(part)) ?? []);
      this.#rows.set(formatName(table), joined(table, parts));
    }
  }

  /** A table known to be empty need not be read. */
  setEmpty(table: Table): void {
    this.#rows.set(formatName(table), joined(table, []));
  }

  /** What was loaded or added; nothing of a table that was not. */
  rowsOf(table: ObjectName): TableRows {
    return this.#rows.get(formatName(table)) ?? { table, columns: [], rows: [] };
  }

  add(table: Table, columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const held = this.rowsOf(table);
    const places = held.columns.map((column) => columns.indexOf(column));
    const added = rows.map((row) => places.map((place) => row[place] ?? null));
    this.#rows.set(formatName(table), { ...held, rows: [...held.rows, ...added] });
  }

  /** The last rows added turned out to be others. */
  replace(table: Table, columns: readonly string[], count: number, rows: readonly (readonly Cell[])[]): void {
    const held = this.rowsOf(table);
    this.#rows.set(formatName(table), { ...held, rows: held.rows.slice(0, held.rows.length - count) });
    this.add(table, columns, rows);
  }

  #partitionsOf(table: Table): readonly Table[] {
    if (table.partitionBy === null) return [];
    const parts = this.#schema.tables.filter(({ parent }) => parent && formatName(parent) === formatName(table));
    return parts.flatMap((part) => [part, ...this.#partitionsOf(part)]);
  }
}

/** All rows in one order that does not depend on where the engine keeps them. */
function joined(table: Table, parts: readonly TableRows[]): TableRows {
  const columns = table.columns.map((column) => column.name);
  const rows = parts.flatMap((part) => {
    const places = columns.map((column) => part.columns.indexOf(column));
    return part.rows.map((row) => places.map((place) => row[place] ?? null));
  });
  return { table, columns, rows: rows.sort(byText) };
}

function byText(a: readonly Cell[], b: readonly Cell[]): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
