import { describe, expect, it } from 'vitest';
import type { EngineName } from './engines/engine';
import { defaultLabSettings, type LabSettings, type RevisionResult } from './result';
import { lab } from './testing';

const engines: readonly EngineName[] = ['sqlite', 'postgres'];

interface Revision {
  readonly id: string;
  readonly parents?: string;
  readonly body: string;
}

function fileOf({ id, parents = 'None', body }: Revision) {
  const header = `from alembic import op\nimport sqlalchemy as sa\nrevision = "${id}"\ndown_revision = ${parents}\n\n`;
  return { path: `${id}.py`, text: header + body };
}

async function walk(
  engine: EngineName,
  revisions: readonly Revision[],
  settings: Partial<LabSettings> = {},
): Promise<readonly RevisionResult[]> {
  const request = {
    files: revisions.map(fileOf),
    engines: [engine],
    settings: { ...defaultLabSettings, ...settings },
  };
  const [run] = await lab.run(request, () => undefined);
  if (run?.error) throw new Error(run.error.message);
  return run?.revisions ?? [];
}

function verdictsOf(results: readonly RevisionResult[]) {
  return Object.fromEntries(results.map(({ revision, verdict }) => [revision, verdict]));
}

const users: Revision = {
  id: 'users',
  body: `def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))

def downgrade():
    op.drop_table("users")
`,
};

const phone: Revision = {
  id: 'phone',
  parents: '"users"',
  body: `def upgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))

def downgrade():
    op.drop_column("users", "phone")
`,
};

const noPhone: Revision = {
  id: 'no_phone',
  parents: '"phone"',
  body: `def upgrade():
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
`,
};

describe.each(engines)('a history on %s', (engine) => {
  it('fills a column that an earlier revision added, so that a later one can lose it', async () => {
    const results = await walk(engine, [noPhone, users, phone]);
    expect(verdictsOf(results)).toEqual({ users: 'reversible', phone: 'reversible', no_phone: 'lossy' });
    expect(results.map(({ baseline }) => baseline.source)).toEqual(['history', 'history', 'history']);
    expect(results[2]?.losses).toMatchObject([
      { table: { name: 'users' }, column: 'phone', line: 7, path: 'no_phone.py' },
    ]);
  });

  it('goes on behind a revision that cannot be executed', async () => {
    const typo: Revision = {
      id: 'typo',
      parents: '"users"',
      body: `def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
    op.ad_column("users", sa.Column("b", sa.Integer()))

def downgrade():
    op.drop_column("users", "a")
`,
    };
    const next: Revision = { ...phone, id: 'next', parents: '"typo"' };
    expect(verdictsOf(await walk(engine, [users, typo, next]))).toEqual({
      users: 'reversible',
      typo: 'error',
      next: 'reversible',
    });
  });

  it('walks branches and their merge, each once', async () => {
    const left: Revision = { ...phone, id: 'left' };
    const right: Revision = {
      id: 'right',
      parents: '"users"',
      body: `def upgrade():
    op.create_index("ix_users_name", "users", ["name"])

def downgrade():
    op.drop_index("ix_users_name", table_name="users")
`,
    };
    const merge: Revision = {
      id: 'merge',
      parents: '("left", "right")',
      body: 'def upgrade():\n    pass\n\ndef downgrade():\n    pass\n',
    };
    expect(verdictsOf(await walk(engine, [merge, right, left, users]))).toEqual({
      users: 'reversible',
      left: 'reversible',
      right: 'reversible',
      merge: 'inert',
    });
  });

  it('stands where the next revision begins, also when a downgrade fails or does nothing', async () => {
    const stuck: Revision = {
      id: 'stuck',
      parents: '"users"',
      body: `def upgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))

def downgrade():
    op.drop_table("not_there")
`,
    };
    const idle: Revision = {
      id: 'idle',
      parents: '"stuck"',
      body: `def upgrade():
    op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))

def downgrade():
    pass
`,
    };
    const later: Revision = { ...noPhone, id: 'later', parents: '"idle"' };
    expect(verdictsOf(await walk(engine, [users, stuck, idle, later]))).toEqual({
      users: 'reversible',
      stuck: 'irreversible',
      idle: 'irreversible',
      later: 'lossy',
    });
  });

  it('marks skipped revisions as applied', async () => {
    const request = {
      files: [users, phone].map(fileOf),
      engines: [engine],
      settings: defaultLabSettings,
      skip: ['users'],
    };
    const [run] = await lab.run(request, () => undefined);
    expect(run?.revisions.map(({ revision }) => revision)).toEqual(['phone']);
  });

  it('starts from the schema that was given, and names the line that does not run', async () => {
    const given = 'CREATE TABLE users (id integer PRIMARY KEY, phone varchar(20));';
    const alone: Revision = { ...noPhone, parents: '"gone"' };
    const [result] = await walk(engine, [alone], { baseline: given });
    expect(result).toMatchObject({ verdict: 'lossy', baseline: { source: 'given' } });
    const broken = walk(engine, [alone], { baseline: `${given}\nCREATE TABEL x (id integer);` });
    await expect(broken).rejects.toThrow(/starting schema you gave does not run/);
  });

  it('does not mend a schema that was given', async () => {
    const alone: Revision = { ...noPhone, parents: '"gone"' };
    const [result] = await walk(engine, [alone], { baseline: 'CREATE TABLE users (id integer PRIMARY KEY);' });
    expect(result).toMatchObject({ verdict: 'error', error: { line: 7 } });
  });

  it('fills a table again that an earlier revision emptied, so that a later loss shows', async () => {
    const emptied: Revision = {
      id: 'emptied',
      parents: '"phone"',
      body: `def upgrade():\n    op.execute("DELETE FROM users")\n\ndef downgrade():\n    pass\n`,
    };
    const results = await walk(engine, [users, phone, emptied, { ...noPhone, parents: '"emptied"' }]);
    expect(results.at(-1)).toMatchObject({ verdict: 'lossy', losses: [{ table: { name: 'users' }, column: 'phone' }] });
  });

  it('runs without rows when none are wanted', async () => {
    const [, , result] = await walk(engine, [users, phone, noPhone], { rows: 0 });
    expect(result?.verdict).toBe('reversible');
  });
});

