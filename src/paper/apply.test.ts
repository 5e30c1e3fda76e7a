import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import { emptySchema, findTable, type Dialect } from '../schema/model';
import { applyAll } from './apply';
import { check, column, foreignKey, index, name, op, primaryKey, unique } from './operations.fixture';

const after = (operations: readonly Operation[], dialect: Dialect = 'postgresql') =>
  applyAll(emptySchema, operations, { dialect });

const people = op.createTable(
  'people',
  [column('id', 'integer'), column('email', 'varchar(100)'), column('age', 'integer')],
  [primaryKey(['id']), unique(['email']), check('age > 0')],
);
const posts = op.createTable(
  'posts',
  [column('id', 'integer'), column('author_id', 'integer')],
  [primaryKey(['id']), foreignKey(['author_id'], 'people.id')],
);

it('a check goes with the column that it names in capitals', () => {
  const upper = op.createTable('a', [column('purge', 'boolean')], [check('PURGE IS NOT NULL')]);
  expect(findTable(after([upper, op.dropColumn('a', 'purge')]), name('a'))?.checks).toEqual([]);
});

describe('a created table', () => {
  it('gets the names and the serial key that Postgres and SQLAlchemy would give it', () => {
    const table = findTable(after([people]), name('people'));
    expect(table?.columns[0]).toMatchObject({ type: { name: 'serial' }, nullable: false });
    expect(table?.primaryKey?.name).toBe('people_pkey');
    expect(table?.uniques[0]?.name).toBe('people_email_key');
    expect(table?.checks[0]?.name).toBe('people_age_check');
  });

  it('has one constraint for a UNIQUE over its primary key, as Postgres makes it', () => {
    const twins = (key: string | null, constraint: string | null) =>
      findTable(
        after([op.createTable('a', [column('id', 'integer')], [primaryKey(['id'], key), unique(['id'], constraint)])]),
        name('a'),
      );
    expect(twins('pk_a', 'uq_a')).toMatchObject({ primaryKey: { name: 'pk_a' }, uniques: [] });
    expect(twins(null, 'uq_a')).toMatchObject({ primaryKey: { name: 'uq_a' }, uniques: [] });
    expect(twins(null, null)).toMatchObject({ primaryKey: { name: 'a_pkey' }, uniques: [] });
  });

  it('keeps its constraints unnamed on SQLite', () => {
    const table = findTable(after([people], 'sqlite'), name('people'));
    expect([table?.primaryKey?.name, table?.uniques[0]?.name]).toEqual([null, null]);
    expect(table?.columns[0]?.type?.name).toBe('integer');
  });

  it('brings its enum types on Postgres, and leaves them behind when it is dropped', () => {
    const mood = { name: 'mood', args: [], dimensions: 0, labels: ['good', 'bad'] };
    const create = op.createTable('days', [column('mood', null, { type: mood })]);
    expect(after([create, op.dropTable('days')]).enums).toEqual([
      { schema: null, name: 'mood', labels: ['good', 'bad'] },
    ]);
    expect(after([create], 'sqlite').enums).toEqual([]);
  });

  it('leaves a table that is there alone, if it is only created conditionally', () => {
    const again = op.createTable('people', [column('other')], [], { ifNotExists: true });
    expect(findTable(after([people, again]), name('people'))?.columns).toHaveLength(3);
  });
});

