import { describe, expect, it } from 'vitest';
import { lint } from '../src/lint/lint';
import type { LintOptions } from '../src/lint/settings';
import type { Dialect } from '../src/schema/model';
import { filesFromExample } from './example';
import { both } from './peers/peer';

const key = 'sa.Column("id", sa.Integer(), primary_key=True)';

/** `RT812 error` for each finding of the dialects' rules, in order of place. */
async function found(dialect: Dialect, up: string, down = 'pass', options: Partial<LintOptions> = {}) {
  const [file] = await lint(filesFromExample(both(up, down)), { dialect, ...options });
  expect(file?.problems).toEqual([]);
  return (file?.findings ?? [])
    .filter(({ code }) => code >= 'RT812' && code <= 'RT899')
    .map(({ code, severity }) => `${code} ${severity}`);
}

describe('SQLite', () => {
  it.each([
    ['changes a type', 'op.alter_column("t", "a", existing_type=sa.Text(), type_=sa.Integer())'],
    ['sets NOT NULL', 'op.alter_column("t", "a", existing_type=sa.Text(), nullable=False)'],
    ['sets a default', 'op.alter_column("t", "a", server_default="x")'],
    ['adds a foreign key', 'op.create_foreign_key("fk", "t", "u", ["a"], ["id"])'],
    ['adds a column with a foreign key', 'op.add_column("t", sa.Column("u_id", sa.Integer(), sa.ForeignKey("u.id")))'],
    ['adds a column that is unique', 'op.add_column("t", sa.Column("code", sa.Text(), unique=True))'],
    ['drops a constraint', 'op.drop_constraint("ck", "t", type_="check")'],
    ['says so in SQL', 'op.execute("ALTER TABLE t ALTER COLUMN a SET NOT NULL")'],
    [
      'forbids the batch to rebuild',
      'with op.batch_alter_table("t", recreate="never") as batch_op:\n    batch_op.alter_column("a", nullable=False)',
    ],
  ])('needs a batch where the migration %s', async (_, up) => {
    expect(await found('sqlite', up)).toContain('RT812 error');
    expect(await found('sqlite', 'op.drop_table("other")', up)).toContain('RT812 error');
  });

  it.each([
    ['a renamed column', 'op.alter_column("t", "a", new_column_name="b")'],
    ['a plain new column', 'op.add_column("t", sa.Column("b", sa.Text(), server_default="x"))'],
    ['another dialect’s branch', 'if op.get_bind().dialect.name != "sqlite":\n    op.drop_constraint("ck", "t")'],
    ['a batch', 'with op.batch_alter_table("t") as batch_op:\n    batch_op.alter_column("a", nullable=False)'],
  ])('takes %s', async (_, up) => {
    expect(await found('sqlite', up)).toEqual([]);
  });

  it('hides nothing behind a handler: then nothing is changed', async () => {
    const up = 'try:\n    op.drop_constraint("ck", "t", type_="check")\nexcept Exception:\n    pass';
    expect(await found('sqlite', up)).toEqual(['RT812 warning']);
  });

  it.each([
    ['CURRENT_TIMESTAMP', 'sa.func.now()', ['RT813 error']],
    ['an expression', 'sa.text("(1 + 1)")', ['RT813 error']],
    ['a function that it lacks, once', 'sa.text("gen_random_uuid()")', ['RT852 error']],
    ['a text', '"x"', []],
    ['a negative number', 'sa.text("-1")', []],
    ['a boolean', 'sa.false()', []],
  ])('adds a column with the default %s', async (_, value, wanted) => {
    const up = `op.add_column("t", sa.Column("b", sa.Text(), server_default=${value}))`;
    expect(await found('sqlite', up)).toEqual(wanted);
  });

  it('adds any of them to a table that is born here', async () => {
    const up = `op.create_table("t", ${key})\nop.add_column("t", sa.Column("b", sa.DateTime(), server_default=sa.func.now()))`;
    expect(await found('sqlite', up, 'op.drop_table("t")')).toEqual([]);
  });

  it.each([
    ['an index', 'op.create_index("ix", "t", ["b"])', ['RT814 error']],
    ['a CHECK', 'op.execute("CREATE TABLE u (b int)")', []],
  ])('drops a column beside %s', async (_, more, wanted) => {
    const up = `op.create_table("t", ${key}, sa.Column("b", sa.Text()))\n${more}\nop.drop_column("t", "b")`;
    expect(await found('sqlite', up, 'op.drop_table("t")')).toEqual(wanted);
  });

  it('tells what a rebuild loses once, and again only if it was made again', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("a", sa.Text()))\nop.execute("CREATE INDEX ix ON t (lower(a))")`;
    const batch = 'with op.batch_alter_table("t") as batch_op:\n    batch_op.alter_column("a", nullable=False)';
    expect(await found('sqlite', `${made}\n${batch}\nop.execute("SELECT 1")\n${batch}`, 'op.drop_table("t")')).toEqual([
      'RT816 error',
    ]);
  });

  it('loses the order of an index, and what hangs on the table', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("a", sa.Text()))\nop.execute("CREATE INDEX ix ON t (a DESC)")\nop.execute("CREATE VIEW v AS SELECT a FROM t")`;
    const batch = 'with op.batch_alter_table("t") as batch_op:\n    batch_op.alter_column("a", nullable=False)';
    const findings = await found('sqlite', `${made}\n${batch}`, 'op.drop_table("t")');
    expect(findings.toSorted()).toEqual(['RT816 error', 'RT816 warning']);
  });

  it('takes children along only where foreign keys are on, as far as the files tell', async () => {
    const made = `op.create_table("p", ${key}, sa.Column("a", sa.Text()))\nop.create_table("c", ${key}, sa.Column("p_id", sa.Integer(), sa.ForeignKey("p.id", ondelete="CASCADE")))`;
    const batch = 'with op.batch_alter_table("p") as batch_op:\n    batch_op.alter_column("a", nullable=False)';
    const down = 'op.drop_table("c")\nop.drop_table("p")';
    const pragma = (value: string) => `op.execute("PRAGMA foreign_keys=${value}")`;
    expect(await found('sqlite', `${made}\n${batch}`, down)).toEqual(['RT817 info']);
    expect(await found('sqlite', `${made}\n${pragma('ON')}\n${batch}`, down)).toEqual(['RT817 error']);
    expect(await found('sqlite', `${made}\n${pragma('OFF')}\n${batch}`, down)).toEqual([]);
  });

  it('reads no SQL of Postgres', async () => {
    expect(await found('sqlite', 'op.execute("TRUNCATE t")')).toEqual(['RT851 error']);
    expect(await found('sqlite', 'op.execute("UPDATE t SET a = b::text")')).toEqual(['RT851 error']);
    expect(await found('sqlite', `op.execute("UPDATE t SET a = 'b::text'")`)).toEqual([]);
    expect(await found('sqlite', 'op.execute("SET search_path TO app")')).toEqual(['RT851 error']);
    expect(await found('mysql', 'op.execute("ALTER TABLE t ALTER COLUMN a TYPE text")')).toEqual(['RT851 error']);
    expect(await found('mssql', 'op.execute("ALTER TABLE t ADD COLUMN a int")')).toEqual(['RT851 error']);
  });
});

