import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { actions, named } from './alembic.fixture';

beforeAll(loadSqlParser);

const users = named('users');

describe('op.create_table', () => {
  it('reads columns, constraints and indexes', () => {
    const [table] = actions(`op.create_table(
    "orders",
    sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("app.users.id", ondelete="CASCADE"), index=True),
    sa.Column("code", sa.String(length=12), unique=True, server_default="x"),
    sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), comment="when"),
    sa.Column("twice", sa.Integer, sa.Computed("id * 2")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    sa.CheckConstraint("code <> ''", name="ck"),
    sa.ForeignKeyConstraint(["user_id", "code"], ["pairs.a", "pairs.b"], name="fk", deferrable=True, initially="DEFERRED"),
    sa.Index("ix_code", "code"),
    schema="shop", comment="all of them", sqlite_autoincrement=True,
)`);
    expect(table).toMatchObject({
      kind: 'createTable',
      table: named('orders', 'shop'),
      comment: 'all of them',
      traits: ['autoincrement'],
      createsEnums: true,
      columns: [
        { name: 'id', type: { name: 'bigint' }, nullable: false, identity: 'always' },
        { name: 'user_id', type: { name: 'integer' }, nullable: true },
        { name: 'code', type: { name: 'varchar', args: [12] }, default: "'x'" },
        { name: 'at', type: { name: 'timestamptz' }, default: 'now()', comment: 'when' },
        { name: 'twice', generated: { expression: 'id * 2', stored: true } },
      ],
      constraints: [
        {
          type: 'foreignKey',
          columns: ['user_id'],
          target: named('users', 'app'),
          targetColumns: ['id'],
          onDelete: 'cascade',
        },
        { type: 'unique', name: null, columns: ['code'] },
        { type: 'primaryKey', name: 'pk_orders', columns: ['id'] },
        { type: 'check', name: 'ck', expression: "code <> ''" },
        { type: 'foreignKey', name: 'fk', target: named('pairs'), targetColumns: ['a', 'b'], initiallyDeferred: true },
      ],
      indexes: [{ name: 'ix_code' }, { name: 'ix_orders_user_id', keys: [{ kind: 'column', column: 'user_id' }] }],
    });
  });

  it('makes a primary key of marked columns', () => {
    const [table] = actions(
      'op.create_table("t", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer))',
    );
    expect(table).toMatchObject({
      constraints: [{ type: 'primaryKey', columns: ['a'] }],
      columns: [{ nullable: false }, { nullable: true }],
    });
  });

  it('takes columns that are built elsewhere', () => {
    const [table] = actions(
      'op.create_table("t", *columns())',
      'def columns():\n    return [sa.Column("a", sa.Text()), sa.Column("b", sa.Text())]\n',
    );
    expect(table).toMatchObject({ columns: [{ name: 'a' }, { name: 'b' }] });
  });
});

describe('columns', () => {
  it('are added with their constraints, and their index as a statement of its own', () => {
    expect(
      actions(
        'op.add_column("users", sa.Column("team", sa.Integer, sa.ForeignKey("teams.id"), unique=True, default=0, nullable=False))\nop.add_column("users", sa.Column("a", sa.Text(), index=True))',
      ),
    ).toMatchObject([
      {
        kind: 'addColumn',
        table: users,
        column: { name: 'team', nullable: false, default: null },
        constraints: [{ type: 'foreignKey' }, { type: 'unique', columns: ['team'] }],
        hasClientDefault: true,
      },
      { kind: 'addColumn', column: { name: 'a' } },
      { kind: 'createIndex', index: { name: 'ix_users_a', isUnique: false } },
    ]);
  });

  it('are dropped, with keywords or without', () => {
    const drop = { kind: 'dropColumn', table: named('users', 'app'), column: 'a', ifExists: true, cascade: false };
    expect(actions('op.drop_column("users", "a", schema="app", if_exists=True)')).toEqual([drop]);
    expect(actions('op.drop_column(column_name="a", table_name="users", schema="app", if_exists=True)')).toEqual([
      drop,
    ]);
  });

  it('are altered only in what is said, and tell what they were', () => {
    expect(
      actions(`op.alter_column("users", "a", existing_type=sa.VARCHAR(20), type_=sa.Text(), existing_nullable=True, nullable=False)
op.alter_column("users", "a", new_column_name="b")
op.alter_column("users", "a", server_default=None)
op.alter_column("users", "a", server_default=sa.text("now()"), existing_server_default="x")
op.alter_column("users", "a", type_=sa.Integer(), postgresql_using="a::integer")
op.alter_column("users", "a", comment="c", existing_comment="d")`).map(({ change, before }) => ({ change, before })),
    ).toMatchObject([
      {
        change: { type: { name: 'text' }, nullable: false },
        before: { type: { name: 'varchar', args: [20] }, nullable: true },
      },
      { change: { newName: 'b' }, before: {} },
      { change: { default: null } },
      { change: { default: 'now()' }, before: { default: "'x'" } },
      { change: { using: 'a::integer' } },
      { change: { comment: 'c' } },
    ]);
  });
});

