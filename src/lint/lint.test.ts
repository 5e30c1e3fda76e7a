import { describe, expect, it } from 'vitest';
import type { Dialect } from '../schema/model';
import { migrationFromExample } from '../../rules/example';
import { lint } from './lint';

/** What a rollback loses, leaves behind or fails at; locks, rows and dialects have tests of their own. */
const aboutRollback = /^RT(10[1-6]|2|302|5)/;

/** `RT201 users.phone` for each such finding of warning or above, in order of place. */
async function findingsOf(code: string, dialect: Dialect = 'postgresql'): Promise<readonly string[]> {
  const [file] = await lint([{ path: 'a.py', text: migrationFromExample(code) }], { dialect });
  return (file?.findings ?? [])
    .filter(({ severity, code: finding }) => severity !== 'info' && aboutRollback.test(finding))
    .map(({ code: finding, subject }) => {
      const owner = subject?.table === null || subject?.table === subject?.name ? '' : `${subject?.table}.`;
      return subject === null ? finding : `${finding} ${owner}${subject.name}`;
    });
}

const both = (up: string, down: string) => `def upgrade():\n${indent(up)}\n\n\ndef downgrade():\n${indent(down)}\n`;
const indent = (code: string) =>
  code
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

describe('stays silent about', () => {
  it.each([
    ['a merge', 'pass', 'pass'],
    [
      'an upsert that is deleted again',
      `op.execute("INSERT INTO flags (name, value) VALUES ('dark', '1') ON CONFLICT (name) DO UPDATE SET value = excluded.value")`,
      `op.execute("DELETE FROM flags WHERE name = 'dark'")`,
    ],
    [
      'the word UPDATE in a trigger',
      `op.execute("CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION set_changed()")`,
      `op.execute("DROP TRIGGER touch ON posts")`,
    ],
    [
      'indexes and keys of a table that is born here',
      `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("post_id", sa.Integer()))
op.create_index("ix_tags_post_id", "tags", ["post_id"])
op.create_unique_constraint("uq_tags_post_id", "tags", ["post_id"])`,
      `op.drop_table("tags")`,
    ],
    [
      'a scratch table',
      `op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("INSERT INTO scratch SELECT id FROM posts")
op.drop_table("scratch")`,
      'pass',
    ],
    [
      'settings and reads',
      `op.execute("SET LOCAL lock_timeout = '5s'")
op.get_bind().execute(sa.text("SELECT id FROM posts")).fetchall()
op.add_column("posts", sa.Column("lead", sa.Text()))`,
      `op.drop_column("posts", "lead")`,
    ],
    [
      'words in comments and literals',
      `op.execute("-- never TRUNCATE this\\nINSERT INTO journal (line) VALUES ('TRUNCATE done')")`,
      `op.execute("DELETE FROM journal WHERE line = 'TRUNCATE done'")`,
    ],
    [
      'objects that SQL puts back',
      `op.drop_index("ix_posts_slug", table_name="posts")
op.drop_constraint("ck_posts_rank", "posts", type_="check")`,
      `op.execute("CREATE INDEX ix_posts_slug ON posts (slug)")
op.execute("ALTER TABLE posts ADD CONSTRAINT ck_posts_rank CHECK (rank > 0)")`,
    ],
    [
      'a constraint that batch mode puts back',
      `with op.batch_alter_table("posts") as batch_op:
    batch_op.drop_constraint("uq_posts_slug", type_="unique")`,
      `with op.batch_alter_table("posts") as batch_op:
    batch_op.create_unique_constraint("uq_posts_slug", ["slug"])`,
    ],
    [
      'a view that is put back',
      `op.execute("DROP VIEW recent")`,
      `op.execute("""CREATE OR REPLACE\nVIEW recent AS SELECT 1 AS one""")`,
    ],
    [
      'NOT NULL that was there all along',
      `op.alter_column("posts", "slug", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment="url part")`,
      `op.alter_column("posts", "slug", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment=None)`,
    ],
    [
      'defaults that are stable',
      `op.execute("ALTER TABLE posts ADD COLUMN seen timestamptz NOT NULL DEFAULT now()")`,
      `op.drop_column("posts", "seen")`,
    ],
    [
      'a widening',
      `op.alter_column("posts", "title", existing_type=sa.String(50), type_=sa.Text())`,
      `op.alter_column("posts", "title", existing_type=sa.Text(), type_=sa.String(50))`,
    ],
    [
      'leftovers that are cleared before they are made anew',
      `op.execute("DROP TABLE IF EXISTS copies")
op.create_table("copies", sa.Column("id", sa.Integer(), primary_key=True))`,
      `op.drop_table("copies")`,
    ],
    [
      'an unnamed constraint that is dropped by the name of a convention',
      `op.create_foreign_key(None, "posts", "people", ["author_id"], ["id"])`,
      `op.drop_constraint("fk_posts_author_id_people", "posts", type_="foreignkey")`,
    ],
    [
      'a branch of another dialect',
      `if op.get_bind().dialect.name == "mysql":
    op.drop_table("cache")`,
      'pass',
    ],
  ])('%s', async (_what, up, down) => {
    expect(await findingsOf(both(up, down))).toEqual([]);
  });
});

