import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { actions, named, upgrade } from './alembic.fixture';

beforeAll(loadSqlParser);

describe('column types', () => {
  const typeOf = (type: string, module = '') => {
    const [added] = upgrade(`op.add_column("t", sa.Column("a", ${type}))`, module);
    const column = added?.kind === 'addColumn' ? added.column.type : undefined;
    return column && [column.name, ...column.args, ...('[]'.repeat(column.dimensions).match(/../g) ?? [])].join(' ');
  };

  it.each([
    ['sa.String', 'varchar'],
    ['sa.String(50)', 'varchar 50'],
    ['sa.Unicode(length=20)', 'varchar 20'],
    ['sa.Text()', 'text'],
    ['sa.Integer', 'integer'],
    ['sa.Numeric(10, 2)', 'numeric 10 2'],
    ['sa.Numeric(precision=8, scale=3)', 'numeric 8 3'],
    ['sa.Float()', 'double precision'],
    ['sa.DateTime()', 'timestamp'],
    ['sa.DateTime(True)', 'timestamptz'],
    ['sa.TIMESTAMP(timezone=True)', 'timestamptz'],
    ['sa.LargeBinary()', 'bytea'],
    ['sa.JSON(astext_type=sa.Text())', 'json'],
    ['sa.Uuid()', 'uuid'],
    ['sa.ARRAY(sa.String(5))', 'varchar 5 []'],
    ['sa.String(10).with_variant(sa.Text(), "mysql")', 'varchar 10'],
    ['sa.JSON().with_variant(postgresql.JSONB(), "postgresql", "cockroachdb")', 'jsonb'],
    ['sa.JSON().with_variant(postgresql.JSONB(), "postgresql").with_variant(sa.Text(), "sqlite")', 'jsonb'],
    ['postgresql.UUID(as_uuid=True)', 'uuid'],
    ['postgresql.JSONB(none_as_null=True)', 'jsonb'],
    ['postgresql.INET()', 'inet'],
    ['postgresql.TSVECTOR', 'tsvector'],
    ['postgresql.ARRAY(postgresql.UUID(), dimensions=2)', 'uuid [] []'],
    ['sa.Enum("a", "bcd", native_enum=False)', 'varchar 3'],
    ['sa.dialects.mysql.LONGTEXT()', 'text'],
    ['AutoString(length=9)', 'varchar 9'],
    ['app.types.GUID()', 'uuid'],
    ['app.types.JsonDict()', 'jsonb'],
    ['app.types.UtcDateTime', 'timestamp'],
    ['app.types.LongText()', 'text'],
    ['app.types.Money()', 'varchar'],
    ['Choice()', 'integer'],
  ])('%s is %s', (type, name) => {
    const module = `import app.types
from sqlmodel.sql.sqltypes import AutoString
class Choice(sa.types.TypeDecorator):
    impl = sa.Integer
`;
    expect(typeOf(type, module)).toBe(name);
  });

  it('know an enum by its name and labels, also from a class of the file', () => {
    const module = 'import enum\nclass Mood(str, enum.Enum):\n    SAD = "sad"\n    OK = "ok"\n';
    const body = `op.add_column("t", sa.Column("a", sa.Enum("x", "y", name="letters", schema="app")))
op.add_column("t", sa.Column("b", sa.Enum(Mood)))
op.add_column("t", sa.Column("c", sa.Enum(Mood, values_callable=lambda e: [m.value for m in e], name="m")))
op.add_column("t", sa.Column("d", postgresql.ENUM(*LABELS, name="l", create_type=False)))`;
    expect(
      upgrade(body, `${module}LABELS = ["p", "q"]\n`).map((each) =>
        each.kind === 'addColumn' ? each.column.type : null,
      ),
    ).toEqual([
      { name: 'letters', args: [], dimensions: 0, labels: ['x', 'y'], schema: 'app' },
      { name: 'mood', args: [], dimensions: 0, labels: ['SAD', 'OK'] },
      { name: 'm', args: [], dimensions: 0, labels: ['sad', 'ok'] },
      { name: 'l', args: [], dimensions: 0, labels: ['p', 'q'], createType: false },
    ]);
  });
});

describe('defaults', () => {
  const defaultOf = (value: string) => {
    const [added] = upgrade(`op.add_column("t", sa.Column("a", sa.Text(), server_default=${value}))`);
    return added?.kind === 'addColumn' ? added.column.default : undefined;
  };

  it.each([
    ['"it\'s"', "'it''s'"],
    ['sa.text("now()")', 'now()'],
    ['sa.func.now()', 'now()'],
    ['sa.func.current_timestamp()', 'CURRENT_TIMESTAMP'],
    ['sa.true()', 'true'],
    ['sa.sql.expression.false()', 'false'],
    ['sa.func.lower("X")', "lower('X')"],
    ['None', null],
    ['op.inline_literal("a")', "'a'"],
  ])('%s renders as %s', (value, sql) => {
    expect(defaultOf(value)).toBe(sql);
  });
});

