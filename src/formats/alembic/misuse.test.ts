import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { file, migration } from './alembic.fixture';

beforeAll(loadSqlParser);

const misuses = (body: string) => migration(file(body)).misuses.map(({ message }) => message);

describe('calls that Alembic refuses', () => {
  it.each([
    ['op.drop_column("users", sa.Column("a"))', "expects the column's name as text, but got a Column"],
    ['op.alter_column("users", sa.Column("a"), nullable=True)', "expects the column's name as text, but got a Column"],
    ['op.drop_table(["users"])', "expects the table's name as text, but got a list"],
    ['op.drop_table(None)', 'but got None'],
    ['op.drop_column("users")', '`op.drop_column` lacks `column_name`'],
    ['op.add_column("users", sa.Column("a", sa.Text()), nulable=True)', '`op.add_column` has no parameter `nulable`'],
    ['op.create_index("ix", "users", ["a"], uniqe=True)', 'has no parameter `uniqe`'],
    ['op.alter_column("users", "a", nullabel=True)', 'has no parameter `nullabel`: it is passed over without a word'],
    ['op.create_primary_key("pk", "users", ["a"], deferrable=True)', 'has no parameter `deferrable`'],
    ['op.rename_table("a", "b", "c")', 'takes 2 positional arguments, not 3'],
    ['op.execute()', '`execute` lacks a statement'],
    ['op.execute(["SELECT 1"])', '`execute` takes one statement'],
    ['op.create_index("ix", "users", "email")', 'read letter by letter, as "e", "m", "a", …'],
    ['op.create_unique_constraint("uq", "users", "email")', 'Write ["email"].'],
    ['op.create_foreign_key("fk", "a", "b", "b_id", ["id"])', 'the text "b_id" is read letter by letter'],
    ['op.add_column("users", "nickname")', 'expects a Column'],
    ['op.add_column("users", sa.Text())', 'expects a Column'],
    ['op.add_column("users", sa.Column(sa.Text()))', 'has no name'],
    ['op.add_column("users", sa.Column("a", sa.Text(), nulable=True))', '`Column` has no parameter `nulable`'],
    ['op.add_column("users", sa.Column("a", "text"))', 'the text "text", not a type'],
    ['op.add_column("users", sa.Column("a", sa.Integer, server_default=0))', 'Write "0".'],
    ['op.add_column("users", sa.Column("a", sa.Boolean, server_default=False))', 'Write sa.false().'],
    ['op.alter_column("users", "a", type_="text")', '`type_` must be a type'],
    ['op.drop_constraint("uq", "users", type_="uniq")', 'not "uniq"'],
    ['op.create_table("t", sa.Column("a", sa.Text), sa.Column("a", sa.Text))', 'two columns called "a"'],
    ['op.create_table("t", [sa.Column("a", sa.Text)])', 'this list of them is passed over'],
    ['op.bulk_insert("roles", [{"id": 1}])', 'expects a table, not its name'],
    ['op.bulk_insert(sa.table("roles"), {"id": 1})', 'expects a list of dicts'],
    [
      'with op.batch_alter_table("users") as batch:\n    batch.drop_column("users", "a")',
      '`batch_op.drop_column` takes 1',
    ],
    ['with op.batch_alter_table("users", recreat="always") as batch:\n    pass', 'has no parameter `recreat`'],
  ])('%s', (body, message) => {
    const found = misuses(body);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('stand at the argument, and once however often they are made', () => {
    const text = file('for name in ["a", "b"]:\n    op.drop_column(name, sa.Column("x"))');
    expect(migration(text).misuses.map(({ span }) => text.slice(span.start, span.end))).toEqual(['sa.Column("x")']);
  });
});

describe('calls that are right', () => {
  it.each([
    'op.create_index("ix", "t", ["a"], unique=True, mysql_length=3, postgresql_using="gin", if_not_exists=True)',
    'op.create_index("ix", "t", [sa.text("lower(a)"), sa.column("b").desc()])',
    'op.create_index(None, "t", ["a"])',
    'op.create_index("ix", "t", "a")',
    'op.drop_index("ix")',
    'op.drop_index("ix", table_name=None)',
    'op.drop_constraint("c", "t", type_="check", if_exists=True)',
    'op.drop_constraint(None, "t")',
    'op.create_unique_constraint("uq", "t", ["a"], deferrable=True, initially="DEFERRED")',
    'op.create_check_constraint("ck", "t", "a > 1", postgresql_not_valid=True)',
    'op.create_table("t", sa.Column("a", sa.Text), schema="app", comment="c", prefixes=["TEMPORARY"], mysql_engine="InnoDB", info={})',
    'op.create_table("t", *columns, **options)',
    'op.add_column("t", sa.Column("a", sa.Integer, server_default="0"), if_not_exists=True, inline_primary_key=True)',
    'op.add_column("t", sa.Column(sa.Text, name="a"))',
    'op.add_column("t", sa.Column(NAME, sa.Text))',
    'op.add_column("t", sa.Column("id", sa.Integer, sa.Identity(), primary_key=True, sqlite_on_conflict_primary_key="x"))',
    'op.alter_column("t", "a", server_default=False, autoincrement=True, postgresql_using="a::int")',
    'op.alter_column("t", "a", type_=sa.Integer, existing_type=sa.Text, new_column_name=None)',
    'op.drop_column("t", "a", mssql_drop_default=True, if_exists=True, schema="app")',
    'op.drop_column(table_name="t", column_name="a")',
    'op.execute("SELECT 1", execution_options={})',
    'op.bulk_insert(sa.table("t"), [], multiinsert=False)',
    'op.drop_column(*ARGS)',
    'op.drop_table(unknown())',
  ])('%s', (body) => {
    expect(misuses(body)).toEqual([]);
  });
});
