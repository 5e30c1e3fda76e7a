import { quoteText } from '../../../schema/ddl';
import { type Column, emptySchema, type Schema, type Table } from '../../../schema/model';
import { parseType } from '../../../schema/type';
import { groupBy } from '../../../schema/groups';
import type { Connection } from './connection';
import { parseCreateIndex } from './create-index';
import { parseCreateTable } from './create-table';

/** A row of `sqlite_schema`. */
interface Entry {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

/**
 * Reads the schema in one query. A definition's text says all, so each text is parsed once: along a chain of revisions
 * only what a revision touched is parsed again, and a table that is as it was is the same object.
 */
export class Introspection {
  readonly #tables = new Remembered<Table>();

  read(connection: Connection): Schema {
    const entries = readEntries(connection);
    const ofType = (type: string) => entries.filter((entry) => entry.type === type);
    const indexes = groupBy(ofType('index'), ({ table }) => table);
    const tables = ofType('table').map((entry) => {
      const own = indexes.get(entry.name) ?? [];
      const text = [entry, ...own].map(({ name, sql }) => `${name}\n${sql}`).join('\n');
      return this.#tables.get(text, () => readTable(entry, own, connection));
    });
    this.#tables.forgetUnused();
    return {
      ...emptySchema,
      tables,
      views: ofType('view').map(({ name, sql }) => ({ schema: null, name, definition: sql, isMaterialized: false })),
      triggers: ofType('trigger').map(({ name, table, sql }) => {
        return { schema: null, table, name, definition: sql, isEnabled: true };
      }),
    };
  }
}

/** What was parsed, by its text, for as long as each reading still asks for it. */
class Remembered<T> {
  #known = new Map<string, T>();
  #used = new Map<string, T>();

  get(text: string, parse: () => T): T {
    const value = this.#known.get(text) ?? parse();
    this.#used.set(text, value);
    return value;
  }

  forgetUnused(): void {
    this.#known = this.#used;
    this.#used = new Map();
  }
}

/**
 * Engine-made indexes have no text. Tables named `sqlite_...` are SQLite's own, shadow tables those of a virtual table,
 * and `alembic_version` is Alembic's.
 */
const entriesQuery = `
  SELECT s.type, s.name, s.tbl_name, s.sql
  FROM main.sqlite_schema AS s
  WHERE s.sql IS NOT NULL
    AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND s.tbl_name <> 'alembic_version'
    AND s.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
  ORDER BY s.rowid`;

function readEntries(connection: Connection): readonly Entry[] {
  return connection.rows(entriesQuery).map(([type, name, table, sql]) => {
    return { type: String(type), name: String(name), table: String(table), sql: String(sql) };
  });
}

function readTable(entry: Entry, indexes: readonly Entry[], connection: Connection): Table {
  return {
    ...readDefinition(entry, connection),
    indexes: indexes.map(({ name, sql }) => parseCreateIndex(name, sql)),
  };
}

function readDefinition({ name, sql }: Entry, connection: Connection): Table {
  const virtual = /^create\s+virtual\s+table\s.*?\b(using\s.*)$/is.exec(sql);
  if (virtual?.[1] === undefined) return parseCreateTable(name, sql);
  return {
    ...parseCreateTable(name, 'CREATE TABLE v ()'),
    columns: readColumns(name, connection),
    traits: [virtual[1]],
  };
}

/** The columns of a virtual table are its module's business: only SQLite can tell. `hidden = 1`: not part of `*`. */
function readColumns(table: string, connection: Connection): readonly Column[] {
  const rows = connection.rows(`SELECT name, type FROM pragma_table_xinfo(${quoteText(table)}) WHERE hidden <> 1`);
  return rows.map(([name, type]) => ({
    name: String(name),
    type: parseType(String(type), 'sqlite'),
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
  }));
}
