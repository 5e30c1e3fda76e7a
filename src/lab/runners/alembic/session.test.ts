import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, EngineName } from '../../engines/engine';
import type { Runner, StepResult } from '../runner';
import { openDatabase, openSession, revisionFile, startRunner, upgradeOnce } from './testing';

let runner: Runner;
let databases: Readonly<Record<EngineName, Database>>;

beforeAll(async () => {
  const [started, sqlite, postgres] = await Promise.all([
    startRunner(),
    openDatabase('sqlite'),
    openDatabase('postgres'),
  ]);
  runner = started;
  databases = { sqlite, postgres };
});

beforeEach(async () => {
  for (const database of Object.values(databases)) await database.clear();
});

afterAll(async () => {
  for (const database of Object.values(databases)) await database.close();
});

const both: readonly EngineName[] = ['sqlite', 'postgres'];

const run = (engine: EngineName, upgrade: string, before = ''): Promise<StepResult> =>
  upgradeOnce(runner, databases[engine], { upgrade, before });

const sqlOf = (result: StepResult) => result.statements.map(({ sql }) => sql.trim());

test('the version tells what runs', () => {
  expect(runner.version).toMatch(/^Alembic 1\.20\.\d+, SQLAlchemy 2\.1\.\d+, pg8000 [\d.]+, Python 3\.14\.\d+$/);
});

test.each(both)('on %s, a backfill that leaves what it looks for is stopped', async (engine) => {
  await databases[engine].execute('CREATE TABLE t (id INTEGER, v TEXT, w TEXT); INSERT INTO t VALUES (1, NULL, NULL)');
  const { error } = await run(
    engine,
    `while op.get_bind().execute(sa.text('UPDATE t SET v = w WHERE v IS NULL')).rowcount > 0:
    pass`,
  );
  expect(error).toMatchObject({ code: 'EndlessLoop', line: 7, message: expect.stringContaining('does not end') });
});

test('of an error that the migration caught on Postgres it is told, not of the transaction that is lost', async () => {
  const { error } = await run(
    'postgres',
    `try:
    op.execute('ALTER TABLE pg_temp.gone DROP CONSTRAINT c')
except Exception:
    pass
op.execute('SELECT 1')`,
  );
  expect(error).toMatchObject({
    code: '25P02',
    line: 8,
    message: expect.stringContaining('The migration caught this and went on'),
    statement: 'ALTER TABLE pg_temp.gone DROP CONSTRAINT c',
  });
});

describe.each(both)('on %s, statements are recorded', (engine) => {
  test('with the line that caused them, their rows and their time', async () => {
    const { statements, error } = await run(
      engine,
      `op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))
op.execute('INSERT INTO t (id) VALUES (1), (2)')
op.get_bind().execute(
    sa.text('UPDATE t SET id = id + :by WHERE id > :than'),
    {'by': 10, 'than': 1},
)`,
    );
    expect(error).toBeNull();
    expect(statements).toMatchObject([
      { phase: 'upgrade', sql: expect.stringContaining('CREATE TABLE t'), line: 7, path: 'one.py', rows: null },
      { sql: 'INSERT INTO t (id) VALUES (1), (2)', line: 8, rows: 2, parameters: null, error: null },
      { sql: expect.stringContaining('UPDATE t SET'), line: 9, rows: 1, parameters: '(10, 1)' },
    ]);
    expect(statements.every(({ ms }) => ms >= 0)).toBe(true);
  });

  test('and not those that Alembic and SQLAlchemy run for themselves', async () => {
    const result = await run(
      engine,
      `sa.inspect(op.get_bind()).get_table_names()
sa.MetaData().reflect(op.get_bind())
with op.get_context().autocommit_block():
    op.execute('SELECT 1')`,
    );
    expect(sqlOf(result)).toEqual(['SELECT 1']);
  });

  test('with many sets of parameters as one', async () => {
    const { statements } = await run(
      engine,
      `table = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.String(10)))
op.bulk_insert(table, [{'id': i, 'n': str(i)} for i in range(5)])`,
    );
    expect(statements[1]).toMatchObject({ rows: 5, line: 8 });
  });

  test('with the innermost pasted line, when helpers are pasted too', async () => {
    const session = await openSession(runner, databases[engine], {
      'a.py': revisionFile({ before: 'import helper', upgrade: 'helper.make()' }),
      'helper.py': `from alembic import op\n\ndef make():\n    op.execute('CREATE TABLE t (id INTEGER)')`,
    });
    expect((await session.run('r1', 'upgrade')).statements).toMatchObject([{ path: 'helper.py', line: 4 }]);
  });

  test('under the phase that is asked for', async () => {
    const session = await openSession(runner, databases[engine], {
      'a.py': revisionFile({ upgrade: `op.execute('SELECT 1')` }),
    });
    const { statements } = await session.run('r1', 'upgrade', { phase: 'reupgrade' });
    expect(statements).toMatchObject([{ phase: 'reupgrade' }]);
  });

  test("failed ones with the engine's message", async () => {
    const { statements, error } = await run(engine, `op.execute('DROP TABLE nope')`);
    expect(statements).toMatchObject([{ line: 7, rows: null, error: expect.stringContaining('nope') }]);
    expect(error).toMatchObject({
      origin: 'engine',
      statement: 'DROP TABLE nope',
      line: 7,
      path: 'one.py',
      phase: 'upgrade',
    });
  });
});

