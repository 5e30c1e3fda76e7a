import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import { findTable, type Dialect } from '../schema/model';
import { renderType } from '../schema/type';
import { inferBaseline } from './baseline';
import { check, column, foreignKey, index, migration, name, op, primaryKey, unique } from './operations.fixture';

/** A baseline as text: `users: id integer!, phone varchar(20)`; `!` is NOT NULL. */
function baselineOf(up: readonly Operation[], down: readonly Operation[] = [], dialect: Dialect = 'postgresql') {
  return inferBaseline([migration(up, down)], dialect).schema;
}

function columnsOf(schema: ReturnType<typeof baselineOf>, table: string) {
  const found = findTable(schema, name(table));
  return found?.columns.map(
    ({ name: columnName, type, nullable }) =>
      `${columnName} ${type === null ? '?' : renderType(type, 'postgresql')}${nullable ? '' : '!'}`,
  );
}

describe('what a single migration presumes', () => {
  it('is nothing, when it creates all that it uses', () => {
    const up = [
      op.createTable('users', [column('id', 'integer'), column('org_id', 'integer')], [primaryKey(['id'])]),
      op.createTable('orgs', [column('id', 'integer')], [primaryKey(['id'])]),
      op.addConstraint('users', foreignKey(['org_id'], 'orgs.id')),
      op.createIndex('users', index('ix_users_org_id', ['org_id'])),
      op.addColumn('users', column('phone')),
      op.update('users', { phone: "''" }),
    ];
    const baseline = inferBaseline([migration(up, [op.dropTable('users'), op.dropTable('orgs')])], 'postgresql');
    expect(baseline.schema.tables).toEqual([]);
    expect(baseline.pieces).toEqual([]);
  });

  it('is not a table that is created further down, for one that points at it first', () => {
    const up = [
      op.createTable(
        'pages',
        [column('id', 'uuid'), column('owner_id', 'uuid')],
        [foreignKey(['owner_id'], 'owners.id')],
      ),
      { ...op.createTable('owners', [column('id', 'uuid'), column('front_id', 'uuid')], [foreignKey(['front_id'], 'pages.id')]), certainty: 'conditional' as const }, // prettier-ignore
    ];
    expect(baselineOf(up).tables).toEqual([]);
  });

  it('is not what an interrupted batch may have left behind', () => {
    expect(baselineOf([op.dropTable('_alembic_tmp_users', { ifExists: true })]).tables).toEqual([]);
    expect(baselineOf([op.dropTable('_alembic_tmp_users')]).tables).toEqual([]);
  });

  it('is a dropped column as the downgrade adds it back', () => {
    const schema = baselineOf(
      [op.dropColumn('users', 'phone')],
      [op.addColumn('users', column('phone', 'varchar(20)', { nullable: false, default: "'-'" }))],
    );
    expect(columnsOf(schema, 'users')).toEqual(['id integer!', 'phone varchar(20)!']);
    expect(schema.tables[0]?.columns[1]?.default).toBe("'-'");
  });

  it('is a dropped table as the downgrade creates it again, with a serial key', () => {
    const schema = baselineOf(
      [op.dropIndex('ix_audit_at', 'audit'), op.dropTable('audit')],
      [
        op.createTable('audit', [column('id', 'integer'), column('at', 'timestamptz')], [primaryKey(['id'])]),
        op.createIndex('audit', index('ix_audit_at', ['at'])),
      ],
    );
    expect(columnsOf(schema, 'audit')).toEqual(['id serial!', 'at timestamptz']);
    expect(schema.tables[0]?.indexes.map((each) => each.name)).toEqual(['ix_audit_at']);
    expect(schema.tables[0]?.primaryKey?.name).toBe('audit_pkey');
  });

  it('leaves out what the upgrade adds, under whatever name a model mentions it', () => {
    const up = [
      op.mention('users', [column('id', 'integer'), column('full_name', 'text'), column('age', 'integer')]),
      op.addColumn('users', column('age', 'integer')),
      op.alterColumn('users', 'name', { newName: 'full_name' }),
    ];
    expect(columnsOf(baselineOf(up), 'users')).toEqual(['id integer!', 'name text']);
  });

  it('takes the type that the author states, else the one to which the downgrade returns', () => {
    const stated = baselineOf(
      [op.alterColumn('t', 'a', { type: column('a', 'bigint').type }, { type: column('a', 'integer').type })],
      [],
    );
    expect(columnsOf(stated, 't')).toEqual(['id integer!', 'a integer']);
    const returned = baselineOf(
      [op.alterColumn('t', 'a', { type: column('a', 'bigint').type })],
      [op.alterColumn('t', 'a', { type: column('a', 'smallint').type })],
    );
    expect(columnsOf(returned, 't')).toEqual(['id integer!', 'a smallint']);
  });

  it('never guesses the type that the upgrade sets', () => {
    const schema = baselineOf([op.alterColumn('t', 'title', { type: column('a', 'varchar(255)').type })]);
    expect(columnsOf(schema, 't')).toEqual(['id integer!', 'title varchar(127)']);
  });

  it('reverses nullability: what is set NOT NULL could be NULL, and the other way round', () => {
    expect(columnsOf(baselineOf([op.alterColumn('t', 'a', { nullable: false })]), 't')?.[1]).toBe('a varchar(255)');
    expect(columnsOf(baselineOf([op.alterColumn('t', 'a', { nullable: true })]), 't')?.[1]).toBe('a varchar(255)!');
    const stated = baselineOf([op.alterColumn('t', 'a', { nullable: false }, { nullable: false })]);
    expect(columnsOf(stated, 't')?.[1]).toBe('a varchar(255)!');
  });

  it('gives a foreign key’s target the type of the key that points at it', () => {
    const schema = baselineOf([
      op.createTable(
        'orders',
        [column('id', 'uuid'), column('user_id', 'uuid')],
        [foreignKey(['user_id'], 'users.id')],
      ),
    ]);
    expect(columnsOf(schema, 'users')).toEqual(['id uuid!', 'name varchar(255)']);
    expect(findTable(schema, name('users'))?.primaryKey?.columns).toEqual(['id']);
  });

  it('takes a column of the same name elsewhere in the files for a better guess than the name alone', () => {
    const schema = baselineOf([
      op.createTable('new_settings', [column('id', 'integer'), column('first_day', 'integer')]),
      op.update('settings', { first_day: 'first_day' }, null),
    ]);
    expect(columnsOf(schema, 'settings')).toEqual(['id integer!', 'first_day integer']);
  });

  it('lets a foreign key join columns of one kind, whatever a downgrade from another database says', () => {
    const up = [op.createTable('notes', [column('id', 'uuid'), column('user_id', 'uuid')], [foreignKey(['user_id'], 'users.id')]), op.dropTable('stars')]; // prettier-ignore
    const down = [op.createTable('stars', [column('user_id', 'char(32)')], [foreignKey(['user_id'], 'users.id')])];
    expect(columnsOf(baselineOf(up, down), 'stars')).toEqual(['user_id uuid']);
    expect(columnsOf(baselineOf(up, down, 'sqlite'), 'stars')).toEqual(['user_id char(32)']);
  });

  it('has a constraint of one name on each of several tables', () => {
    const tables = ['plants', 'stones'];
    const up = tables.flatMap((table) => [
      op.dropConstraint(table, 'valid_kind', 'check'),
      op.addConstraint(table, check("kind IN ('a', 'b', 'c')", 'valid_kind')),
    ]);
    const down = tables.flatMap((table) => [
      op.dropConstraint(table, 'valid_kind', 'check'),
      op.addConstraint(table, check("kind IN ('a', 'b')", 'valid_kind')),
    ]);
    const schema = baselineOf(up, down);
    expect(schema.tables.map(({ checks }) => checks.map(({ name: checkName }) => checkName))).toEqual([['valid_kind'], ['valid_kind']]); // prettier-ignore
  });

  it('finds column and target of a dropped foreign key in a name of parts with two underscores between', () => {
    const schema = baselineOf([op.dropConstraint('doc', 'fk_block__schema_id__block_schema', 'foreignKey')]);
    expect(columnsOf(schema, 'doc')).toContain('schema_id integer');
  });

  it('takes the type of a column that is written into another', () => {
    const up = [op.addColumn('users', column('remote', 'varchar(99)')), op.update('users', { remote: 'old_id' }, null)];
    const schema = baselineOf(up, [op.update('users', { old_id: 'remote' }, null), op.dropColumn('users', 'remote')]);
    expect(columnsOf(schema, 'users')).toContain('old_id varchar(99)');
  });

  it('does not take the keys of others for our own', () => {
    const schema = baselineOf([
      op.update('users', { remote_id: "'x'", vendor_id: "'y'" }, null),
      op.createIndex('users', index('ix_users_id', ['id'])),
    ]);
    expect(columnsOf(schema, 'users')).toContain('id integer!');
  });

  it('reads types off literals, operators and functions', () => {
    const schema = baselineOf([
      op.update(
        'jobs',
        { state: "'done'", finished_by: 'now()' },
        "active IS TRUE AND tries > 3 AND blob ->> 'k' = 'v'",
      ),
    ]);
    expect(columnsOf(schema, 'jobs')).toEqual(['id integer!', 'state varchar(255)', 'finished_by timestamp']);
  });

  it('restores dropped constraints from the downgrade, else from their names', () => {
    const schema = baselineOf(
      [
        op.dropConstraint('t', 'ck_positive', 'check'),
        op.dropConstraint('t', 'uq_t_email', 'unique'),
        op.dropConstraint('t', 't_owner_id_fkey', 'foreignKey'),
      ],
      [op.addConstraint('t', check('price > 0', 'ck_positive'))],
    );
    const table = findTable(schema, name('t'));
    expect(table?.checks.map(({ expression }) => expression)).toEqual(['price > 0']);
    expect(table?.uniques).toEqual([{ name: 'uq_t_email', columns: ['email'] }]);
    expect(table?.foreignKeys[0]).toMatchObject({ name: 't_owner_id_fkey', target: { name: 'owners' } });
    expect(columnsOf(schema, 'owners')).toEqual(['id integer!', 'name varchar(255)']);
  });

  it('does not presume what only the downgrade drops', () => {
    expect(baselineOf([op.createTable('a', [column('id')])], [op.dropTable('b')]).tables).toEqual([]);
  });

  it('has no primary key where the upgrade makes one, but unique values for it', () => {
    const schema = baselineOf([op.addConstraint('t', primaryKey(['code'], 'pk_t'))]);
    const table = findTable(schema, name('t'));
    expect(table?.primaryKey).toBeNull();
    expect(table?.uniques[0]?.columns).toEqual(['code']);
    expect(columnsOf(schema, 't')?.[0]).toBe('code varchar(255)!');
  });

  it('knows the labels of an enum type before values were added or the type was swapped', () => {
    const added = baselineOf([
      op.alterColumn(
        't',
        's',
        { nullable: false },
        { type: { name: 'state', args: [], dimensions: 0, labels: ['a', 'b'] } },
      ),
      op.addEnumValue('state', 'b'),
    ]);
    expect(added.enums).toEqual([{ schema: null, name: 'state', labels: ['a'] }]);
    const swapped = baselineOf(
      [op.renameType('state', 'state_old'), op.createEnum('state', ['x']), op.dropEnum('state_old')],
      [op.renameType('state', 'state_new'), op.createEnum('state', ['x', 'y']), op.dropEnum('state_new')],
    );
    expect(swapped.enums).toEqual([{ schema: null, name: 'state', labels: ['x', 'y'] }]);
  });

  it('keeps dropped views as the downgrade creates them', () => {
    const schema = baselineOf([op.dropView('v')], [op.createView('v', 'CREATE VIEW v AS SELECT 2 AS two')]);
    expect(schema.views[0]?.definition).toBe('CREATE VIEW v AS SELECT 2 AS two');
  });

  it('follows renames of tables', () => {
    const schema = baselineOf([op.renameTable('people', 'persons'), op.dropColumn('persons', 'age')]);
    expect(schema.tables.map((table) => table.name)).toEqual(['people']);
    expect(columnsOf(schema, 'people')).toEqual(['id integer!', 'age integer']);
  });

  it('offers values that can be cast where text becomes another type on Postgres', () => {
    const type = column('a', 'integer').type;
    const schema = baselineOf([
      op.alterColumn('t', 'a', { type, using: 'a::integer' }, { type: column('a', 'varchar(9)').type }),
    ]);
    expect(schema.tables[0]?.columns[1]?.type?.labels).toContain('42');
  });

  it('keeps unique constraints of unwritten tables', () => {
    const schema = baselineOf(
      [op.dropConstraint('t', 'odd', 'unique')],
      [op.addConstraint('t', unique(['a', 'b'], 'odd'))],
    );
    expect(schema.tables[0]?.uniques).toEqual([{ name: 'odd', columns: ['a', 'b'] }]);
  });
});
