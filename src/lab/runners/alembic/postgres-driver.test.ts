import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../engines/engine';
import type { Runner, StepResult } from '../runner';
import { openDatabase, openSession, revisionFile, startRunner, upgradeOnce } from './testing';

let runner: Runner;
let database: Database;

beforeAll(async () => {
  [runner, database] = await Promise.all([startRunner(), openDatabase('postgres')]);
});

beforeEach(() => database.clear());

afterAll(() => database.close());

const run = (upgrade: string, before = '') => upgradeOnce(runner, database, { upgrade, before });

const tables = async () => (await database.introspect()).tables.map(({ name }) => name).toSorted();

/** Runs an upgrade inside a checkpoint, as the lab does for all but the first try. */
async function runFolded(upgrade: string): Promise<StepResult> {
  const session = await openSession(runner, database, { 'one.py': revisionFile({ upgrade }) });
  await database.resetSession();
  await database.execute('DROP TABLE IF EXISTS alembic_version');
  const checkpoint = await database.checkpoint();
  const result = await session.run('r1', 'upgrade');
  await database.release(checkpoint);
  return result;
}

describe('parameters are written as psycopg2 writes them', () => {
  test.each([
    ['None', 'NULL::text IS NULL'],
    ['True', 'true'],
    [`"it's"`, "'it''s'"],
    [String.raw`'back\\slash'`, String.raw`E'back\\slash'`],
    ['-5', '-5'],
    ['2**63 - 1', '9223372036854775807'],
    ['1.5', '1.5'],
    ["float('-inf')", "'-Infinity'::float"],
    ["decimal.Decimal('1.10')", '1.10::numeric'],
    [String.raw`b'\x00\xff'`, String.raw`'\x00ff'::bytea`],
    ['datetime.datetime(2024, 2, 29, 1, 2, 3, 4)', "timestamp '2024-02-29 01:02:03.000004'"],
    ['datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC)', "timestamptz '2024-02-29 00:00:00+00'"],
    ['datetime.date(2024, 2, 29)', "date '2024-02-29'"],
    ['datetime.time(1, 2, 3)', "time '01:02:03'"],
    ['datetime.timedelta(days=-1, seconds=5)', "interval '-1 days 5 seconds'"],
    ['uuid.UUID(int=5)', "'00000000-0000-0000-0000-000000000005'::uuid"],
    ['[1, 2]', 'ARRAY[1, 2]'],
  ])('%s', async (python, sql) => {
    const isSame = python === 'None' ? `SELECT :x IS NULL AND ${sql}` : `SELECT :x = ${sql}`;
    const { output, error } = await run(
      `print(op.get_bind().execute(sa.text(${JSON.stringify(isSame).replace(/::/g, String.raw`\\:\\:`)}), {'x': ${python}}).scalar())`,
      'import datetime, decimal, uuid',
    );
    expect(error).toBeNull();
    expect(output).toBe('True\n');
  });

  test('so a text finds a uuid, and an unknown one has no type', async () => {
    const { output, error } = await run(
      `op.execute('CREATE TABLE t (id uuid, data jsonb)')
bind = op.get_bind()
key = '00000000-0000-0000-0000-000000000001'
bind.execute(sa.text("INSERT INTO t VALUES (:id, jsonb_build_object('a', :x))"), {'id': key, 'x': 'b'})
print(bind.execute(sa.text('SELECT id, data FROM t WHERE id = :id'), {'id': key}).one())`,
    );
    expect(error).toBeNull();
    expect(output).toBe("(UUID('00000000-0000-0000-0000-000000000001'), {'a': 'b'})\n");
  });

  test('percent signs come through, with parameters and without', async () => {
    const { output, error } = await run(
      `bind = op.get_bind()
print(bind.execute(sa.text("SELECT 'a%b', 7 % 4, '%s'")).one())
print(bind.execute(sa.text("SELECT 'a%b', 7 % :by"), {'by': 4}).one())
op.create_table('t', sa.Column('a%b', sa.String, server_default='50%'))
bind.execute(sa.text('INSERT INTO t DEFAULT VALUES'))
print(bind.execute(sa.text('SELECT * FROM t')).mappings().one())
print(bind.connection.cursor().execute("SELECT 'x%y'").fetchone())`,
    );
    expect(error).toBeNull();
    expect(output).toBe("('a%b', 3, '%s')\n('a%b', 3)\n{'a%b': '50%'}\n['x%y']\n");
  });

  test('typed columns take their values', async () => {
    const { output, error } = await run(
      `table = op.create_table('t',
    sa.Column('e', sa.Enum('a', 'b', name='letters')), sa.Column('j', postgresql.JSONB), sa.Column('x', sa.JSON),
    sa.Column('l', postgresql.ARRAY(sa.String)), sa.Column('u', sa.Uuid), sa.Column('i', sa.Interval),
    sa.Column('d', sa.DateTime(timezone=True)), sa.Column('n', sa.Numeric(10, 2)), sa.Column('y', sa.LargeBinary),
    sa.Column('r', postgresql.INT4RANGE))
op.bulk_insert(table, [dict(e='a', j={'k': [1, None]}, x=[1], l=['p', 'q'], u=uuid.UUID(int=1),
    i=datetime.timedelta(hours=1), d=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC), n=decimal.Decimal('1.50'),
    y=b'z', r=postgresql.Range(1, 5))])
print(*op.get_bind().execute(sa.select(table)).one(), sep='; ')`,
      'import datetime, decimal, uuid\nfrom sqlalchemy.dialects import postgresql',
    );
    expect(error).toBeNull();
    expect(output).toBe(
      "a; {'k': [1, None]}; [1]; ['p', 'q']; 00000000-0000-0000-0000-000000000001; 1:00:00; " +
        "2024-01-01 00:00:00+00:00; 1.50; b'z'; [1,5)\n",
    );
  });
});

