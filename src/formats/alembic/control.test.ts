import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../sql/sql';
import { allDialects } from './dialecttests';
import { named, upgrade } from './alembic.fixture';

beforeAll(loadSqlParser);

const standing = (body: string, module = '') =>
  upgrade(body, module).map(({ kind, certainty, dialects }) => [kind, certainty, dialects]);

const without = (...names: readonly string[]) => allDialects.filter((dialect) => !names.includes(dialect));

describe('dialect branches', () => {
  it.each([
    'op.get_bind().dialect.name == "postgresql"',
    'bind.dialect.name in ("postgresql",)',
    'context.get_context().dialect.name == "postgresql"',
    'not bind.dialect.name != "postgresql"',
    'isinstance(bind.dialect, postgresql.dialect)',
    'bind.engine.name == "postgresql"',
    'bind.dialect.name.startswith("postgres")',
    'is_postgres()',
    'dialect == "postgresql"',
  ])('knows %s', (condition) => {
    const module = 'def is_postgres():\n    return op.get_bind().dialect.name == "postgresql"\n';
    const body = `bind = op.get_bind()\ndialect = bind.dialect.name\nif ${condition}:\n    op.drop_table("a")\nelse:\n    op.drop_table("b")`;
    expect(standing(body, module)).toEqual([
      ['dropTable', 'always', ['postgresql']],
      ['dropTable', 'always', without('postgresql')],
    ]);
  });

  it('follows elif and what is left for else', () => {
    const body = `name = op.get_bind().dialect.name
if name == "sqlite":
    op.drop_table("a")
elif name in ("mysql", "mariadb"):
    op.drop_table("b")
else:
    op.drop_table("c")`;
    expect(standing(body).map(([, , dialects]) => dialects)).toEqual([
      ['sqlite'],
      ['mysql', 'mariadb'],
      without('sqlite', 'mysql', 'mariadb'),
    ]);
  });

  it('narrows what follows an early return', () => {
    const body = 'if op.get_bind().dialect.name == "sqlite":\n    return\nop.drop_table("a")\nop.drop_table("b")';
    expect(standing(body)).toEqual([
      ['dropTable', 'always', without('sqlite')],
      ['dropTable', 'always', without('sqlite')],
    ]);
  });

  it('gives a variable the value of the dialect that is read for', () => {
    const body = `if op.get_bind().dialect.name == "postgresql":
    kind = postgresql.JSONB()
else:
    kind = sa.JSON()
op.add_column("t", sa.Column("a", kind))
op.add_column("t", sa.Column("b", sa.Text() if op.get_bind().dialect.name == "sqlite" else sa.Integer()))`;
    const types = (dialect: 'postgresql' | 'sqlite') =>
      upgrade(body, '', dialect).map((each) => (each.kind === 'addColumn' ? each.column.type?.name : null));
    expect(types('postgresql')).toEqual(['jsonb', 'integer']);
    expect(types('sqlite')).toEqual(['json', 'text']);
  });
});

describe('other conditions', () => {
  it('make what they hold conditional, and what follows a return too', () => {
    expect(standing('if compute():\n    op.drop_table("a")\nop.drop_table("b")')).toEqual([
      ['dropTable', 'conditional', null],
      ['dropTable', 'always', null],
    ]);
    expect(standing('if compute():\n    return\nop.drop_table("b")')).toEqual([['dropTable', 'conditional', null]]);
  });

  it('that are known choose the branch', () => {
    expect(
      standing(
        'if ENABLED and "x" in NAMES:\n    op.drop_table("a")\nelse:\n    op.drop_table("b")',
        'ENABLED = True\nNAMES = ["x"]\n',
      ),
    ).toEqual([['dropTable', 'always', null]]);
  });

  it('that raise leave nothing open', () => {
    expect(standing('if compute():\n    raise ValueError("no")\nop.drop_table("a")')).toEqual([
      ['dropTable', 'always', null],
    ]);
  });

  it('leave a variable unknown where the branches disagree', () => {
    const body = 'name = "a"\nif compute():\n    name = "b"\nop.drop_table(name)';
    expect(standing(body).map(([kind]) => kind)).toEqual(['unknown']);
  });

  it('are offline mode in no run', () => {
    expect(
      standing('if context.is_offline_mode():\n    op.drop_table("a")\nelse:\n    op.drop_table("b")'),
    ).toHaveLength(1);
  });
});

describe('try', () => {
  it('with a handler makes its body conditional, without one does not', () => {
    expect(
      standing('try:\n    op.drop_table("a")\nexcept Exception:\n    op.drop_table("b")\nop.drop_table("c")'),
    ).toEqual([
      ['dropTable', 'conditional', null],
      ['dropTable', 'conditional', null],
      ['dropTable', 'always', null],
    ]);
    expect(
      standing('try:\n    op.drop_table("a")\nfinally:\n    op.drop_table("b")').map(([, certainty]) => certainty),
    ).toEqual(['always', 'always']);
  });
});

describe('guards', () => {
  const mentions = (condition: string, module = '') =>
    upgrade(`inspector = sa.inspect(op.get_bind())\nif ${condition}:\n    op.execute("SELECT 1")`, module).flatMap(
      (each) =>
        each.kind === 'mention' ? [[each.table.name, each.columns.map(({ name }) => name), each.expects]] : [],
    );
  const helper = `def _has_column(table, column):
    inspector = sa.inspect(op.get_bind())
    return column in [c["name"] for c in inspector.get_columns(table)]
`;

  it.each([
    ['"users" in inspector.get_table_names()', [['users', [], 'present']]],
    ['"users" not in inspector.get_table_names()', [['users', [], 'absent']]],
    ['inspector.has_table("users")', [['users', [], 'present']]],
    ['not op.get_bind().dialect.has_table(op.get_bind(), "users")', [['users', [], 'absent']]],
    ['"a" in {c["name"] for c in inspector.get_columns("users")}', [['users', ['a'], 'present']]],
    ['not any(c["name"] == "a" for c in inspector.get_columns("users"))', [['users', ['a'], 'absent']]],
    ['_has_column("users", "a")', [['users', ['a'], 'present']]],
    ['"ix" not in [i["name"] for i in inspector.get_indexes("users")]', [['users', [], 'present']]],
    [
      'inspector.has_table("users") and not _has_column("users", "a")',
      [
        ['users', [], 'present'],
        ['users', ['a'], 'absent'],
      ],
    ],
  ])('%s', (condition, expected) => {
    expect(mentions(condition, helper)).toEqual(expected);
  });

  it('that return early presume the opposite', () => {
    const operations = upgrade(
      'tables = sa.inspect(op.get_bind()).get_table_names()\nif "users" not in tables:\n    return\nop.drop_table("users")',
    );
    expect(operations).toMatchObject([
      { kind: 'mention', table: named('users'), expects: 'present' },
      { kind: 'dropTable', certainty: 'conditional' },
    ]);
  });
});

describe('transactions', () => {
  it('are left in an autocommit block and after a raw COMMIT', () => {
    const body = `with op.get_context().autocommit_block():
    op.create_index("ix", "t", ["a"], postgresql_concurrently=True)
op.drop_table("a")
op.execute("COMMIT")
op.drop_table("b")`;
    expect(upgrade(body).map(({ kind, autocommit }) => [kind, autocommit])).toEqual([
      ['createIndex', true],
      ['dropTable', false],
      ['transaction', false],
      ['dropTable', true],
    ]);
  });
});