describe.each(engines)('a rollback after rows were written under the new schema, on %s', (engine) => {
  const after = async (body: string) => {
    const [, result] = await walk(engine, [users, { id: 'next', parents: '"users"', body }]);
    return result;
  };

  it('tells what of them the downgrade discards', async () => {
    const result = await after(phone.body);
    expect(result?.verdict).toBe('reversible');
    expect(result?.traffic).toMatchObject({ error: null, losses: [] });
    expect(result?.traffic?.discarded).toMatchObject([
      { table: { name: 'users' }, column: 'phone', kind: 'values-lost' },
    ]);
  });

  it('fails where they do not fit the old schema', async () => {
    const result = await after(`def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("nick", sa.String(9), nullable=True))
        batch.alter_column("name", existing_type=sa.String(50), nullable=True, server_default=None)

def downgrade():
    op.execute("CREATE UNIQUE INDEX one_name ON users (name)")
    op.execute("DROP INDEX one_name")
    with op.batch_alter_table("users") as batch:
        batch.drop_column("nick")
`);
    expect(result?.verdict).toBe('reversible');
    expect(result?.traffic?.error).toMatchObject({ phase: 'downgrade', line: 12 });
  });

  it('is not tried when nobody wants it', async () => {
    const [, result] = await walk(engine, [users, phone], { traffic: false });
    expect(result).not.toHaveProperty('traffic');
  });
});

it('names constraints as the drops of the files show', async () => {
  const shelves: Revision = {
    id: 'shelves',
    body: `def upgrade():
    op.create_table("shelves", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("width", sa.Integer()))

def downgrade():
    op.drop_table("shelves")
`,
  };
  const wide: Revision = {
    id: 'wide',
    parents: '"shelves"',
    body: `def upgrade():
    op.create_check_constraint("wide", "shelves", "width > 0")

def downgrade():
    op.drop_constraint("ck_shelves_wide", "shelves")
`,
  };
  const [, result] = await walk('postgres', [shelves, wide]);
  expect(result).toMatchObject({ verdict: 'reversible', error: null });
  expect(result?.notes.join()).toContain('ck_%(table_name)s_%(constraint_name)s');
});

it('a batch rebuild on SQLite loses an unnamed CHECK, which Postgres keeps', async () => {
  const prices: Revision = {
    id: 'prices',
    body: `def upgrade():
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0"),
    )

def downgrade():
    op.drop_table("prices")
`,
  };
  const note: Revision = {
    id: 'note',
    parents: '"prices"',
    body: `def upgrade():
    with op.batch_alter_table("prices") as batch_op:
        batch_op.alter_column("amount", existing_type=sa.Integer(), nullable=True)

def downgrade():
    with op.batch_alter_table("prices") as batch_op:
        batch_op.alter_column("amount", existing_type=sa.Integer(), nullable=False)
`,
  };
  const [, onSqlite] = await walk('sqlite', [prices, note]);
  expect(onSqlite?.verdict).toBe('drifted');
  expect(onSqlite?.drift).toMatchObject([{ kind: 'check', change: 'missing' }]);
  const [, onPostgres] = await walk('postgres', [prices, note]);
  expect(onPostgres?.verdict).toBe('reversible');
});
