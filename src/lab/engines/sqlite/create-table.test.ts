import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteText } from '../../../schema/ddl';
import { renderType } from '../../../schema/type';
import { nodeAssets } from '../../assets.node';
import type { Database } from '../engine';
import { sqlite } from './sqlite';

/** SQLite's own pragmas are the other way to know a table: where they speak, the parsed text must agree. */
const definitions: readonly string[] = [
  'CREATE TABLE t (id INTEGER PRIMARY KEY, a)',
  `CREATE TABLE t (Id INTEGER PRIMARY KEY AUTOINCREMENT, "na me" VARCHAR(50) NOT NULL DEFAULT 'a,b' COLLATE NOCASE)`,
  "CREATE TABLE t (a NUMERIC(10, 2) DEFAULT -1.5 CHECK (a > 0), b DATETIME DEFAULT (datetime('now')) NOT NULL)",
  'CREATE TABLE t(a int, b text, c text, constraint pk primary key(b, A), unique (c, "B"), check (a <> \'(\'))',
  'CREATE TABLE t (a INT REFERENCES p, b INT REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE NOT DEFERRABLE NOT NULL)',
  'CREATE TABLE t (a INT, b INT, FOREIGN KEY (a, b) REFERENCES q (x, y) ON DELETE RESTRICT MATCH FULL DEFERRABLE INITIALLY DEFERRED)',
  'CREATE TABLE t (a TEXT PRIMARY KEY, b BLOB, c REAL) WITHOUT ROWID, STRICT',
  "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c TEXT AS (a || ')') VIRTUAL UNIQUE)",
  'CREATE TABLE [t] ([a b] int, `c``d` int, "e""f" int -- a comment, with a comma\n, g int /* , h int */)',
  'CREATE TABLE t (a INT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT REPLACE, b UNSIGNED BIG INT DEFAULT TRUE)',
  "CREATE TABLE t (a INT CONSTRAINT nn NOT NULL CONSTRAINT d DEFAULT 3, b TEXT DEFAULT 'CHECK (' CHECK (b <> ''), UNIQUE (a) CHECK (a > 1))",
];

describe('parseCreateTable', () => {
  let database: Database;

  beforeAll(async () => {
    database = await sqlite.open(nodeAssets());
  });
  afterAll(() => database.close());

  const rows = async (sql: string) => (await database.query(sql)).rows.map((row) => row.map(unquoted));
  const read = async (sql: string) => {
    await database.clear();
    await database.execute(sql);
    const table = (await database.introspect()).tables.at(-1);
    if (table === undefined) throw new Error('There is no table.');
    return table;
  };

  it.each(definitions)('agrees with the pragmas on the columns of %s', async (sql) => {
    const { columns, primaryKey } = await read(sql);
    const told = await rows("SELECT name, dflt_value, pk, hidden FROM pragma_table_xinfo('t')");
    expect(columns.map(({ name }) => name)).toEqual(told.map(([name]) => name));
    expect(columns.map((column) => column.default)).toEqual(told.map(([, value]) => value));
    const key = told.filter(([, , pk]) => pk !== '0').sort((a, b) => Number(a[2]) - Number(b[2]));
    expect(primaryKey?.columns ?? []).toEqual(key.map(([name]) => name));
    const generated = told.map(([, , , hidden]) => (hidden === '2' ? 'virtual' : hidden === '3' ? 'stored' : null));
    expect(columns.map((column) => column.generated && (column.generated.stored ? 'stored' : 'virtual'))).toEqual(
      generated,
    );
  });

  it.each(definitions)('agrees with the pragmas on the foreign keys of %s', async (sql) => {
    const { foreignKeys } = await read(sql);
    const told = await rows(
      'SELECT "table", "from", "to", lower(on_update), lower(on_delete) FROM pragma_foreign_key_list(\'t\') ORDER BY id DESC, seq',
    );
    const parsed = foreignKeys.flatMap(({ target, columns, targetColumns, onUpdate, onDelete }) =>
      columns.map((column, index) => [target.name, column, targetColumns[index] ?? null, onUpdate, onDelete]),
    );
    expect(parsed).toEqual(told);
  });

  it.each(definitions)('agrees with the pragmas on what is unique in %s', async (sql) => {
    const { uniques } = await read(sql);
    const told = await rows("SELECT name FROM pragma_index_list('t') WHERE origin = 'u' ORDER BY seq DESC");
    const columns = await Promise.all(
      told.map(async ([name]) => (await rows(`SELECT name FROM pragma_index_info(${quoteText(name ?? '')})`)).flat()),
    );
    expect(uniques.map((unique) => unique.columns)).toEqual(columns);
  });

  it('knows what the pragmas do not tell', async () => {
    const table = await read(`CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE,
      CONSTRAINT ck CHECK (length(a) > 1), CONSTRAINT fk FOREIGN KEY (id) REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)`);
    expect(table.traits).toEqual(['autoincrement']);
    expect(table.columns[1]?.collation).toBe('NOCASE');
    expect(table.checks).toEqual([{ name: 'ck', expression: 'length(a) > 1', isValid: true }]);
    expect(table.foreignKeys[0]).toMatchObject({ name: 'fk', deferrable: true, initiallyDeferred: true });
  });

  it('takes key columns that cannot be NULL for NOT NULL, and no others', async () => {
    expect((await read('CREATE TABLE t (id INTEGER PRIMARY KEY)')).columns[0]?.nullable).toBe(false);
    expect((await read('CREATE TABLE t (id TEXT PRIMARY KEY)')).columns[0]?.nullable).toBe(true);
    expect((await read('CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID')).columns[0]?.nullable).toBe(false);
  });

  it('follows ALTER TABLE', async () => {
    const table =
      await read(`CREATE TABLE s (a INT, b TEXT); ALTER TABLE s RENAME TO t; ALTER TABLE t RENAME COLUMN a TO "c d";
      ALTER TABLE t ADD COLUMN e VARCHAR(5) DEFAULT 'x' NOT NULL; ALTER TABLE t DROP COLUMN b`);
    expect(table.name).toBe('t');
    expect(
      table.columns.map((column) => [column.name, column.type && renderType(column.type, 'sqlite'), column.nullable]),
    ).toEqual([
      ['c d', 'INTEGER', true],
      ['e', 'VARCHAR(5)', false],
    ]);
  });

  it('leaves out what is not the migration’s: alembic_version, shadow tables, engine-made indexes', async () => {
    await database.clear();
    await database.execute(`CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
      CREATE VIRTUAL TABLE words USING fts4(body); CREATE TABLE _alembic_tmp_t (a INT UNIQUE);`);
    const { tables } = await database.introspect();
    expect(tables.map(({ name, traits }) => [name, traits])).toEqual([
      ['words', ['USING fts4(body)']],
      ['_alembic_tmp_t', []],
    ]);
    expect(tables[1]?.indexes).toEqual([]);
  });
});

/** Cells are SQL literals. */
function unquoted(cell: string | null): string | null {
  return cell?.startsWith("'") ? cell.slice(1, -1).replaceAll("''", "'") : cell;
}
