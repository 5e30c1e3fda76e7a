import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeAssets } from '../../assets.node';
import { type Database, SqlError, type SqliteConnection, type SqliteValue } from '../engine';
import { sqlite } from './sqlite';

describe('the connection that a driver has', () => {
  let database: Database;
  let connection: SqliteConnection;

  beforeAll(async () => {
    database = await sqlite.open(nodeAssets());
  });
  beforeEach(async () => {
    await database.clear();
    if (database.port.kind !== 'sqlite') throw new Error('This is not SQLite.');
    connection = database.port.connection();
    connection.run('CREATE TABLE t (v)', []);
  });
  afterAll(() => database.close());

  const store = (value: SqliteValue) => {
    connection.run('DELETE FROM t', []);
    connection.run('INSERT INTO t VALUES (?)', [value]);
    return connection.run('SELECT v, typeof(v) FROM t', []).rows[0];
  };

  it.each<[SqliteValue, string]>([
    [1n, 'integer'],
    [-2147483649n, 'integer'],
    [9007199254740993n, 'integer'],
    [-9223372036854775808n, 'integer'],
    [1, 'real'],
    [1e300, 'real'],
    [0.1, 'real'],
    [Infinity, 'real'],
    ['9007199254740993', 'text'],
    ["it's ? :a", 'text'],
    [null, 'null'],
    [Uint8Array.of(0, 255), 'blob'],
  ])('stores %s as it is', (value, type) => {
    expect(store(value)).toEqual([value, type]);
  });

  it('stores text with NUL characters beside a large integer', () => {
    connection.run('CREATE TABLE two (a, b)', []);
    connection.run('INSERT INTO two VALUES (?, ?)', [9007199254740993n, 'a\0b']);
    expect(connection.run('SELECT * FROM two', []).rows).toEqual([[9007199254740993n, 'a\0b']]);
  });

  it('binds by name and by number as SQLite does', () => {
    expect(connection.run('SELECT :a, :b, :a', { a: 1n, b: 'x' }).rows).toEqual([[1n, 'x', 1n]]);
    expect(connection.run('SELECT ?2, ?1, ?', [1n, 2n, 3n]).rows).toEqual([[2n, 1n, 3n]]);
    expect(connection.run("SELECT '?', :a -- ?", [2 ** 40]).rows).toEqual([['?', 2 ** 40]]);
  });

  it('refuses when values are missing or left over', () => {
    expect(() => connection.run('SELECT ?, ?', [1n])).toThrow('2 parameters');
    expect(() => connection.run('SELECT ?', [1n, 2n])).toThrow('1 parameters');
    expect(() => connection.run('SELECT :a', { b: 1n })).toThrow(':a');
  });

  it('counts the rows that a statement changed, and names the last one inserted', () => {
    const inserted = connection.run('INSERT INTO t VALUES (1), (2), (3)', []);
    expect([inserted.changes, inserted.lastInsertRowId]).toEqual([3, 3n]);
    expect(connection.run('WITH x AS (SELECT 1) UPDATE t SET v = 0 WHERE v > 1', []).changes).toBe(2);
    expect(connection.run('CREATE TABLE u (a)', []).changes).toBe(0);
    expect(connection.run('DELETE FROM t RETURNING v', []).rows).toHaveLength(3);
  });

  it('knows whether it is in a transaction', () => {
    expect(connection.isInTransaction()).toBe(false);
    connection.run('BEGIN', []);
    expect(connection.isInTransaction()).toBe(true);
    connection.run('INSERT INTO t VALUES (1)', []);
    connection.run('ROLLBACK', []);
    expect(connection.isInTransaction()).toBe(false);
  });

  it('calls functions with integers as integers', () => {
    connection.createFunction('kind', 2, (a, b) => `${typeof a} ${typeof b}`);
    connection.createFunction('yes', 0, () => 1n);
    expect(connection.run("SELECT kind(1, 'x'), typeof(yes()), yes()", []).rows).toEqual([
      ['bigint string', 'integer', 1n],
    ]);
  });

  it('gives nothing for a statement that is only a comment', () => {
    expect(connection.run('-- nothing', []).rows).toEqual([]);
    expect(connection.run(' ; ', []).columns).toEqual([]);
  });

  it.each([
    ['INSERT INTO k VALUES (1), (1)', 'SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: k.id'],
    ['INSERT INTO k VALUES (-1)', 'SQLITE_CONSTRAINT_CHECK', 'CHECK constraint failed: id > 0'],
    ['SELEC 1', 'SQLITE_ERROR', 'near "SELEC": syntax error'],
  ])('says why it refuses %s', (sql, code, message) => {
    connection.run('CREATE TABLE k (id INTEGER UNIQUE CHECK (id > 0))', []);
    try {
      connection.run(sql, []);
      throw new Error('It was not refused.');
    } catch (error) {
      expect(error).toBeInstanceOf(SqlError);
      expect((error as SqlError).error).toMatchObject({ code, message });
    }
  });

  it('does not enforce foreign keys until asked, and forgets that with the session', async () => {
    connection.run('PRAGMA foreign_keys = ON', []);
    connection.run('CREATE TEMP TABLE scratch (a)', []);
    connection.run('BEGIN', []);
    await database.resetSession();
    if (database.port.kind !== 'sqlite') throw new Error('This is not SQLite.');
    expect(database.port.connection().run('PRAGMA foreign_keys', []).rows).toEqual([[0n]]);
  });
});
