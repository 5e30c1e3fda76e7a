import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from '../engines/engine';
import { engineByName } from '../engines/engines';
import { seed } from './seed';

describe('seeding SQLite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await engineByName('sqlite').open(nodeAssets());
  });
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const seeded = async (ddl: string) => {
    await database.execute(ddl);
    return seed(database, await database.introspect(), { rows: 10, profile: 'representative' });
  };
  const classes = async (column: string) =>
    (
      await database.query(`SELECT DISTINCT typeof(${column}) AS t FROM t WHERE ${column} IS NOT NULL ORDER BY t`)
    ).rows.map(([cell]) => cell?.replaceAll("'", ''));
  const values = async (column: string) =>
    (await database.query(`SELECT ${column} FROM t WHERE ${column} IS NOT NULL`)).rows.map(([cell]) => cell ?? '');

  it('stores values as SQLAlchemy does', async () => {
    const report = await seeded(`CREATE TABLE t (
      id INTEGER NOT NULL PRIMARY KEY, at DATETIME, day DATE, clock TIME, flag BOOLEAN, doc JSON, uid CHAR(32),
      price NUMERIC(10, 2), ratio FLOAT, raw BLOB, name VARCHAR(20), plain)`);
    expect(report.notes).toEqual([]);
    expect(await values('at')).toContain("'2024-02-29 12:34:56.789012'");
    expect(await values('day')).toContain("'2024-02-29'");
    expect(await values('clock')).toContain("'12:34:56.789012'");
    expect(new Set(await values('flag'))).toEqual(new Set(['0', '1']));
    expect((await values('uid')).every((id) => /^'[\da-f]{32}'$/.test(id))).toBe(true);
    expect(await classes('doc')).toContain('text');
    expect(await classes('ratio')).toEqual(['real']);
    expect(await classes('raw')).toEqual(['blob']);
    expect(await classes('name')).toEqual(['text']);
    expect(await classes('plain')).toEqual(['text']);
    expect(await values('price')).toContain('99999999.99');
  });

  it('obeys STRICT tables and leaves generated columns alone', async () => {
    const report = await seeded(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d BLOB, e ANY) STRICT;
      CREATE TABLE g (id INTEGER PRIMARY KEY, a TEXT, b TEXT GENERATED ALWAYS AS (upper(a)) STORED);`);
    expect(report.notes).toEqual([]);
    expect(report.inserted.map(({ rows }) => rows)).toEqual([10, 10]);
  });

  it('fills tables without rowid, with keys of text and with keys of several columns', async () => {
    const report = await seeded(`
      CREATE TABLE a (code VARCHAR(3) PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE b (x TEXT, y INTEGER, PRIMARY KEY (x, y));
      CREATE TABLE c (name TEXT COLLATE NOCASE UNIQUE NOT NULL);
      CREATE TABLE d (id INTEGER PRIMARY KEY AUTOINCREMENT, a_code VARCHAR(3) REFERENCES a (code));`);
    expect(report.notes).toEqual([]);
    await database.execute('INSERT INTO d DEFAULT VALUES');
    expect((await database.query('SELECT max(id) FROM d')).rows[0]?.[0]).toBe('15');
  });

  it('keeps names that need quotes', async () => {
    const report = await seeded('CREATE TABLE "Order" ("Group" TEXT CHECK ("Group" <> \'\'), "a b" INTEGER)');
    expect(report).toMatchObject({ notes: [], inserted: [{ table: { name: 'Order' }, rows: 10 }] });
  });
});
