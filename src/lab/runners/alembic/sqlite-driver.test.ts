import fc from 'fast-check';
import type { PyodideAPI } from 'pyodide';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../engines/engine';
import { Bridge } from './bridge';
import { loadPackages } from './python';
import { assets, openDatabase } from './testing';

/**
 * The driver against CPython's own sqlite3 module, which Pyodide contains: the same steps on both must give the same
 * results, exceptions and transactions. The two are different versions of SQLite (3.54 and 3.39).
 *
 * Known differences: sql.js makes floats of the integers that a Python function gives to SQLite; and the driver reads
 * all rows at once, so that none are pending when a transaction ends.
 */
type Step = readonly [method: string, ...values: unknown[]];

interface Outcome {
  readonly result: string;
  readonly inTransaction: boolean;
  readonly cursor: readonly string[];
}

let python: PyodideAPI;
let database: Database;
let play: (isOurs: boolean, steps: string) => string;

beforeAll(async () => {
  [python, database] = await Promise.all([loadPackages(assets), openDatabase('sqlite')]);
  const bridge = new Bridge();
  bridge.connect(database.port);
  python.runPython(player);
  python.globals.get('lend')(...bridge.lent());
  play = python.globals.get('play');
});

beforeEach(() => database.clear());

afterAll(() => database.close());

const player = `
import datetime, decimal, json, sqlite3
from alembic_runner import sqlite_driver

VALUES = {
    'date': datetime.date(2024, 2, 29), 'datetime': datetime.datetime(2024, 2, 29, 23, 59, 59, 123456),
    'decimal': decimal.Decimal('1.10'), 'bytes': b'\\x00\\xff', 'bytearray': bytearray(b'ab'), 'nan': float('nan'),
    'inf': float('inf'), 'big': 2**63 - 1, 'small': -2**63, 'too big': 2**63, 'true': True, 'float': 1.0,
    'minus zero': -0.0, 'surrogate': '\\ud800', 'dict': {}, 'memoryview': memoryview(b'xyz'), 'tiny': 5e-324,
}

def lend(exchange, is_folded, run, add_function):
    global ours
    ours = lambda **options: sqlite_driver.Connection(run, add_function, **options)

def real(value):
    if isinstance(value, list):
        return tuple(map(real, value))
    if isinstance(value, dict):
        return VALUES[value['value']] if 'value' in value else {key: real(each) for key, each in value.items()}
    return value

def shown(value):
    return [shown(each) for each in value] if isinstance(value, list) else repr(value)

def attempt(act):
    try:
        return shown(act())
    except Exception as error:
        return [type(error).__name__, str(error)]

def play(is_ours, steps):
    connection = ours() if is_ours else sqlite3.connect(':memory:')
    cursor = connection.cursor()
    def act(name, *values):
        if name == 'isolation':
            connection.isolation_level = values[0]
        elif name in ('commit', 'rollback'):
            return getattr(connection, name)()
        elif name == 'function':
            connection.create_function('twice', 1, lambda value: value * 2)
        elif name == 'executemany':
            return getattr(cursor, name)(values[0], [real(each) for each in values[1]]) is cursor
        elif name.startswith('fetch'):
            return getattr(cursor, name)(*values)
        else:
            return getattr(cursor, name)(values[0], *map(real, values[1:])) is cursor
    outcomes = []
    for step in json.loads(steps):
        result = attempt(lambda: act(*step))
        names = None if cursor.description is None else [column[0] for column in cursor.description]
        outcomes.append({
            'result': json.dumps(result), 'inTransaction': connection.in_transaction,
            'cursor': [repr(names), repr(cursor.rowcount), repr(cursor.lastrowid)],
        })
    connection.close()
    return json.dumps(outcomes)
`;

function outcomes(isOurs: boolean, steps: readonly Step[]): readonly Outcome[] {
  return JSON.parse(play(isOurs, JSON.stringify(steps))) as readonly Outcome[];
}

function expectSame(steps: readonly Step[]): void {
  expect(outcomes(true, steps)).toEqual(outcomes(false, steps));
}

const table: Step = ['execute', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a, b TEXT UNIQUE, c NOT NULL DEFAULT 0)'];
const insert = (...values: unknown[]): Step => ['execute', 'INSERT INTO t (a, b) VALUES (?, ?)', values];
const value = (name: string) => ({ value: name });

describe('values', () => {
  test.each([
    'date',
    'datetime',
    'decimal',
    'bytes',
    'bytearray',
    'nan',
    'inf',
    'big',
    'small',
    'too big',
    'true',
    'float',
    'minus zero',
    'surrogate',
    'dict',
    'memoryview',
    'tiny',
  ])('%s goes in and comes out as with sqlite3', (name) => {
    expectSame([table, insert(value(name), 'x'), ['execute', 'SELECT a, typeof(a) FROM t'], ['fetchall']]);
  });

  test('any text and number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true })), (each) => {
        const isExact = typeof each !== 'number' || !Number.isInteger(each) || Number.isSafeInteger(each);
        fc.pre(isExact && !Object.is(each, -0));
        // Named, because sql.js takes large integers only as part of the text, which unnamed columns are called by.
        expectSame([['execute', 'SELECT ? AS a, typeof(?) AS b', [each, each]], ['fetchall']]);
      }),
      { numRuns: 60 * Number(process.env.THOROUGH ?? 1) },
    );
  });

  test('what SQLite computes stays an integer or a float', () => {
    expectSame([
      ['execute', 'SELECT 1, 1.0, 1e300, 9223372036854775807, 1/2.0, NULL, zeroblob(3), 1e21'],
      ['fetchall'],
    ]);
  });
});