describe('MySQL', () => {
  it('drops what a change does not restate, and knows what the files say', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("a", sa.String(20), nullable=False, server_default="x"))`;
    const change = 'op.alter_column("t", "a", existing_type=sa.String(20), type_=sa.String(40))';
    expect(await found('mysql', change)).toEqual(['RT821 warning']);
    expect(await found('mysql', `${made}\n${change}`)).toEqual(['RT821 error']);
    const plain = `op.create_table("t", ${key}, sa.Column("a", sa.String(20)))`;
    expect(await found('mysql', `${plain}\n${change}`)).toEqual([]);
  });

  it('drops it in SQL too, where it is known to be there', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("a", sa.String(20), nullable=False))`;
    const change = (rest: string) => `op.execute("ALTER TABLE t MODIFY a VARCHAR(40)${rest}")`;
    expect(await found('mysql', change(''))).toEqual([]);
    expect(await found('mysql', `${made}\n${change('')}`)).toEqual(['RT821 error']);
    expect(await found('mysql', `${made}\n${change(' NOT NULL')}`)).toEqual([]);
  });

  it('drops AUTO_INCREMENT with the new type of a key', async () => {
    const change = (more: string) =>
      `op.create_table("t", ${key})\nop.alter_column("t", "id", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False${more})`;
    expect(await found('mysql', change(''))).toEqual(['RT821 error']);
    expect(await found('mysql', change(', autoincrement=True'))).toEqual([]);
  });

  it.each([
    ['a constraint without its type', 'op.drop_constraint("uq", "t")', ['RT822 error']],
    ['an index without its table', 'op.drop_index("ix")', ['RT822 error']],
    ['a constraint with its type', 'op.drop_constraint("uq", "t", type_="unique")', []],
  ])('drops %s', async (_, up, wanted) => {
    expect(await found('mysql', up)).toEqual(wanted);
  });

  it('reads REFERENCES behind a column from version 9 on', async () => {
    const up = 'op.execute("ALTER TABLE t ADD COLUMN u_id INT REFERENCES u (id)")';
    expect(await found('mysql', up)).toEqual(['RT823 error']);
    expect(await found('mysql', up, 'pass', { serverVersion: 9 })).toEqual([]);
    expect(await found('mariadb', up)).toEqual([]);
  });

  it('wants an index for each foreign key', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("u_id", sa.Integer()), sa.ForeignKeyConstraint(["u_id"], ["u.id"], name="fk"))\nop.create_index("ix", "t", ["u_id"])`;
    expect(await found('mysql', `${made}\nop.drop_index("ix", table_name="t")`)).toEqual(['RT828 error']);
    expect(
      await found('mysql', `${made}\nop.create_index("ix2", "t", ["u_id", "id"])\nop.drop_index("ix", table_name="t")`),
    ).toEqual([]);
  });

  it('has keys of limited length', async () => {
    const column = (type: string) => `op.create_table("t", ${key}, sa.Column("a", ${type}, unique=True))`;
    expect(await found('mysql', column('sa.Text()'))).toEqual(['RT826 error']);
    expect(await found('mysql', column('sa.String(1000)'))).toEqual(['RT826 warning']);
    expect(await found('mysql', column('sa.String(255)'))).toEqual([]);
    expect(await found('mysql', 'op.create_index("ix", "t", ["a"], mysql_length={"a": 20})')).toEqual([]);
  });
});

describe('SQL Server and Oracle', () => {
  it('drop a column only without its default', async () => {
    const made = `op.create_table("t", ${key}, sa.Column("a", sa.Integer(), server_default="0"))`;
    expect(await found('mssql', `${made}\nop.drop_column("t", "a")`)).toEqual(['RT830 error']);
    expect(await found('mssql', `${made}\nop.drop_column("t", "a", mssql_drop_default=True)`)).toEqual([]);
  });

  it('take one way of cascades to a table', async () => {
    const parent = `op.create_table("p", ${key})`;
    const child = (actions: readonly string[]) =>
      `op.create_table("c", ${key}, ${actions.map((action, at) => `sa.Column("p${at}", sa.Integer(), sa.ForeignKey("p.id"${action}))`).join(', ')})`;
    const cascade = ', ondelete="CASCADE"';
    expect(await found('mssql', `${parent}\n${child([cascade, cascade])}`)).toEqual(['RT832 error']);
    expect(await found('mssql', `${parent}\n${child([cascade, ''])}`)).toEqual([]);
  });

  it('make a column what it is not yet', async () => {
    const change = (before: string) =>
      `op.alter_column("t", "a", existing_type=sa.Text(), existing_nullable=${before}, nullable=False)`;
    expect(await found('oracle', change('False'))).toEqual(['RT840 error']);
    expect(await found('oracle', change('True'))).toEqual([]);
  });
});

describe('any dialect', () => {
  it.each([
    ['postgresql', 'postgresql.JSONB()', []],
    ['sqlite', 'postgresql.JSONB()', []],
    ['mysql', 'postgresql.JSONB()', ['RT850 error']],
    ['mysql', 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")', []],
    ['oracle', 'postgresql.ARRAY(sa.Integer())', ['RT850 error']],
  ] as const)('%s has the type %s or not', async (dialect, type, wanted) => {
    expect(await found(dialect, `op.add_column("t", sa.Column("a", ${type}))`)).toEqual(wanted);
  });

  it.each([
    ['postgresql', 'sa.func.now()', []],
    ['mssql', 'sa.func.now()', []],
    ['mssql', 'sa.text("now()")', ['RT852 error']],
    ['postgresql', 'sa.text("getdate()")', ['RT852 error']],
    ['postgresql', `sa.text("'{}'::jsonb")`, []],
    ['mysql', `sa.text("'{}'::jsonb")`, ['RT852 error']],
  ] as const)('%s has the default %s or not', async (dialect, value, wanted) => {
    expect(await found(dialect, `op.add_column("t", sa.Column("a", sa.String(20), server_default=${value}))`)).toEqual(
      wanted,
    );
  });

  it('has its own condition of a unique index, or none', async () => {
    const up = 'op.create_index("uq", "t", ["a"], unique=True, postgresql_where=sa.text("b"))';
    expect(await found('postgresql', up)).toEqual([]);
    expect(await found('mysql', up)).toEqual(['RT853 warning']);
  });

  it('has what it has since a version, that version included', async () => {
    const up = 'op.execute("CREATE UNIQUE INDEX uq ON t (a) NULLS NOT DISTINCT")';
    expect(await found('postgresql', up, 'pass', { serverVersion: 14 })).toEqual(['RT854 error']);
    expect(await found('postgresql', up, 'pass', { serverVersion: 15 })).toEqual([]);
    expect(await found('postgresql', up)).toEqual([]);
  });
});
