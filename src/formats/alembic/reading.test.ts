import { beforeAll, describe, expect, it } from 'vitest';
import { hole, loadSqlParser } from '../sql/sql';
import { actions, migration, named, file, upgrade } from './alembic.fixture';
import { allDialects } from './dialecttests';

beforeAll(loadSqlParser);

const standing = (body: string, module = '') =>
  upgrade(body, module).map(({ kind, certainty, dialects }) => [kind, certainty, dialects]);
const without = (...names: readonly string[]) => allDialects.filter((dialect) => !names.includes(dialect));

describe('text of which a part is not known', () => {
  const module = 'from app import settings\n';
  it.each([
    `op.execute(f"DELETE FROM users WHERE id = '{settings.ROOT}'")`,
    `op.execute("DELETE FROM users WHERE id = '" + settings.ROOT + "'")`,
    `op.execute("DELETE FROM users WHERE id = '%s'" % settings.ROOT)`,
    `op.execute("DELETE FROM users WHERE id = '%(id)s'" % {"id": settings.ROOT})`,
    `op.execute("DELETE FROM users WHERE id = '{}'".format(settings.ROOT))`,
    `op.execute("DELETE FROM users WHERE id = '{id}'".format(id=settings.ROOT))`,
    `op.execute(sa.text(f"DELETE FROM users WHERE id = '{settings.ROOT}'"))`,
    `op.get_bind().execute(sa.text("DELETE FROM users WHERE id = '" f"{settings.ROOT}'"))`,
  ])('is read where that is a value: %s', (body) => {
    expect(actions(body, module)).toMatchObject([
      { kind: 'delete', table: named('users'), where: expect.stringMatching(/^id = '\{.*ROOT\}'$/) as string },
    ]);
  });

  it('says what is known of it otherwise, and where it came from', () => {
    expect(actions('op.execute(f"DROP TABLE {settings.TABLE}")', module)).toMatchObject([
      { kind: 'unknown', template: `DROP TABLE ${hole}`, holes: ['settings.TABLE'] },
    ]);
  });
});

describe('how SQL reaches the driver', () => {
  const texts = (body: string) => upgrade(body).map(({ text }) => text);
  it.each([
    ['op.execute("SELECT 1")', { style: 'colon', bound: [] }],
    ['op.execute(sa.text("SELECT :a").bindparams(a=1))', { style: 'colon', bound: ['a'] }],
    ['op.execute(sa.text("SELECT :a").bindparams(sa.bindparam("a", 1)))', { style: 'colon', bound: ['a'] }],
    ['op.get_bind().execute(sa.text("SELECT :a"), {"a": 1})', { style: 'colon', bound: ['a'] }],
    ['op.get_bind().execute(sa.text("SELECT :a"), [{"a": 1}, {"a": 2}])', { style: 'colon', bound: ['a'] }],
    ['op.get_bind().execute(sa.text("SELECT :a"), a=1)', { style: 'colon', bound: ['a'] }],
    ['op.get_bind().execute(sa.text("SELECT :a"), rows())', { style: 'colon', bound: null }],
    ['op.get_bind().exec_driver_sql("SELECT 1")', { style: 'driver', bound: [] }],
  ])('%s', (body, text) => {
    expect(texts(body)).toEqual([text]);
  });
});

describe('functions of the file', () => {
  it('return what an early return gave, under its condition', () => {
    const module = `def is_postgres():
    if op.get_bind().dialect.name != "postgresql":
        return False
    return True
`;
    expect(standing('if is_postgres():\n    op.drop_table("a")\nelse:\n    op.drop_table("b")', module)).toEqual([
      ['dropTable', 'always', ['postgresql']],
      ['dropTable', 'always', without('postgresql')],
    ]);
  });

  it('that look through columns in a loop presume the column', () => {
    const module = `def has_column(table, name):
    for column in sa.inspect(op.get_bind()).get_columns(table):
        if column["name"] == name:
            return True
    return False
`;
    expect(upgrade('if not has_column("users", "a"):\n    op.execute("SELECT 1")', module)).toMatchObject([
      { kind: 'mention', table: named('users'), columns: [{ name: 'a' }], expects: 'absent' },
      { kind: 'select', certainty: 'conditional' },
    ]);
  });

  it('do not claim the value of their last return where another may come first', () => {
    const module = 'def pick():\n    if compute():\n        return "a"\n    return "b"\n';
    expect(actions('op.drop_table(pick())', module)).toMatchObject([{ kind: 'unknown' }]);
  });

  it('take defaults, stars, keywords, partial applications, and may be nested or lambdas', () => {
    const module = `import functools
def add(table, name="x", *rest, kind=sa.Text, **options):
    def inner():
        op.add_column(table, sa.Column(name, kind(), **options))
    inner()
drop = functools.partial(op.drop_column, "users")
name = lambda suffix: "a_" + suffix
`;
    const body = 'add("t")\nadd("t", "y", kind=sa.Integer, comment="c")\ndrop("b")\nop.drop_table(name("z"))';
    expect(actions(body, module)).toMatchObject([
      { column: { name: 'x', type: { name: 'text' } } },
      { column: { name: 'y', type: { name: 'integer' }, comment: 'c' } },
      { kind: 'dropColumn', table: named('users'), column: 'b' },
      { table: named('a_z') },
    ]);
  });

  it('may be methods, of instances and of the class', () => {
    const module = `class Steps:
    table = "users"
    def run(self, column):
        op.drop_column("users", column)
    @staticmethod
    def twice(name):
        op.drop_table(name)
    @classmethod
    def thrice(cls, name):
        op.drop_index(name)
`;
    expect(actions('Steps().run("a")\nSteps.twice("b")\nSteps.thrice("c")', module)).toMatchObject([
      { column: 'a' },
      { table: named('b') },
      { kind: 'dropIndex', name: 'c' },
    ]);
  });

  it('are followed through run_async', () => {
    const module = 'def fill(conn):\n    conn.execute(sa.text("UPDATE users SET a = 1"))\n';
    expect(actions('op.run_async(fill)', module)).toMatchObject([{ kind: 'update' }]);
  });
});