describe('tables, constraints and indexes', () => {
  it('are read in every form', () => {
    expect(
      actions(`op.drop_table("users", if_exists=True)
op.rename_table(old_table_name="a", new_table_name="b", schema="s")
op.create_table_comment("users", "hi")
op.drop_table_comment("users")
op.create_foreign_key(None, "a", "b", ["x"], ["id"], ondelete="SET NULL", source_schema="s", referent_schema="r")
op.create_unique_constraint("uq", "users", ["a", "b"], postgresql_nulls_not_distinct=True)
op.create_primary_key("pk", "users", ["id"])
op.create_check_constraint("ck", "users", sa.text("a > 0"), postgresql_not_valid=True)
op.drop_constraint("fk", "users", "foreignkey")
op.drop_constraint(None, "users", type_="unique")
op.drop_index(op.f("ix"), table_name="users", postgresql_concurrently=True)
op.drop_index("ix")`),
    ).toMatchObject([
      { kind: 'dropTable', table: users, ifExists: true },
      { kind: 'renameTable', table: named('a', 's'), newName: 'b' },
      { kind: 'alterTable', change: { type: 'comment', comment: 'hi' } },
      { kind: 'alterTable', change: { type: 'comment', comment: null } },
      {
        table: named('a', 's'),
        constraint: { type: 'foreignKey', name: null, target: named('b', 'r'), onDelete: 'set null' },
      },
      { constraint: { type: 'unique', name: 'uq', columns: ['a', 'b'], nullsNotDistinct: true } },
      { constraint: { type: 'primaryKey', name: 'pk' } },
      { constraint: { type: 'check', expression: 'a > 0', isValid: false } },
      { kind: 'dropConstraint', name: 'fk', type: 'foreignKey' },
      { kind: 'dropConstraint', name: null, type: 'unique' },
      { kind: 'dropIndex', name: 'ix', table: users, concurrently: true },
      { kind: 'dropIndex', name: 'ix', table: null },
    ]);
  });

  it('read the keys of an index', () => {
    const [created] =
      actions(`op.create_index("ix", "users", ["a", sa.text("lower(b)"), sa.column("c").desc()], unique=True,
    postgresql_using="gin", postgresql_where=sa.text("a > 0"), postgresql_include=["d"], postgresql_ops={"a": "text_pattern_ops"})`);
    expect(created).toMatchObject({
      index: {
        keys: [
          { kind: 'column', column: 'a', suffix: 'text_pattern_ops' },
          { kind: 'expression', expression: 'lower(b)' },
          { kind: 'column', column: 'c', suffix: 'desc' },
        ],
        isUnique: true,
        method: 'gin',
        predicate: 'a > 0',
        include: ['d'],
      },
    });
  });
});

describe('batch operations', () => {
  it('belong to the table of the block, under any name and with a schema', () => {
    expect(
      actions(`with op.batch_alter_table("users", schema="app") as whatever:
    whatever.drop_column("a")
    whatever.create_index(whatever.f("ix"), ["b"])
    whatever.create_foreign_key("fk", "teams", ["t"], ["id"])
    whatever.drop_constraint("uq", type_="unique")`),
    ).toMatchObject([
      { kind: 'dropColumn', table: named('users', 'app'), column: 'a' },
      { kind: 'createIndex', table: named('users', 'app'), index: { name: 'ix' } },
      { kind: 'addConstraint', constraint: { type: 'foreignKey', target: named('teams'), columns: ['t'] } },
      { kind: 'dropConstraint', type: 'unique' },
    ]);
  });

  it('may be nested', () => {
    const body =
      'with op.batch_alter_table("a") as x, op.batch_alter_table("b") as y:\n    y.drop_column("q")\n    x.drop_column("p")';
    expect(actions(body)).toMatchObject([
      { table: named('b'), column: 'q' },
      { table: named('a'), column: 'p' },
    ]);
  });
});

describe('bulk_insert', () => {
  it('inserts the columns of its rows into a table that it presumes', () => {
    const body = 'op.bulk_insert(sa.table("roles", sa.column("id", sa.Integer)), [{"id": 1, "name": "admin"}])';
    expect(actions(body)).toMatchObject([
      {
        kind: 'mention',
        table: named('roles'),
        columns: [{ name: 'id', type: { name: 'integer' } }],
        expects: 'present',
      },
      { kind: 'insert', table: named('roles'), columns: ['id', 'name'], source: 'values' },
    ]);
  });

  it('presumes nothing of a table that it has just created', () => {
    const body = 't = op.create_table("roles", sa.Column("id", sa.Integer))\nop.bulk_insert(t, [{"id": 1}])';
    expect(actions(body).map(({ kind }) => kind)).toEqual(['createTable', 'insert']);
  });
});