describe.each(both)('on %s, the environment is the one of env.py', (engine) => {
  test('as far as migrations look', async () => {
    const { output, error } = await run(
      engine,
      `print(context.is_offline_mode(), context.get_context() is op.get_context())
print(op.get_bind().engine.dialect.name == op.get_context().dialect.name)
print(context.config.get_main_option('script_location'), context.get_x_argument())
print(op.get_context().bind is op.get_bind(), context.get_bind() is op.get_bind())
print(context.script.get_current_head())`,
    );
    expect(error).toBeNull();
    expect(output).toBe('False True\nTrue\n/project/ []\nTrue True\nr1\n');
  });

  test('ORM sessions, reflection and text', async () => {
    const { output, error } = await run(
      engine,
      `op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)))
session = Session(bind=op.get_bind())
session.add(User(name='Ann'))
session.flush()
with sessionmaker(bind=op.get_bind())() as other:
    print(other.query(User).count())
table = sa.Table('users', sa.MetaData(), autoload_with=op.get_bind())
print(op.get_bind().execute(sa.select(table.c.name)).scalar_one())`,
      `from sqlalchemy.orm import Session, declarative_base, sessionmaker
Base = declarative_base()
class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))`,
    );
    expect(error).toBeNull();
    expect(output).toBe('1\nAnn\n');
  });

  test('syntax of SQLAlchemy 1.x raises', async () => {
    const { error } = await run(engine, `op.get_bind().execute('SELECT 1')`);
    expect(error).toMatchObject({ origin: 'tool', line: 7, exception: 'sqlalchemy.exc.ObjectNotExecutableError' });
  });

  test('a second connection shares the session, and a note says so', async () => {
    const { output, notes, error } = await run(
      engine,
      `op.execute('CREATE TABLE t (id INTEGER)')
with op.get_bind().engine.begin() as second:
    second.execute(sa.text('INSERT INTO t VALUES (1)'))
print(op.get_bind().execute(sa.text('SELECT count(*) FROM t')).scalar())`,
    );
    expect(error).toBeNull();
    expect(output).toBe('1\n');
    expect(notes?.[0]).toContain('second connection');
  });

  test('an engine made from the configuration comes to the same database', async () => {
    const { output, error } = await run(
      engine,
      `op.execute('CREATE TABLE t (id INTEGER)')
config = op.get_context().config
other = sa.engine_from_config(config.get_section(config.config_ini_section), prefix='sqlalchemy.')
print(sa.inspect(other).has_table('t'), sa.inspect(other).has_table('nope'))`,
    );
    expect(error).toBeNull();
    expect(output).toBe('True False\n');
  });

  test('each step has a connection of its own', async () => {
    const session = await openSession(runner, databases[engine], {
      'a.py': revisionFile({ upgrade: `op.get_bind().info['x'] = 1`, downgrade: `print(op.get_bind().info)` }),
    });
    await session.run('r1', 'upgrade');
    expect((await session.run('r1', 'downgrade')).output).toBe('{}\n');
  });
});

