import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../engines/engine';
import type { Runner } from '../runner';
import { openDatabase, openSession, revisionFile, startRunner, upgradeOnce } from './testing';

let runner: Runner;
let sqlite: Database;
let postgres: Database;

beforeAll(async () => {
  [runner, sqlite, postgres] = await Promise.all([startRunner(), openDatabase('sqlite'), openDatabase('postgres')]);
});

beforeEach(async () => {
  await sqlite.clear();
  await postgres.clear();
});

afterAll(async () => {
  await sqlite.close();
  await postgres.close();
});

const shelves = 'CREATE TABLE shelves (id INTEGER PRIMARY KEY, room TEXT, row INTEGER, UNIQUE (room, row));';

describe('a constraint without a name, in batch mode on SQLite', () => {
  test('is refused, as in life', async () => {
    await sqlite.execute(`${shelves} CREATE TABLE jars (id INTEGER PRIMARY KEY)`);
    const { error } = await upgradeOnce(runner, sqlite, {
      upgrade: `with op.batch_alter_table('jars') as batch:
    batch.create_foreign_key(None, 'shelves', ['id'], ['id'])`,
    });
    expect(error?.message).toContain('cannot add a constraint without a name');
  });

  test('is not found under the name that a convention would give it', async () => {
    await sqlite.execute(shelves);
    const { error } = await upgradeOnce(runner, sqlite, {
      upgrade: `with op.batch_alter_table('shelves') as batch:
    batch.drop_constraint('uq_shelves_room_row', type_='unique')`,
    });
    expect(error?.message).toContain('No such constraint');
  });

  test('is refused in words that help', async () => {
    await sqlite.execute(shelves);
    const { error } = await upgradeOnce(runner, sqlite, {
      upgrade: `with op.batch_alter_table('shelves') as batch:
    batch.create_check_constraint(None, 'row > 0')`,
    });
    expect(error).toMatchObject({
      line: 7,
      message: expect.stringContaining('cannot add a constraint without a name'),
    });
  });
});

describe('a naming_convention in a pasted file', () => {
  const convention = `from sqlalchemy import MetaData
metadata = MetaData(naming_convention={'uq': '%(table_name)s_%(column_0_name)s_once', 'pk': 'key_of_%(table_name)s'})`;

  test.each(['sqlite', 'postgres'] as const)('names constraints on %s, as in life', async (engine) => {
    const database = engine === 'sqlite' ? sqlite : postgres;
    const upgrade = `op.create_table('jars', sa.Column('id', sa.Integer, primary_key=True), sa.Column('label', sa.String(9), unique=True))`;
    const session = await openSession(runner, database, {
      'models.py': convention,
      'one.py': revisionFile({ upgrade }),
    });
    const { error } = await session.run('r1', 'upgrade');
    expect(error).toBeNull();
    const jars = (await database.introspect()).tables.find(({ name }) => name === 'jars');
    expect(jars).toMatchObject({ primaryKey: { name: 'key_of_jars' }, uniques: [{ name: 'jars_label_once' }] });
  });
});

describe('op.drop_constraint(None, ...)', () => {
  test('is told in words, with the table', async () => {
    await postgres.execute(shelves);
    const { error } = await upgradeOnce(runner, postgres, {
      upgrade: `op.drop_constraint(None, 'shelves', type_='foreignkey')`,
    });
    expect(error?.message).toBe(
      'op.drop_constraint() was given no name (None), so nothing tells which constraint to drop on shelves: write out the name that it has in the database.',
    );
    expect(error).toMatchObject({ origin: 'tool', line: 7 });
  });

  test('and likewise in batch mode', async () => {
    await sqlite.execute(shelves);
    const { error } = await upgradeOnce(runner, sqlite, {
      upgrade: `with op.batch_alter_table('shelves') as batch:
    batch.drop_constraint(None, type_='unique')`,
    });
    expect(error?.message).toContain('op.drop_constraint() was given no name (None)');
  });
});