describe('match', () => {
  it('compares with its patterns', () => {
    const body = `match op.get_bind().dialect.name:
    case "postgresql" | "oracle":
        op.drop_table("a")
    case "sqlite":
        op.drop_table("b")
    case _:
        op.drop_table("c")`;
    expect(standing(body)).toEqual([
      ['dropTable', 'always', ['postgresql', 'oracle']],
      ['dropTable', 'always', ['sqlite']],
      ['dropTable', 'always', without('postgresql', 'oracle', 'sqlite')],
    ]);
  });
});

describe('what Python computes', () => {
  it.each([
    ['[n for n in NAMES if n != "a" if n != "c"]', ['b']],
    ['[f"{a}_{b}" for a in ("x", "y") for b in (1, 2)]', ['x_1', 'x_2', 'y_1', 'y_2']],
    ['{k: v for k, v in zip(NAMES, NAMES)}', ['a', 'b', 'c']],
    ['NAMES[1:]', ['b', 'c']],
    ['sorted({"b", "a"})', ['a', 'b']],
    ['[c.value for c in Color]', ['red', 'blue']],
    ['[c.name for c in Color]', ['RED', 'BLUE']],
    ['dict(a=1, b=2)', ['a', 'b']],
    ['list(map(lambda n: n.upper(), NAMES))', ['A', 'B', 'C']],
    ['[*NAMES, str(1), "%02d" "x"]', ['a', 'b', 'c', '1', '%02dx']],
    ['"a,b".split(",")', ['a', 'b']],
    ['[(n := "z")]', ['z']],
  ])('%s', (expression, expected) => {
    const module =
      'import enum\nNAMES = ["a", "b", "c"]\nclass Color(enum.Enum):\n    RED = "red"\n    BLUE = "blue"\n';
    const tables = upgrade(`for name in ${expression}:\n    op.drop_table(name)`, module).map((each) =>
      each.kind === 'dropTable' ? each.table.name : each.kind,
    );
    expect(tables).toEqual(expected);
  });

  it('knows when a list or dict is no longer known', () => {
    const body = 'names = ["a"]\nif compute():\n    names.append("b")\nfor name in names:\n    op.drop_table(name)';
    expect(actions(body)).toMatchObject([{ kind: 'unknown' }]);
  });

  it('knows that the version table is in no schema unless a project says so', () => {
    const body =
      'schema = context.get_context().version_table_schema + "." if context.get_context().version_table_schema else ""\nop.execute("DROP TABLE " + schema + "a")';
    expect(actions(body)).toMatchObject([{ kind: 'dropTable', table: named('a') }]);
  });
});

describe('tests of the dialect', () => {
  it.each([
    'str(bind.engine.url).startswith("postgresql")',
    '"postgres" in str(bind.engine.url)',
    'bind.engine.url.drivername == "postgresql+psycopg2"',
    'bind.engine.url.get_backend_name() == "postgresql"',
    'op.get_context().impl.__dialect__ == "postgresql"',
    'op.get_context().dialect.name.lower() == "postgresql"',
    'isinstance(bind.dialect, PGDialect)',
    'is_pg(bind)',
  ])('%s', (condition) => {
    const module =
      'from sqlalchemy.dialects.postgresql.base import PGDialect\ndef is_pg(conn):\n    return conn.dialect.name == "postgresql"\n';
    expect(standing(`bind = op.get_bind()\nif ${condition}:\n    op.drop_table("a")`, module)).toEqual([
      ['dropTable', 'always', ['postgresql']],
    ]);
  });

  it('are kept where a name holds their outcome', () => {
    const body = `is_pg = False
if op.get_bind().dialect.name == "postgresql":
    is_pg = True
if is_pg:
    op.drop_table("a")
else:
    op.drop_table("b")`;
    expect(standing(body)).toEqual([
      ['dropTable', 'always', ['postgresql']],
      ['dropTable', 'always', without('postgresql')],
    ]);
  });
});

