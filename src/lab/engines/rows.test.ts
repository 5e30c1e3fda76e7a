import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from './engine';
import { postgres } from './postgres/postgres';
import { sqliteLiteral } from './sqlite/literal';
import { sqlite } from './sqlite/sqlite';

const table = { schema: null, name: 't' };

describe('rows of SQLite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await sqlite.open(nodeAssets());
  });
  afterEach(() => database.clear());
  afterAll(() => database.close());

  it('tells values apart that only look alike', async () => {
    await database.execute(`CREATE TABLE t (v);
      INSERT INTO t VALUES (1), (1.0), ('1'), (x'31'), (NULL), ('NULL'), ('it''s'), (9007199254740993), (-9223372036854775808),
        (1e300), (-0.0), (0.1), (9e999), ('a' || char(0) || 'b'), (x'')`);
    const [found] = await database.rows([table]);
    expect(found?.rows.flat()).toEqual([
      ...['1', '1.0', "'1'", "X'31'", null, "'NULL'", "'it''s'", '9007199254740993', '-9223372036854775808'],
      ...['1.0e+300', '-0.0', '0.1', '9.0e+999', "'a\0b'", "X''"],
    ]);
  });

  it('gives numbers that quote() takes for the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true }), async (value) => {
        const { rows } = await database.query(
          `SELECT ${sqliteLiteral(value)} = ${value === Infinity ? '9e999' : value === -Infinity ? '-9e999' : value.toExponential()}, typeof(${sqliteLiteral(value)})`,
        );
        expect(rows).toEqual([['1', "'real'"]]);
      }),
    );
  });
});

describe('rows of Postgres', () => {
  let database: Database;
  beforeAll(async () => {
    database = await postgres.open(nodeAssets());
  });
  afterEach(() => database.clear());
  afterAll(() => database.close());

  it('gives each value as its type prints it', async () => {
    await database.execute(`CREATE TABLE t (f float8, n numeric, i bigint, s text, b bytea, j json, jb jsonb, a text[], ts timestamptz, v varchar);
      INSERT INTO t VALUES (0.1, 1.50, 9223372036854775807, 'NULL', '\\x00ff', '{"a": 1}', '{"b":2,"a":1}', '{a,NULL,"b,c"}', '2024-02-29 12:00:00.123456+02', ''),
        ('NaN', 'Infinity', NULL, NULL, '', NULL, 'null', '{}', 'infinity', NULL)`);
    const [found] = await database.rows([table]);
    expect(found?.columns).toEqual(['f', 'n', 'i', 's', 'b', 'j', 'jb', 'a', 'ts', 'v']);
    expect(found?.rows).toEqual([
      [
        '0.1',
        '1.50',
        '9223372036854775807',
        'NULL',
        '\\x00ff',
        '{"a": 1}',
        '{"a": 1, "b": 2}',
        '{a,NULL,"b,c"}',
        '2024-02-29 10:00:00.123456+00',
        '',
      ],
      ['NaN', 'Infinity', null, null, '\\x', null, 'null', '{}', 'infinity', null],
    ]);
  });

  it('reads a partition’s rows once, where they are', async () => {
    await database.execute(`CREATE TABLE t (id int) PARTITION BY LIST (id);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); INSERT INTO t VALUES (1), (1)`);
    const found = await database.rows([table, { schema: 'public', name: 't1' }]);
    expect(found.map(({ rows }) => rows.length)).toEqual([0, 2]);
  });

  it('reads tables without columns and with strange names', async () => {
    await database.execute(
      'CREATE TABLE t (); INSERT INTO t DEFAULT VALUES; CREATE SCHEMA "S s"; CREATE TABLE "S s"."T;" ("a b" int)',
    );
    const found = await database.rows([table, { schema: 'S s', name: 'T;' }]);
    expect(found).toEqual([
      { table, columns: [], rows: [[]] },
      { table: { schema: 'S s', name: 'T;' }, columns: ['a b'], rows: [] },
    ]);
  });
});