describe('statements', () => {
  test.each<readonly [string, readonly Step[]]>([
    [
      'an empty one does nothing',
      [
        ['execute', ''],
        ['execute', ' -- only a comment'],
        ['execute', ';'],
      ],
    ],
    ['two at once are refused', [['execute', 'SELECT 1; SELECT 2']]],
    ['a comment after the end is none', [['execute', 'SELECT 1; -- and so on'], ['fetchall']]],
    ['a semicolon in quotes is no end', [['execute', `SELECT ';', "a;b" FROM (SELECT 1 AS "a;b")`], ['fetchall']]],
    [
      'a trigger has semicolons inside',
      [table, ['execute', trigger()], insert(1, 'x'), ['execute', 'SELECT c FROM t'], ['fetchall']],
    ],
    ['a NUL is refused', [['execute', 'SELECT 1\0']]],
    [
      'syntax errors',
      [
        ['execute', 'SELEC 1'],
        ['execute', 'SELECT * FROM nope'],
        ['execute', 'INSERT INTO nope VALUES (1)'],
      ],
    ],
    ['names of columns', [['execute', 'SELECT 1 AS one, 2 "two [int]", 1+1'], ['fetchone']]],
    ['columns of no rows', [table, ['execute', 'SELECT * FROM t'], ['fetchone'], ['fetchall']]],
    ['PRAGMA', [['execute', 'PRAGMA foreign_keys=ON'], ['execute', 'PRAGMA foreign_keys'], ['fetchall']]],
    [
      'RETURNING',
      [table, ['execute', 'INSERT INTO t (a) VALUES (7), (8) RETURNING a, id'], ['fetchone'], ['fetchall']],
    ],
    [
      'WITH ... INSERT opens no transaction',
      [table, ['execute', 'WITH x AS (SELECT 1) INSERT INTO t (a) SELECT * FROM x']],
    ],
    ['REPLACE', [table, insert(1, 'x'), ['execute', 'REPLACE INTO t (id, a) VALUES (1, 2)'], ['commit']]],
    ['a leading comment hides no INSERT', [table, ['execute', '/* a */ -- b\n INSERT INTO t (a) VALUES (1)']]],
    ['a function of Python', [['function'], ['execute', `SELECT twice('a'), twice(1.5), twice(x'01')`], ['fetchall']]],
  ])('%s', (_, steps) => expectSame(steps));

  test('a function of Python that raises', () => {
    expectSame([['function'], ['execute', 'SELECT twice(NULL)']]);
  });
});

describe('parameters', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['too few', [['execute', 'SELECT ?, ?', [1]]]],
    ['too many', [['execute', 'SELECT ?', [1, 2]]]],
    ['none given', [['execute', 'SELECT ?']]],
    ['by number', [['execute', 'SELECT ?2, ?1, ?2', ['a', 'b']], ['fetchall']]],
    ['by name', [['execute', 'SELECT :a, @b, $a, :a', { a: 1, b: 2 }], ['fetchall']]],
    ['a name that is missing', [['execute', 'SELECT :a, :b', { a: 1 }]]],
    ['names that nobody asked for', [['execute', 'SELECT :a', { a: 1, z: 2 }], ['fetchall']]],
    ['a list for names', [['execute', 'SELECT :a', [1]]]],
    [
      'in quotes and comments they are none',
      [['execute', `SELECT '?', "x:y" /* ? */ FROM (SELECT 1 AS "x:y") -- ?`], ['fetchall']],
    ],
    ['wrong ones after BEGIN', [table, ['execute', 'INSERT INTO t (a) VALUES (?)', []], ['rollback']]],
  ])('%s', (_, steps) => expectSame(steps));
});

describe('executemany and executescript', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['rows are counted', [table, ['executemany', 'INSERT INTO t (a) VALUES (?)', [[1], [2], [3]]], ['commit']]],
    ['none at all', [table, ['executemany', 'INSERT INTO t (a) VALUES (?)', []]]],
    ['only for changes', [['executemany', 'SELECT ?', [[1]]]]],
    [
      'one that fails in the middle',
      [table, ['executemany', 'INSERT INTO t (b) VALUES (?)', [['x'], ['x']]], ['rollback']],
    ],
    [
      'a script commits first',
      [
        table,
        insert(1, 'x'),
        ['executescript', 'CREATE TABLE u (a); INSERT INTO u VALUES (1);'],
        ['rollback'],
        ['execute', 'SELECT * FROM t, u'],
        ['fetchall'],
      ],
    ],
    [
      'a script stops where it fails',
      [
        ['executescript', 'CREATE TABLE u (a); nonsense; CREATE TABLE v (a)'],
        ['execute', 'SELECT name FROM sqlite_master'],
        ['fetchall'],
      ],
    ],
  ])('%s', (_, steps) => expectSame(steps));
});