describe('finds', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'raw SQL that destroys',
      `op.execute("ALTER TABLE people DROP COLUMN phone")
op.execute("DROP TABLE audit")
op.execute("DELETE FROM events")`,
      `op.execute("SELECT 1")`,
      ['RT201 people.phone', 'RT202 audit', 'RT204 events', 'RT102'],
    ],
    [
      'SQL that is put together',
      `table = "events"
op.execute(f"TRUNCATE {table}")`,
      `op.execute("INSERT INTO other (id) VALUES (1)")`,
      ['RT203 events'],
    ],
    [
      'a way back that raises',
      `op.add_column("posts", sa.Column("lead", sa.Text()))`,
      `raise RuntimeError("no")`,
      ['RT103'],
    ],
    [
      'only the rename that is not undone',
      `op.alter_column("people", "name", new_column_name="full_name")
op.alter_column("people", "mail", new_column_name="email")`,
      `op.alter_column("people", "email", new_column_name="mail")`,
      ['RT501 people.name'],
    ],
    [
      'a table rename that is answered by another one',
      `op.rename_table(old_table_name="posts", new_table_name="articles")`,
      `op.rename_table(old_table_name="pages", new_table_name="sheets")`,
      ['RT501 posts', 'RT106 pages'],
    ],
    [
      'the index that is not restored, of two',
      `op.drop_index("ix_a", table_name="posts")
op.drop_index("ix_b", table_name="posts")`,
      `op.create_index("ix_a", "posts", ["slug"])`,
      ['RT501 posts.ix_b'],
    ],
    [
      'a table that is left behind while another one is dropped',
      `op.create_table("one", sa.Column("id", sa.Integer(), primary_key=True))`,
      `op.drop_table("two")`,
      ['RT501 one', 'RT106 two'],
    ],
    [
      'nullability that an unrelated NULL does not restore',
      `op.execute("ALTER TABLE posts ALTER COLUMN slug SET NOT NULL")`,
      `op.execute("UPDATE posts SET lead = NULL")`,
      ['RT501 posts.slug', 'RT212 posts.lead'],
    ],
    [
      'a fold that nothing can undo',
      `op.execute("UPDATE people SET email = lower(email)")`,
      `op.execute("UPDATE people SET email = email")`,
      ['RT205 people.email'],
    ],
    [
      'a column that comes back required',
      `op.drop_column("people", "phone")`,
      `op.add_column("people", sa.Column("phone", sa.String(20), nullable=False))`,
      ['RT201 people.phone', 'RT302 people.phone'],
    ],
    [
      'indexes that go with a column',
      `op.create_index("ix_people_phone", "people", ["phone"], postgresql_concurrently=True)
op.drop_column("people", "phone")`,
      `op.add_column("people", sa.Column("phone", sa.String(20)))
op.create_index("ix_people_phone_2", "people", ["phone"])`,
      ['RT201 people.phone'],
    ],
  ])('%s', async (_what, up, down, expected) => {
    expect(await findingsOf(both(up, down))).toEqual(expected);
  });

  it('a dropped table only for the dialect whose branch drops it', async () => {
    const code = both(`if op.get_bind().dialect.name == "sqlite":\n    op.drop_table("cache")`, 'pass');
    expect(await findingsOf(code, 'postgresql')).toEqual([]);
    expect(await findingsOf(code, 'sqlite')).toEqual(['RT202 cache', 'RT102']);
  });
});

