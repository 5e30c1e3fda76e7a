import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { actions, migration, named, places, upgrade } from './alembic.fixture';

beforeAll(loadSqlParser);

const truncate = { kind: 'truncate', tables: [named('events')], cascade: false };

describe('SQL that is not a bare literal', () => {
  it.each([
    'op.execute(f"TRUNCATE {T}")',
    'op.execute("TRUNCATE " + T)',
    'op.execute("TRUNCATE %s" % T)',
    'op.execute("TRUNCATE %(t)s" % {"t": T})',
    'op.execute("TRUNCATE {}".format(T))',
    'op.execute("TRUNCATE {name}".format(name=T))',
    'op.execute("TRUN" "CATE events")',
    'op.execute(sqltext="TRUNCATE events")',
    'op.execute(sa.text("TRUNCATE events").bindparams())',
    'op.execute(sa.text("TRUNCATE events").execution_options(autocommit=True))',
    'op.get_bind().exec_driver_sql("TRUNCATE events")',
    'op.get_bind().execute(sa.text("TRUNCATE events"))',
    'op.get_context().bind.execute(sa.text("TRUNCATE events"))',
    'sql = "TRUNCATE events"; op.execute(sql)',
    'op.execute(" ".join(["TRUNCATE", T]))',
    'op.execute(textwrap.dedent("""\n    TRUNCATE events\n    """).strip())',
    'op.execute(NAMES["first"])',
    'op.execute("TRUNCATE " + (T if True else "x"))',
    'op.execute(r"TRUNCATE events")',
    'conn = op.get_bind(); session = Session(bind=conn); session.execute(sa.text("TRUNCATE events"))',
  ])('%s', (body) => {
    const module =
      'import textwrap\nfrom sqlalchemy.orm import Session\nT = "events"\nNAMES = {"first": "TRUNCATE events"}\n';
    expect(actions(body, module)).toEqual([truncate]);
  });

  it('is unknown where it is built from what only a run can tell, once for each place', () => {
    const body = 'for x in ["a", "b"]:\n    op.execute(f"DROP TABLE {compute(x)}")';
    expect(actions(body)).toMatchObject([{ kind: 'unknown', reason: 'dynamic' }]);
  });

  it('is not seen in what only looks like it', () => {
    expect(actions('cache.delete("users")\ncache.execute', 'cache = {}\n')).toEqual([]);
  });
});

describe('places', () => {
  it('are those of the statement where it is written in the call', () => {
    expect(
      places(
        'op.execute("""\n        DROP TABLE a;\n        DROP TABLE b\n    """)\nop.execute(f"DROP TABLE {T}")',
        'T = "c"\n',
      ),
    ).toEqual(['DROP TABLE a', 'DROP TABLE b', 'DROP TABLE {T}']);
  });

  it('are those of the call where the text is written elsewhere', () => {
    expect(places('op.execute(SQL)', 'SQL = "DROP TABLE a"\n')).toEqual(['op.execute(SQL)']);
  });

  it('survive escapes, implicit concatenation and dedent', () => {
    expect(
      places(
        'op.execute("DROP TABLE \\"a\\"; "\n    "DROP TABLE b")\nop.execute(textwrap.dedent("""\n        DROP\n        TABLE c"""))',
        'import textwrap\n',
      ),
    ).toEqual(['DROP TABLE \\"a\\"', 'DROP TABLE b', 'DROP\n            TABLE c']);
  });

  it('are those of the call for directives', () => {
    expect(places('op.drop_table("a"); op.drop_column("b",\n    "c")')).toEqual([
      'op.drop_table("a")',
      'op.drop_column("b",\n        "c")',
    ]);
  });
});

describe('names', () => {
  it('are followed through import aliases', () => {
    const text = `import sqlalchemy as s
from alembic import op as o
from alembic.op import drop_column as gone
revision = "a"
def upgrade():
    o.add_column("t", s.Column("x", s.types.Integer()))
    gone("t", "y")
`;
    expect(migration(text).upgrade.operations).toMatchObject([
      { kind: 'addColumn', column: { type: { name: 'integer' } } },
      { kind: 'dropColumn', column: 'y' },
    ]);
  });
});

describe('loops and helpers', () => {
  it('unrolls loops over literals, their pairs, ranges and comprehensions', () => {
    const body = `for table, column in [("a", "x"), ("b", "y")]:
    op.drop_column(table, column)
for i, name in enumerate(NAMES):
    op.drop_index(f"ix_{name}_{i}")
for name in [n.upper() for n in NAMES if n != "p"]:
    op.drop_table(name)
for key, value in {"k": "v"}.items():
    op.rename_table(key, value)
for n in range(2):
    if n == 1:
        continue
    op.drop_table(f"t{n}")`;
    expect(actions(body, 'NAMES = ("p", "q")\n')).toMatchObject([
      { table: named('a'), column: 'x' },
      { table: named('b'), column: 'y' },
      { name: 'ix_p_0' },
      { name: 'ix_q_1' },
      { table: named('Q') },
      { newName: 'v' },
      { table: named('t0') },
    ]);
  });

  it('follows functions of the file with their arguments', () => {
    const module = `def drop(table, *columns, schema=None, **options):
    for column in columns:
        op.drop_column(table, column, schema=schema)
def outer(name):
    def inner():
        drop(name, "a", "b", schema=options["schema"])
    options = {"schema": "app"}
    inner()
`;
    expect(actions('outer("users")', module)).toMatchObject([
      { table: named('users', 'app'), column: 'a' },
      { table: named('users', 'app'), column: 'b' },
    ]);
  });

  it('survives recursion', () => {
    expect(actions('again(3)', 'def again(n):\n    op.drop_table("t")\n    again(n - 1)\n')).toHaveLength(1);
  });

  it('marks what runs an unknown number of times', () => {
    const body =
      'for row in op.get_bind().execute(sa.text("SELECT id FROM users")):\n    op.execute("DELETE FROM logs")';
    expect(upgrade(body)).toMatchObject([
      { kind: 'select', certainty: 'always' },
      { kind: 'delete', certainty: 'repeated' },
    ]);
  });

  it('says so where code that is not in the file is called', () => {
    expect(actions('migrate_everything(op.get_bind())', 'from app.helpers import migrate_everything\n')).toMatchObject([
      { kind: 'unknown', reason: 'dynamic' },
    ]);
    expect(actions('op.create_entity(thing)')).toMatchObject([{ kind: 'unknown', reason: 'dynamic' }]);
  });

  it('takes a value apart from what it cannot know', () => {
    expect(actions('op.drop_table(context.get_x_argument())\nop.drop_table("a")').map(({ kind }) => kind)).toEqual([
      'unknown',
      'dropTable',
    ]);
  });
});