describe('handlers', () => {
  it('that do nothing pass over the failure of what they guard', () => {
    const body = 'try:\n    op.drop_table("a")\nexcept Exception:\n    print("no")\nop.drop_table("b")';
    const text = file(body);
    const [first, second] = migration(text).upgrade.operations;
    expect(text.slice(first?.swallowed?.start, first?.swallowed?.end)).toBe('except Exception');
    expect(second).not.toHaveProperty('swallowed');
    expect(standing('with contextlib.suppress(Exception):\n    op.drop_table("a")', 'import contextlib\n')).toEqual([
      ['dropTable', 'conditional', null],
    ]);
  });

  it('that raise again change nothing, and those for one error pass over nothing else', () => {
    const again = 'try:\n    op.drop_table("a")\nexcept Exception:\n    session.rollback()\n    raise';
    expect(standing(again)).toEqual([['dropTable', 'always', null]]);
    const narrow = 'try:\n    op.drop_table("a")\nexcept KeyError:\n    pass';
    expect(upgrade(narrow)[0]).not.toHaveProperty('swallowed');
  });
});

describe('sessions', () => {
  const module = `from sqlalchemy.orm import Session, declarative_base
from app.models import Imported
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    mail = sa.Column("email", sa.Text)
    @property
    def label(self):
        return self.mail
`;
  const kindsOf = (body: string) => actions(`session = Session(bind=op.get_bind())\n${body}`, module);

  it.each([
    'for user in session.query(User):\n    user.mail = "x"',
    'for user in session.query(User).filter(User.id > 1).all():\n    user.mail = "x"',
    'for user in session.scalars(sa.select(User)):\n    user.mail = "x"',
    'for user in session.execute(sa.select(User)).scalars().all():\n    user.mail = "x"',
    'user = session.get(User, 1)\nuser.mail = "x"',
    'for user in session.query(User):\n    setattr(user, "mail", "x")',
    'for user in session.query(User):\n    user.mail += "x"',
    'while users := session.scalars(sa.select(User)).all():\n    for user in users:\n        user.mail = "x"',
  ])('an attribute of what was loaded is a column: %s', (body) => {
    const updates = kindsOf(body).filter(({ kind }) => kind === 'update');
    expect(updates).toMatchObject([{ table: named('users'), assignments: [{ column: 'email' }] }]);
  });

  it('a property of a model is no column', () => {
    const body = 'for user in session.query(User):\n    user.label = "x"';
    expect(kindsOf(body).filter(({ kind }) => kind === 'update')).toEqual([]);
  });

  it('objects are rows, in lists and in loops too', () => {
    const body = `session.add(User(mail="x", id=1))
users = []
for i in load():
    users.append(User(mail=i))
session.add_all(users)
session.bulk_update_mappings(User, [{"id": 1, "email": "y"}])`;
    expect(kindsOf(body).filter(({ kind }) => kind !== 'mention')).toMatchObject([
      { kind: 'insert', columns: ['email', 'id'], rows: [["'x'", '1']] },
      { kind: 'insert', columns: ['email'] },
      { kind: 'update', assignments: [{ column: 'email' }] },
    ]);
  });

  it('rows of models that are declared elsewhere are not known', () => {
    expect(kindsOf('session.add(Imported(a=1))')).toMatchObject([{ kind: 'unknown' }]);
    expect(kindsOf('session.merge(Imported())')).toMatchObject([{ kind: 'unknown' }]);
    expect(kindsOf('names = set()\nnames.add("a")')).toEqual([]);
  });
});