describe('a set of files', () => {
  const created = {
    path: '1.py',
    text: migrationFromExample(
      `revision = "r1"\ndown_revision = None\nfrom alembic import op\nimport sqlalchemy as sa\n${both('op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("phone", sa.String(20)))', 'op.drop_table("people")')}`,
    ),
  };
  const dropped = {
    path: '2.py',
    text: `revision = "r2"\ndown_revision = "r1"\nfrom alembic import op\nimport sqlalchemy as sa\n${both('op.drop_column("people", "phone")', 'op.add_column("people", sa.Column("phone", sa.Integer()))')}`,
  };

  it('is one history, whatever the order of the files', async () => {
    const [second, first] = await lint([dropped, created], { dialect: 'postgresql' });
    expect(first?.findings).toEqual([]);
    expect(second?.findings.map(({ code }) => code)).toEqual(['RT201', 'RT501']);
    expect(second?.findings[1]?.message).toContain('it was phone varchar(20), it becomes phone integer');
  });

  it('reports a revision that is there twice, and a file that is none', async () => {
    const files = await lint([created, { ...created, path: 'again.py' }, { path: 'x.py', text: 'print(1)' }], {
      dialect: 'sqlite',
    });
    expect(files.map(({ problems }) => problems.length)).toEqual([0, 0, 1]);
    expect(files.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([[], ['duplicate-revision'], []]);
    expect(files[2]?.format).toBeNull();
  });
});

describe('a suppression', () => {
  const withComment = (comment: string) =>
    both(`op.drop_column("people", "phone")  # ${comment}`, `op.add_column("people", sa.Column("phone", sa.Text()))`);
  const codesOf = async (code: string) => {
    const [file] = await lint([{ path: 'a.py', text: migrationFromExample(code) }], { dialect: 'postgresql' });
    return file?.findings.map((finding) => finding.code);
  };

  it('silences its code, and the peer’s code for the same thing', async () => {
    expect(await codesOf(withComment('noqa: RT201'))).toEqual([]);
    expect(await codesOf(withComment('noqa: E501, MRT201'))).toEqual([]);
  });

  it('without a code, or with another linter’s, silences nothing', async () => {
    expect(await codesOf(withComment('noqa'))).toEqual(['RT201', 'RT902']);
    expect(await codesOf(withComment('noqa: E501'))).toEqual(['RT201']);
  });

  it('that silences nothing is reported, and so is one of a rule that there is not', async () => {
    expect(await codesOf(withComment('noqa: RT201, RT301'))).toEqual(['RT901']);
    expect(await codesOf(withComment('noqa: RT201, RT999'))).toEqual(['RT901']);
  });

  it('may be of a rule for another dialect, or of an optional one', async () => {
    expect(await codesOf(withComment('noqa: RT201, RT814, RT760'))).toEqual([]);
  });

  it('holds for a statement of several lines, and inside of SQL', async () => {
    const code = both(
      'op.execute("""\n    ALTER TABLE people -- noqa: RT201\n    DROP COLUMN phone\n""")',
      `op.add_column("people", sa.Column("phone", sa.Text()))`,
    );
    expect(await codesOf(code)).toEqual([]);
  });
});
