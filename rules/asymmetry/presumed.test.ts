import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import type { Dialect } from '../../src/schema/model';
import { migrationFromExample } from '../example';

interface Case {
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly dialect?: Dialect;
}

async function messages({ up, down, dialect = 'postgresql' }: Case): Promise<readonly string[]> {
  const body = (lines: readonly string[]) => lines.map((line) => `    ${line}\n`).join('');
  const text = migrationFromExample(`def upgrade():\n${body(up)}\n\ndef downgrade():\n${body(down)}`);
  const [file] = await lint([{ path: 'case.py', text }], { dialect });
  return (file?.findings ?? []).filter(({ rule }) => rule === 'asymmetry').map(({ message }) => message);
}

async function messagesOfHistory(...bodies: readonly string[]): Promise<readonly string[]> {
  const files = bodies.map((body, at) => {
    const text = migrationFromExample(body)
      .replace(/^revision = .*$/m, `revision = "r${at + 1}"`)
      .replace(/^down_revision = .*$/m, `down_revision = ${at === 0 ? 'None' : `"r${at}"`}`);
    return { path: `r${at + 1}.py`, text };
  });
  const found = (await lint(files, { dialect: 'postgresql' })).flatMap(({ findings }) => findings);
  return found.filter(({ rule }) => rule === 'asymmetry').map(({ message }) => message);
}

const sequence = `op.execute("CREATE SEQUENCE users_id_seq OWNED BY users.old_id")`;

describe('nothing is told of', () => {
  it.each<[string, Case]>([
    [
      'a check of which only is known that it is dropped if it is there',
      {
        up: [`op.execute('ALTER TABLE users DROP CONSTRAINT IF EXISTS ck_users_state')`],
        down: [`op.execute("UPDATE users SET state = 'old'")`],
      },
    ],
    [
      'an extension that is created where it is missing',
      {
        up: [
          `op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")`,
          `op.add_column("users", sa.Column("a", sa.Text()))`,
        ],
        down: [`op.drop_column("users", "a")`],
      },
    ],
    [
      'keys of SQLite that point at a table which is renamed and created anew',
      {
        dialect: 'sqlite',
        up: [
          `op.execute("PRAGMA legacy_alter_table=ON")`,
          `op.rename_table("people", "people_old")`,
          `op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True))`,
          `op.execute("INSERT INTO people SELECT id FROM people_old")`,
          `op.drop_table("people_old")`,
        ],
        down: [
          `with op.batch_alter_table("pets") as batch: batch.create_foreign_key("fk_pets_owner", "people", ["owner"], ["id"])`,
          `with op.batch_alter_table("pets") as batch: batch.drop_constraint("fk_pets_owner", type_="foreignkey")`,
        ],
      },
    ],
    [
      'a type that is not to be known, where the downgrade states one',
      {
        up: [`op.drop_column("users", "settings")`],
        down: [`op.add_column("users", sa.Column("settings", app.types.Settings()))`],
      },
    ],
    [
      'an index that comes back without a name, which a convention gives it',
      {
        up: [`op.drop_index("ix_users_name", table_name="users")`],
        down: [`op.create_index(None, "users", ["name"])`],
      },
    ],
    [
      'a check that is dropped by its whole name and created by the convention’s token for it',
      {
        up: [
          `op.drop_constraint("ck_logs_realm", "logs")`,
          `op.create_check_constraint("realm", "logs", "realm IN (1, 2, 3)")`,
        ],
        down: [
          `op.execute("DELETE FROM logs WHERE realm = 3")`,
          `op.drop_constraint("ck_logs_realm", "logs")`,
          `op.create_check_constraint("realm", "logs", "realm IN (1, 2)")`,
        ],
      },
    ],
    [
      'parentheses that Postgres has set in a check',
      {
        up: [
          `op.create_check_constraint("ck_a", "logs", "a IS NOT NULL OR b IS NOT NULL")`,
          `op.drop_constraint("ck_a", "logs")`,
          `op.create_check_constraint("ck_a", "logs", "a IS NOT NULL OR b IS NOT NULL")`,
          `op.drop_table("logs")`,
        ],
        down: [
          `op.create_table("logs", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), ` +
            `sa.CheckConstraint("(a IS NOT NULL) OR (b IS NOT NULL)", name="ck_a"))`,
        ],
      },
    ],
    [
      'an enum that only the downgrade drops: it may have come with an imported type',
      {
        up: [`op.create_table("tasks", sa.Column("state", sa.Enum(app.models.TaskState)))`],
        down: [`op.drop_table("tasks")`, `op.execute("DROP TYPE taskstate")`],
      },
    ],
    [
      'what the downgrade creates where the upgrade cannot be read',
      {
        up: [`op.execute(app.settings.statement())`],
        down: [`op.create_unique_constraint("uq_users_name", "users", ["name"])`],
      },
    ],
  ])('%s', async (_what, example) => {
    expect(await messages(example)).toEqual([]);
  });

  it('columns that a table comes back with: what made it may have given it more than is read', async () => {
    const bases = 'class Stamped:\n    @declared_attr\n    def by(cls):\n        return sa.Column(sa.Integer)\n\n\n';
    const users =
      'class User(Stamped, Base):\n    __tablename__ = "users"\n    id = sa.Column(sa.Integer, primary_key=True)\n\n\n';
    const first = `${bases}${users}def upgrade():\n    User.__table__.create(op.get_bind())\n\n\ndef downgrade():\n    op.drop_table("users")\n`;
    const second =
      'def upgrade():\n    op.drop_table("users")\n\n\ndef downgrade():\n    op.create_table("users", ' +
      'sa.Column("id", sa.Integer, primary_key=True), sa.Column("by", sa.Integer))\n';
    const told = await messagesOfHistory(first, second);
    expect(told.filter((message) => message.includes('users.by'))).toEqual([]);
  });

  it('the sequence that a serial column had', async () => {
    const first =
      'def upgrade():\n    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))\n\n\n' +
      'def downgrade():\n    op.drop_table("users")\n';
    const second =
      'def upgrade():\n    op.drop_column("users", "id")\n\n\ndef downgrade():\n' +
      `    op.add_column("users", sa.Column("old_id", sa.Integer()))\n    ${sequence}\n` +
      '    op.alter_column("users", "old_id", new_column_name="id")\n';
    const told = await messagesOfHistory(first, second);
    expect(told.filter((message) => message.includes('sequence'))).toEqual([]);
  });
});

describe('what is told', () => {
  it('holds nothing that is made up', async () => {
    const [message = ''] = await messages({
      up: [`op.drop_constraint("ck_users_state", "users", type_="check")`],
      down: [`op.add_column("users", sa.Column("a", sa.Text()))`, `op.drop_column("users", "a")`],
    });
    expect(message).toContain('The check ck_users_state of users does not come back');
    expect(message).not.toContain('IS NOT NULL OR');
  });

  it('is that an extension without IF NOT EXISTS stays behind', async () => {
    const up = [`op.execute("CREATE EXTENSION pg_trgm")`, `op.add_column("users", sa.Column("a", sa.Text()))`];
    expect(await messages({ up, down: [`op.drop_column("users", "a")`] })).toHaveLength(1);
  });
});