describe('statements of SQLAlchemy', () => {
  it('take columns and rows from their parameters', () => {
    const body =
      'users = sa.table("users", sa.column("id"))\nop.get_bind().execute(users.insert(), [{"id": 1, "name": "x"}])';
    expect(actions(body)).toMatchObject([
      { kind: 'mention' },
      { kind: 'insert', columns: ['id', 'name'], rows: [['1', "'x'"]] },
    ]);
  });

  it('create and drop what they are handed', () => {
    const module = 'from sqlalchemy.schema import CreateSequence, DropSequence, CreateSchema, DropSchema\n';
    const body = `op.execute(CreateSequence(sa.Sequence("s")))
op.execute(DropSequence(sa.Sequence("s")))
op.execute(CreateSchema("app", if_not_exists=True))
op.execute(DropSchema("app", cascade=True))
sa.Sequence("t").create(op.get_bind())
sa.MetaData().create_all(op.get_bind())`;
    expect(actions(body, module)).toMatchObject([
      { kind: 'createSequence', name: named('s') },
      { kind: 'dropSequence', name: named('s') },
      { kind: 'createSchema', name: 'app', ifNotExists: true },
      { kind: 'dropSchema', name: 'app', cascade: true },
      { kind: 'createSequence', name: named('t') },
      { kind: 'unknown' },
    ]);
  });

  it('tell the rows of a bulk insert', () => {
    const body = 'op.bulk_insert(sa.table("roles", sa.column("id")), [{"id": 1, "name": "a"}, {"id": 2}])';
    expect(actions(body)[1]).toMatchObject({
      rows: [
        ['1', "'a'"],
        ['2', null],
      ],
    });
  });
});

describe('tables that are handed in', () => {
  it('are called what they are asked for by', () => {
    const text =
      'revision = "a"\ndef upgrade(op, tables, tester):\n    op.execute(tables.kind.delete().where(tables.kind.c.name == "x"))\n    op.bulk_insert(tables.kind, [{"name": "y"}])\n';
    expect(migration(text).upgrade.operations.filter(({ kind }) => kind !== 'mention')).toMatchObject([
      { kind: 'delete', table: named('kind') },
      { kind: 'insert', table: named('kind'), columns: ['name'] },
    ]);
  });
});

describe('what conditions ask', () => {
  it.each([
    ['"a" in [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]', 'schema'],
    ['op.get_bind().execute(sa.text("SELECT 1 FROM information_schema.tables")).scalar()', 'schema'],
    ['op.get_bind().execute(sa.text("SELECT count(*) FROM users")).scalar() > 0', 'data'],
    ['os.environ.get("DROP")', 'environment'],
    ['context.get_x_argument(as_dictionary=True).get("drop")', 'environment'],
    ['settings.DROP', 'environment'],
  ])('%s', (condition, about) => {
    const module = 'import os\nfrom app import settings\n';
    const dropped = upgrade(`if ${condition}:\n    op.drop_table("a")`, module).find(
      ({ kind }) => kind === 'dropTable',
    );
    expect(dropped?.condition).toEqual({ text: condition, about });
  });
});

describe('connections out of any transaction', () => {
  it.each([
    'engine = op.get_bind().engine\nwith engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:\n    conn.execute(sa.text("DROP TABLE a"))',
    'conn = op.get_bind().execution_options(isolation_level="AUTOCOMMIT")\nconn.execute(sa.text("DROP TABLE a"))',
  ])('%s', (body) => {
    expect(upgrade(body)).toMatchObject([{ kind: 'dropTable', autocommit: true }]);
  });
});

describe('statements that nothing leads to', () => {
  it('are told, if they would change the database', () => {
    const text = file('return\nop.drop_table("a")');
    const { unreachable } = migration(text).upgrade;
    expect(text.slice(unreachable?.start, unreachable?.end)).toBe('op.drop_table("a")');
    expect(migration(file('return\nprint("x")')).upgrade).not.toHaveProperty('unreachable');
  });
});

describe('keys with use_alter', () => {
  it('are made where a dialect has no ALTER for them, and forgotten elsewhere', () => {
    const body = 'op.create_table("t", sa.Column("a", sa.Integer, sa.ForeignKey("r.id", name="fk", use_alter=True)))';
    const constraints = (dialect: 'postgresql' | 'sqlite') =>
      upgrade(body, '', dialect).flatMap((each) => (each.kind === 'createTable' ? each.constraints : []));
    expect(constraints('postgresql')).toEqual([]);
    expect(constraints('sqlite')).toMatchObject([{ type: 'foreignKey', name: 'fk' }]);
  });
});

describe('defaults', () => {
  it('that are there but not known are neither a default nor none', () => {
    const body = `op.add_column("t", sa.Column("a", sa.Integer(), server_default=compute()))
op.alter_column("t", "a", server_default=compute())
op.add_column("t", sa.Column("b", sa.Integer(), server_default=str(20)))
op.alter_column("t", "a", server_default=None)`;
    expect(actions(body)).toMatchObject([
      { column: { default: null, hasUnknownDefault: true } },
      { change: { hasUnknownDefault: true } },
      { column: { default: "'20'" } },
      { change: { default: null } },
    ]);
  });
});

describe('what an unreadable call would have been', () => {
  it('is said, with its table', () => {
    const body =
      'for key in sa.inspect(op.get_bind()).get_foreign_keys("users"):\n    op.drop_constraint(key["name"], "users")';
    expect(actions(body)).toMatchObject([
      { kind: 'unknown', attempted: { kind: 'dropConstraint', table: named('users') } },
    ]);
  });
});
