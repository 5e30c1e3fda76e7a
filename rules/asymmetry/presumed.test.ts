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
  ])('%s', async (_what, example) => {
    expect(await messages(example)).toEqual([]);
  });

  it('the sequence that a serial column had', async () => {
    const up = [
      `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))`,
    ];
    const first = migrationFromExample(
      `def upgrade():\n    ${up.join('')}\n\n\ndef downgrade():\n    op.drop_table("users")\n`,
    ).replace(/^revision = .*$/m, 'revision = "a1"');
    const second = migrationFromExample(
      `def upgrade():\n    op.drop_column("users", "id")\n\n\ndef downgrade():\n    op.add_column("users", sa.Column("old_id", sa.Integer()))\n    ${sequence}\n    op.alter_column("users", "old_id", new_column_name="id")\n`,
    )
      .replace(/^revision = .*$/m, 'revision = "b2"')
      .replace(/^down_revision = .*$/m, 'down_revision = "a1"');
    const files = [
      { path: 'a1.py', text: first },
      { path: 'b2.py', text: second },
    ];
    const found = (await lint(files, { dialect: 'postgresql' })).flatMap(({ findings }) => findings);
    const told = found.filter(({ rule, subject }) => rule === 'asymmetry' && subject?.kind === 'sequence');
    expect(told.map(({ message }) => message)).toEqual([]);
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