describe('errors', () => {
  test.each<readonly [string, readonly Step[]]>([
    [
      'UNIQUE',
      [table, insert(1, 'x'), insert(2, 'x'), ['commit'], ['execute', 'SELECT count(*) FROM t'], ['fetchall']],
    ],
    ['NOT NULL', [table, ['execute', 'INSERT INTO t (c) VALUES (NULL)']]],
    [
      'CHECK',
      [
        ['execute', 'CREATE TABLE u (a CONSTRAINT positive CHECK (a > 0))'],
        ['execute', 'INSERT INTO u VALUES (-1)'],
      ],
    ],
    ['a mismatch', [table, ['execute', `INSERT INTO t (id) VALUES ('x')`]]],
    [
      'FOREIGN KEY',
      [
        ['execute', 'PRAGMA foreign_keys=ON'],
        table,
        ['execute', 'CREATE TABLE u (t REFERENCES t(id))'],
        ['execute', 'INSERT INTO u VALUES (9)'],
      ],
    ],
    [
      'RAISE in a trigger',
      [
        table,
        ['execute', `CREATE TRIGGER g BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'keep them'); END`],
        insert(1, 'x'),
        ['execute', 'DELETE FROM t'],
      ],
    ],
    [
      'OR ROLLBACK ends the transaction',
      [table, insert(1, 'x'), ['execute', `INSERT OR ROLLBACK INTO t (b) VALUES ('x')`], ['commit']],
    ],
    [
      'a transaction in a transaction',
      [
        ['execute', 'BEGIN'],
        ['execute', 'BEGIN'],
      ],
    ],
    ['COMMIT without one', [['execute', 'COMMIT']]],
  ])('%s', (_, steps) => expectSame(steps));
});

describe('transactions', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['DDL opens none', [table, ['rollback'], ['execute', 'SELECT name FROM sqlite_master'], ['fetchall']]],
    [
      'DDL inside one is undone with it',
      [
        table,
        insert(1, 'x'),
        ['execute', 'CREATE TABLE u (a)'],
        ['rollback'],
        ['execute', `SELECT name FROM sqlite_master WHERE name = 'u'`],
        ['fetchall'],
      ],
    ],
    [
      'autocommit',
      [table, ['isolation', null], insert(1, 'x'), ['rollback'], ['execute', 'SELECT count(*) FROM t'], ['fetchall']],
    ],
    [
      'turning autocommit on commits',
      [table, insert(1, 'x'), ['isolation', null], ['rollback'], ['execute', 'SELECT count(*) FROM t'], ['fetchall']],
    ],
    ['IMMEDIATE', [table, ['isolation', 'IMMEDIATE'], insert(1, 'x'), ['commit']]],
    [
      'savepoints',
      [
        table,
        ['execute', 'SAVEPOINT s'],
        insert(1, 'x'),
        ['execute', 'ROLLBACK TO s'],
        ['execute', 'RELEASE s'],
        ['execute', 'SELECT count(*) FROM t'],
        ['fetchall'],
      ],
    ],
    [
      'PRAGMA foreign_keys is ignored inside one',
      [table, insert(1, 'x'), ['execute', 'PRAGMA foreign_keys=ON'], ['execute', 'PRAGMA foreign_keys'], ['fetchall']],
    ],
  ])('%s', (_, steps) => expectSame(steps));
});

test('any sequence of steps', async () => {
  const names = fc.constantFrom('x', 'y', 'z');
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 9 }), names).map(([a, b]) => insert(a, b)),
    fc.constantFrom<Step>(
      ['commit'],
      ['rollback'],
      ['fetchone'],
      ['fetchall'],
      ['fetchmany', 2],
      ['isolation', null],
      ['isolation', ''],
      ['execute', 'SELECT * FROM t ORDER BY id'],
      ['execute', 'UPDATE t SET a = a + 1'],
      ['execute', 'DELETE FROM t WHERE a > 5'],
      ['execute', 'CREATE TABLE u (a)'],
      ['execute', 'DROP TABLE u'],
      ['execute', 'ALTER TABLE t ADD COLUMN d'],
      ['execute', 'BEGIN'],
      ['execute', 'SAVEPOINT s'],
      ['execute', 'ROLLBACK TO s'],
      ['execute', 'RELEASE s'],
      ['execute', 'INSERT INTO nope VALUES (1)'],
      ['execute', 'INSERT OR REPLACE INTO t (id, b) VALUES (1, ?)', ['z']],
      ['executemany', 'INSERT INTO t (a) VALUES (?)', [[1], [2]]],
      ['executescript', 'INSERT INTO t (a) VALUES (9); SELECT 1'],
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await database.clear();
      expectSame([table, ...steps]);
    }),
    { numRuns: 50 * Number(process.env.THOROUGH ?? 1) },
  );
});

function trigger(): string {
  return `CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET c = 'a;b'; UPDATE t SET a = CASE WHEN 1 THEN 2 END; END;`;
}