test('after an autocommit block the rest is a transaction again', async () => {
  const { error } = await run(
    `with op.get_context().autocommit_block():
    op.execute('CREATE TABLE a (id int)')
op.execute('CREATE TABLE b (id int)')
op.execute('nonsense')`,
  );
  expect(error).toMatchObject({ code: '42601', line: 10 });
  expect(await tables()).toEqual(['a']);
});

describe('inside a checkpoint', () => {
  test('a step that passes is kept, one that fails is undone', async () => {
    expect((await runFolded(`op.execute('CREATE TABLE a (id int)')`)).error).toBeNull();
    expect(await tables()).toEqual(['a']);
    const failed = await runFolded(`op.execute('CREATE TABLE b (id int)')\nop.execute('nonsense')`);
    expect(failed.error).toMatchObject({ code: '42601' });
    expect(await tables()).toEqual(['a']);
  });

  test('statements are recorded without the savepoints around them', async () => {
    const { statements } = await runFolded(`op.execute('CREATE TABLE a (id int)')`);
    expect(statements.map(({ sql }) => sql)).toEqual(['CREATE TABLE a (id int)']);
  });

  test('what refuses to run in a transaction says 25001', async () => {
    const block = (sql: string) => `with op.get_context().autocommit_block():\n    op.execute('${sql}')`;
    const { error } = await runFolded(
      `op.execute('CREATE TABLE t (id int)')\n${block('CREATE INDEX CONCURRENTLY i ON t (id)')}`,
    );
    expect(error).toMatchObject({ code: '25001', origin: 'engine' });
  });

  test('so does the use of a new enum label, which a commit in between would allow', async () => {
    await database.execute(`CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)`);
    const { error } = await runFolded(
      `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE 'glad'")
op.execute("INSERT INTO t VALUES ('glad')")`,
    );
    expect(error).toMatchObject({ code: '25001' });
  });

  test('an autocommit block keeps what it did, also when the step fails', async () => {
    await runFolded(
      `op.execute('CREATE TABLE a (id int)')
with op.get_context().autocommit_block():
    op.execute('CREATE TABLE b (id int)')
op.execute('CREATE TABLE c (id int)')
op.execute('nonsense')`,
    );
    expect(await tables()).toEqual(['a', 'b']);
  });

  test('COMMIT and ROLLBACK in the words of the migration are folded too', async () => {
    const { error } = await runFolded(
      `op.execute('CREATE TABLE a (id int)')
op.execute('COMMIT')
op.execute('BEGIN')
op.execute('CREATE TABLE b (id int)')
op.execute('ROLLBACK')
op.execute('CREATE TABLE c (id int)')
op.execute(' commit work; ')`,
    );
    expect(error).toBeNull();
    expect(await tables()).toEqual(['a', 'c']);
  });

  test('deferred constraints are checked at the end, and stay deferred for the next step', async () => {
    await database.execute(
      `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)`,
    );
    const session = await openSession(runner, database, {
      'a.py': revisionFile({ revision: 'a', upgrade: `op.execute('INSERT INTO c VALUES (1)')` }),
      'b.py': revisionFile({
        revision: 'b',
        upgrade: `op.execute('INSERT INTO c VALUES (1)')\nop.execute('INSERT INTO p VALUES (1)')`,
      }),
      'c.py': revisionFile({
        revision: 'c',
        upgrade: `op.execute('INSERT INTO c VALUES (2)')\nop.execute('INSERT INTO p VALUES (2)')`,
      }),
    });
    const checkpoint = await database.checkpoint();
    expect((await session.run('a', 'upgrade')).error).toMatchObject({ code: '23503', statement: 'COMMIT' });
    expect((await session.run('b', 'upgrade')).error).toBeNull();
    expect((await session.run('c', 'upgrade')).error).toBeNull();
    expect(await database.restore(checkpoint)).toBe(true);
  });

  test('savepoints of the migration work', async () => {
    const { output, error } = await runFolded(
      `op.execute('CREATE TABLE t (id int)')
with op.get_bind().begin_nested() as savepoint:
    op.execute('INSERT INTO t VALUES (1)')
    savepoint.rollback()
print(op.get_bind().execute(sa.text('SELECT count(*) FROM t')).scalar())`,
    );
    expect(error).toBeNull();
    expect(output).toBe('0\n');
  });
});