describe('a rename', () => {
  it('of a table carries foreign keys that point at it', () => {
    const schema = after([people, posts, op.renameTable('people', 'humans')]);
    expect(findTable(schema, name('posts'))?.foreignKeys[0]?.target.name).toBe('humans');
    expect(findTable(schema, name('humans'))?.uniques[0]?.name).toBe('people_email_key');
  });

  it('of a column is followed by keys, checks, indexes and foreign keys', () => {
    const schema = after([
      people,
      posts,
      op.createIndex('people', index('ix_age', ['age'], { predicate: 'age > 17' })),
      op.alterColumn('people', 'age', { newName: 'years' }),
      op.alterColumn('people', 'id', { newName: 'key' }),
    ]);
    const table = findTable(schema, name('people'));
    expect(table?.checks[0]?.expression).toBe('years > 0');
    expect(table?.indexes[0]).toMatchObject({ keys: [{ column: 'years' }], predicate: 'years > 17' });
    expect(table?.primaryKey?.columns).toEqual(['key']);
    expect(findTable(schema, name('posts'))?.foreignKeys[0]?.targetColumns).toEqual(['key']);
  });

  it('of an enum type is followed by the columns of the type', () => {
    const typed = op.createTable('days', [column('mood', 'mood')]);
    const schema = after([op.createEnum('mood', ['good']), typed, op.renameType('mood', 'mood_old')]);
    expect(findTable(schema, name('days'))?.columns[0]?.type?.name).toBe('mood_old');
  });
});

describe('a drop', () => {
  it('of a column takes its indexes and constraints along', () => {
    const schema = after([
      people,
      op.createIndex('people', index('ix_email', ['email'])),
      op.dropColumn('people', 'email'),
      op.dropColumn('people', 'age'),
    ]);
    expect(findTable(schema, name('people'))).toMatchObject({ indexes: [], uniques: [], checks: [] });
  });

  it('of a table with CASCADE takes foreign keys of others along', () => {
    expect(findTable(after([people, posts, op.dropTable('people')]), name('posts'))?.foreignKeys).toHaveLength(1);
    const cascade = op.dropTable('people', { cascade: true });
    expect(findTable(after([people, posts, cascade]), name('posts'))?.foreignKeys).toHaveLength(0);
  });

  it.each([
    ['the engine’s name', 'posts_author_id_fkey'],
    ['the name of a naming convention', 'fk_posts_author_id_people'],
  ])('of an unnamed constraint is understood by %s', (_what, constraint) => {
    const schema = after([posts, op.dropConstraint('posts', constraint, 'foreignKey')]);
    expect(findTable(schema, name('posts'))?.foreignKeys).toEqual([]);
  });

  it('of a check is understood by its name with or without the convention’s prefix', () => {
    const named = op.addConstraint('posts', check('author_id > 0', 'positive'));
    const dropped = op.dropConstraint('posts', 'ck_posts_positive', 'check');
    expect(findTable(after([posts, named, dropped]), name('posts'))?.checks).toEqual([]);
  });

  it('by a convention’s name does not touch a constraint that has a name of its own', () => {
    const named = op.addConstraint('posts', unique(['author_id'], 'one_each'));
    const schema = after([posts, named, op.dropConstraint('posts', 'uq_posts_author_id', 'unique')]);
    expect(findTable(schema, name('posts'))?.uniques).toHaveLength(1);
  });
});

it('changes nothing where an operation does not fit, or is for another dialect', () => {
  const schema = after([people]);
  const strangers: readonly Operation[] = [
    op.dropTable('nobody'),
    op.addColumn('nobody', column('a')),
    op.alterColumn('people', 'nothing', { nullable: false }),
    op.dropConstraint('people', null, 'unique'),
    op.dropIndex(null),
    { ...op.dropTable('people'), dialects: ['mysql'] },
  ];
  expect(applyAll(schema, strangers, { dialect: 'postgresql' })).toEqual(schema);
});

it('shortens the names it gives as Postgres does, to 63 characters', () => {
  const long = 'a_table_with_a_name_that_is_nearly_as_long_as_one_can_be_written';
  const table = op.createTable(
    long.slice(0, 60),
    [column('a_column_of_some_length')],
    [unique(['a_column_of_some_length'])],
  );
  const given = findTable(after([table]), name(long.slice(0, 60)))?.uniques[0]?.name ?? '';
  expect(given).toHaveLength(63);
  expect(given.endsWith('_a_column_of_some_length_key')).toBe(true);
});