describe('the transaction of a step', () => {
  test('is rolled back on Postgres when it fails', async () => {
    await run('postgres', `op.execute('CREATE TABLE t (id INTEGER)')\nop.execute('nonsense')`);
    expect((await databases.postgres.introspect()).tables).toEqual([]);
  });

  test('does not hold DDL on SQLite, as with sqlite3', async () => {
    await run('sqlite', `op.execute('CREATE TABLE t (id INTEGER)')\nop.execute('nonsense')`);
    expect((await databases.sqlite.introspect()).tables.map(({ name }) => name)).toEqual(['t']);
  });

  test.each(both)('ends on %s before the next step, whatever the migration began', async (engine) => {
    await run(engine, `op.get_bind().connection.cursor().execute('BEGIN')\nraise ValueError('left open')`);
    expect((await run(engine, `op.execute('CREATE TABLE t (id INTEGER)')`)).error).toBeNull();
    expect((await databases[engine].introspect()).tables).toHaveLength(1);
  });

  test('goes on after a swallowed exception on SQLite, and is lost on Postgres', async () => {
    const upgrade = `try:
    op.execute('DROP TABLE nope')
except Exception:
    pass
op.execute('CREATE TABLE t (id INTEGER)')`;
    expect((await run('sqlite', upgrade)).error).toBeNull();
    expect((await run('postgres', upgrade)).error).toMatchObject({ code: '25P02', origin: 'engine', line: 8 });
  });

  test('runs CREATE INDEX CONCURRENTLY in an autocommit block, and refuses it elsewhere', async () => {
    const create = `op.create_index('i', 't', ['id'], postgresql_concurrently=True)`;
    const table = `op.create_table('t', sa.Column('id', sa.Integer))`;
    const block = `with op.get_context().autocommit_block():\n    ${create}`;
    expect((await run('postgres', `${table}\n${block}`)).error).toBeNull();
    expect((await run('postgres', create.replace("'i'", "'j'"))).error).toMatchObject({ code: '25001', line: 7 });
  });

  test('ends where the migration itself says COMMIT, as with psycopg2', async () => {
    const { error } = await run(
      'postgres',
      `op.execute('CREATE TABLE t (id INTEGER)')\nop.execute('COMMIT')\nop.execute('CREATE INDEX CONCURRENTLY i ON t (id)')`,
    );
    expect(error).toBeNull();
  });

  test.each(both)(
    'may be committed by the migration on %s: the rest is kept, and a note says what is wrong',
    async (engine) => {
      const session = await openSession(runner, databases[engine], {
        'a.py': revisionFile({ upgrade: `op.get_bind().commit()\nop.execute('CREATE TABLE t (id INTEGER)')` }),
      });
      const { error, notes } = await session.run('r1', 'upgrade');
      expect(error).toBeNull();
      expect(notes).toEqual([expect.stringContaining('calls commit()')]);
      expect((await session.run('r1', 'downgrade')).error).toBeNull();
      expect((await databases[engine].introspect()).tables).toHaveLength(1);
    },
  );

  test('finds deferred violations when it is committed', async () => {
    const { error } = await run(
      'postgres',
      `op.execute('CREATE TABLE p (id INTEGER PRIMARY KEY)')
op.execute('CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)')
op.execute('INSERT INTO c VALUES (1)')`,
    );
    expect(error).toMatchObject({ origin: 'engine', code: '23503', statement: 'COMMIT', line: null });
  });
});