describe('enum types', () => {
  it('are created and dropped on their own', () => {
    const body =
      'mood = postgresql.ENUM("a", "b", name="mood")\nmood.create(op.get_bind(), checkfirst=True)\nmood.drop(op.get_bind())';
    expect(actions(body)).toEqual([
      { kind: 'createEnum', name: named('mood'), labels: ['a', 'b'], ifNotExists: true },
      { kind: 'dropEnum', name: named('mood'), ifExists: false, cascade: false },
    ]);
  });
});

describe('core statements', () => {
  const module = 'users = sa.table("users", sa.column("id", sa.Integer), sa.column("name"), schema="app")\n';
  const users = named('users', 'app');
  const mention = { kind: 'mention', table: users, columns: [{ name: 'id' }, { name: 'name' }], expects: 'present' };

  it.each([
    [
      'users.update().where(users.c.id == 1).values(name="x")',
      { kind: 'update', assignments: [{ column: 'name', expression: "'x'" }], where: 'users.c.id == 1' },
    ],
    [
      'sa.update(users).values({"name": sa.func.lower(users.c.name)})',
      { kind: 'update', assignments: [{ column: 'name' }], where: null },
    ],
    ['sa.delete(users)', { kind: 'delete', where: null }],
    ['users.delete().where(users.c["id"].in_([1]))', { kind: 'delete', where: 'users.c["id"].in_([1])' }],
    ['users.insert().values(id=1, name="a")', { kind: 'insert', columns: ['id', 'name'], source: 'values' }],
    [
      'postgresql.insert(users).values([{"id": 1}]).on_conflict_do_nothing()',
      { kind: 'insert', columns: ['id'], onConflict: 'nothing' },
    ],
    [
      'sa.insert(users).from_select(["id"], sa.select(users.c.id))',
      { kind: 'insert', columns: ['id'], source: 'select' },
    ],
  ])('%s', (statement, action) => {
    expect(actions(`op.execute(${statement})`, module)).toMatchObject([mention, { ...action, table: users }]);
  });

  it('mention a table once, and say what they read', () => {
    const body =
      'bind = op.get_bind()\nbind.execute(sa.select(users.c.id).where(users.c.name == "x"))\nbind.execute(sa.delete(users))';
    expect(actions(body, module)).toMatchObject([
      mention,
      { kind: 'select', reads: [{ table: users, columns: ['name', 'id'] }] },
      { kind: 'delete' },
    ]);
  });

  it('know reflected tables by their name', () => {
    const body =
      'meta = sa.MetaData()\nt = sa.Table("users", meta, autoload_with=op.get_bind())\nop.execute(t.delete())\nop.execute(meta.tables["old"].delete())';
    expect(actions(body).filter(({ kind }) => kind === 'delete')).toMatchObject([
      { table: named('users') },
      { table: named('old') },
    ]);
  });
});

describe('models and sessions', () => {
  const module = `from sqlalchemy.orm import Session, declarative_base, mapped_column
Base = declarative_base()
class Mixin:
    id = sa.Column(sa.Integer, primary_key=True)
class User(Mixin, Base):
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("name"), {"schema": "app"})
    name = sa.Column(sa.String(20), nullable=False)
    mail: str = mapped_column("email", sa.Text)
`;
  const users = named('users', 'app');
  const mention = {
    kind: 'mention',
    table: users,
    columns: [
      { name: 'id', type: { name: 'integer' } },
      { name: 'name', type: { name: 'varchar', args: [20] }, nullable: false },
      { name: 'email', type: { name: 'text' } },
    ],
    primaryKey: ['id'],
    expects: 'present',
  };

  it('presume their table and change it', () => {
    const body = `session = Session(bind=op.get_bind())
session.query(User).filter(User.name == "x").update({"name": "y"}, synchronize_session=False)
session.query(User).filter_by(name="z").delete()
session.add(User(id=1, name="n"))
session.add_all([User(name="m")])
session.commit()`;
    expect(actions(body, module)).toMatchObject([
      mention,
      { kind: 'update', table: users, assignments: [{ column: 'name', expression: "'y'" }], where: 'User.name == "x"' },
      { kind: 'delete', table: users, where: '"z"' },
      { kind: 'insert', table: users, columns: ['id', 'name'] },
      { kind: 'insert', table: users, columns: ['name'] },
    ]);
  });

  it('update the rows that are looped over', () => {
    const body =
      'session = Session(bind=op.get_bind())\nfor user in session.query(User):\n    user.name = user.name.lower()';
    expect(upgrade(body, module)).toMatchObject([
      mention,
      { kind: 'select' },
      { kind: 'update', certainty: 'repeated', assignments: [{ column: 'name' }] },
    ]);
  });

  it('have attributes that name columns and tables', () => {
    expect(
      actions(
        'op.drop_table(User.__tablename__, schema="app")\nop.execute(f"DELETE FROM {User.__tablename__}")',
        module,
      ),
    ).toMatchObject([
      { kind: 'dropTable', table: users },
      { kind: 'delete', table: named('users') },
    ]);
  });

  it('can be created by themselves', () => {
    expect(actions('User.__table__.create(op.get_bind())', module)).toMatchObject([
      { kind: 'createTable', table: users, constraints: [{ type: 'primaryKey', columns: ['id'] }, { type: 'unique' }] },
    ]);
  });
});