describe('errors', () => {
  test('a missing function', async () => {
    const session = await openSession(runner, databases.sqlite, { 'a.py': revisionFile({ downgrade: null }) });
    await session.run('r1', 'upgrade');
    expect((await session.run('r1', 'downgrade')).error).toMatchObject({
      origin: 'missing',
      message: 'There is no downgrade() in the file.',
      path: 'a.py',
    });
  });

  test.each([
    [`raise NotImplementedError('no way back')`, 'raised', 'NotImplementedError: no way back'],
    [`assert False`, 'raised', 'AssertionError'],
    [`op.drop_column('t', sa.Column('x'))`, 'raised', 'TypeError'],
    [`op.drop_constraint(None, 't')`, 'tool', 'NotImplementedError: No support for ALTER'],
    [`sa.Table('nope', sa.MetaData(), autoload_with=op.get_bind())`, 'tool', 'NoSuchTableError: nope'],
  ])('%s is %s', async (upgrade, origin, message) => {
    const { error } = await run('sqlite', upgrade);
    expect(error?.origin).toBe(origin);
    expect(error?.message).toContain(message);
    expect(error?.line).toBe(7);
  });

  test('carry a traceback of the pasted files only', async () => {
    const { error } = await run('sqlite', `helper()`, `def helper():\n    op.execute('nonsense')`);
    expect(error?.traceback).toBe(
      [
        'Traceback (the pasted files only):',
        '  File "one.py", line 8, in upgrade',
        '    helper()',
        '  File "one.py", line 4, in helper',
        "    op.execute('nonsense')",
        'OperationalError: near "nonsense": syntax error',
      ].join('\n'),
    );
  });

  test('of Postgres carry detail and hint', async () => {
    const { error } = await run(
      'postgres',
      `op.execute('CREATE TABLE t (id INTEGER UNIQUE)')\nop.execute('INSERT INTO t VALUES (1), (1)')`,
    );
    expect(error).toMatchObject({
      code: '23505',
      exception: 'sqlalchemy.exc.IntegrityError',
      message: 'duplicate key value violates unique constraint "t_id_key". Key (id)=(1) already exists.',
    });
  });

  test('of Postgres have the classes that psycopg2 gives them', async () => {
    const { output } = await run(
      'postgres',
      `for sql in ('SELECT 1/0', 'SELECT * FROM nope', 'nonsense', 'LISTEN', "SELECT 'x'::int", 'VACUUM'):
    with op.get_bind().begin_nested() as savepoint:
        try:
            op.execute(sql)
        except sa.exc.DBAPIError as error:
            print(type(error).__name__, error.orig.pgcode)
            savepoint.rollback()`,
    );
    expect(output).toBe(
      'DataError 22012\nProgrammingError 42P01\nProgrammingError 42601\nProgrammingError 42601\nDataError 22P02\nInternalError 25001\n',
    );
  });

  test('COPY FROM STDIN does not hang', async () => {
    const { error } = await run(
      'postgres',
      `op.execute('CREATE TABLE t (id INTEGER)')\nop.execute('COPY t FROM STDIN')`,
    );
    expect(error).toMatchObject({ origin: 'engine', line: 8 });
    expect((await run('postgres', `op.execute('SELECT 1')`)).error).toBeNull();
  });
});

describe('warnings', () => {
  test('of SQLAlchemy and Alembic are kept, once each', async () => {
    const { warnings } = await run(
      'sqlite',
      `op.execute('CREATE TABLE t (id INTEGER, a TEXT, CHECK (a > 0))')
op.execute('CREATE INDEX i ON t (lower(a))')
with op.batch_alter_table('t') as batch:
    batch.drop_column('id')`,
    );
    expect(warnings.join('\n')).toMatch(/expression/i);
    expect(new Set(warnings).size).toBe(warnings.length);
  });
});

describe('a lenient run', () => {
  test.each(both)('steps over what fails on %s, and keeps the rest', async (engine) => {
    const session = await openSession(runner, databases[engine], {
      'a.py': revisionFile({
        upgrade: `op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Integer))
op.execute('nonsense')
op.drop_table('nope')
rows = op.get_bind().execute(sa.text('SELECT * FROM nope')).fetchall()
for row in rows:
    print(row)
with op.batch_alter_table('t') as batch:
    batch.drop_constraint('nope', type_='check')
    batch.drop_column('a')
op.add_column('t', sa.Column('b', sa.Integer))
raise ValueError('and so on')`,
      }),
    });
    const { error, warnings, statements } = await session.run('r1', 'upgrade', { lenient: true });
    expect(error).toBeNull();
    expect(warnings).toHaveLength(5);
    expect(warnings.at(-1)).toBe('The rest was skipped: ValueError: and so on');
    expect(statements.filter((statement) => statement.error !== null).length).toBeGreaterThanOrEqual(3);
    const { tables } = await databases[engine].introspect();
    expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['t', ['id', 'a', 'b']],
    ]);
  });
});
