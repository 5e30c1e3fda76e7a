import { describe, expect, it } from 'vitest';
import type { Dialect } from '../schema/model';
import { migrationFromExample } from '../../rules/example';
import { lint } from './lint';
import type { LintOptions } from './settings';

/**
 * What peers get wrong or do not see about existing rows, old code and raw SQL, as examples of our own. Only the themes
 * data, rolling-deploy and the first half of sql are looked at; other themes have their own tests.
 */

const ours = /^RT(3|6|70|71)/;

async function codesOf(code: string, options: Partial<LintOptions> = {}): Promise<readonly string[]> {
  const files = [{ path: 'a.py', text: migrationFromExample(code) }];
  const [file] = await lint(files, { dialect: 'postgresql', ...options });
  expect(file?.problems).toEqual([]);
  const found = (file?.findings ?? []).filter(({ code: each }) => ours.test(each));
  return found.map(({ code: each, severity }) => `${each} ${severity}`);
}

const both = (up: string, down = 'pass') => `def upgrade():\n${indent(up)}\n\n\ndef downgrade():\n${indent(down)}\n`;
const indent = (code: string) =>
  code
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
const upgrade = (code: string, options: Partial<LintOptions> = {}) => codesOf(both(code), options);
const sql = (text: string, options: Partial<LintOptions> = {}) => upgrade(`op.execute("""${text}""")`, options);

describe('is silent about', () => {
  it.each([
    [
      'FP4 an upsert',
      `op.execute("INSERT INTO flags (name, value) VALUES ('dark', '1') ON CONFLICT (name) DO UPDATE SET value = excluded.value")`,
    ],
    [
      'FP7 limits of the transaction and reads',
      `op.execute("SET LOCAL lock_timeout = '3s'")
rows = op.get_bind().execute(sa.text("SELECT id FROM posts")).fetchall()
op.add_column("posts", sa.Column("lead", sa.Text()))`,
    ],
    [
      'FP9 words in comments and literals',
      `op.execute("-- do not COMMIT here\\nINSERT INTO journal (line) VALUES ('COMMIT done; x = NULL')")`,
    ],
    [
      'FP15 a column that is NOT NULL already',
      `op.alter_column("posts", "rank", existing_type=sa.Integer(), existing_nullable=False, nullable=False, comment="place")`,
    ],
    [
      'FP18 defaults that are the same in every row',
      `op.execute("ALTER TABLE posts ADD COLUMN made timestamptz NOT NULL DEFAULT now()")
op.execute("ALTER TABLE posts ADD COLUMN tags text[] NOT NULL DEFAULT ARRAY[]::text[]")
op.execute("ALTER TABLE posts ADD COLUMN seen boolean NOT NULL DEFAULT true")`,
    ],
    [
      'FP14 NOT NULL by way of a verified CHECK',
      `op.execute("ALTER TABLE posts ADD CONSTRAINT ck_lead CHECK (lead IS NOT NULL) NOT VALID")
op.execute("ALTER TABLE posts VALIDATE CONSTRAINT ck_lead")
op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False)
op.execute("ALTER TABLE posts DROP CONSTRAINT ck_lead")`,
    ],
    [
      'FP5 keys of a table that is born here',
      `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_unique_constraint("uq_tags_name", "tags", ["name"])
op.create_check_constraint("ck_tags_name", "tags", "name <> ''")
op.alter_column("tags", "name", existing_type=sa.Text(), nullable=False)`,
    ],
    [
      'a unique key after duplicates are gone',
      `op.execute("DELETE FROM posts a USING posts b WHERE a.slug = b.slug AND a.id > b.id")
op.create_unique_constraint("uq_posts_slug", "posts", ["slug"])`,
    ],
    [
      'a foreign key that only changes what it does on delete',
      `op.drop_constraint("fk_posts_author", "posts", type_="foreignkey")
op.create_foreign_key("fk_posts_author", "posts", "users", ["author_id"], ["id"], ondelete="CASCADE")`,
    ],
    [
      'a check that allows more than the one before',
      `op.create_table("jobs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.Text()), sa.CheckConstraint("state IN ('new')", name="ck_state"))
op.drop_constraint("ck_state", "jobs", type_="check")
op.create_check_constraint("ck_state", "jobs", "state IN ('new', 'done')")`,
    ],
    [
      'a unique column whose default differs from row to row',
      `op.execute("ALTER TABLE posts ADD COLUMN token uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()")`,
    ],
    [
      'a check that stays true',
      `op.execute("CREATE TABLE people (id int PRIMARY KEY, born date CHECK (born <= CURRENT_DATE))")`,
    ],
    ['casts, times and slices with colons', `op.execute("INSERT INTO log (at, what) VALUES ('12:30'::time, 'a: b')")`],
    [
      'parameters that get values',
      `op.get_bind().execute(sa.text("UPDATE posts SET rank = :rank WHERE rank IS NULL"), {"rank": 1})`,
    ],
    ['a setting that is set back', `op.execute("SET search_path TO app")\nop.execute("RESET search_path")`],
    [
      'an enum type that is made first',
      `sa.Enum("a", "b", name="mood").create(op.get_bind(), checkfirst=True)\nop.add_column("posts", sa.Column("mood", sa.Enum("a", "b", name="mood")))`,
    ],
    [
      'an enum type that is said to be there',
      `op.add_column("posts", sa.Column("mood", postgresql.ENUM("a", "b", name="mood", create_type=False)))`,
    ],
    [
      'fixed ids with the sequence moved',
      `op.execute("INSERT INTO roles (id, name) VALUES (1, 'admin')")\nop.execute("SELECT setval('roles_id_seq', (SELECT max(id) FROM roles))")`,
    ],
    [
      'a commit of a session',
      `session = sa.orm.Session(bind=op.get_bind())\nsession.execute(sa.text("UPDATE posts SET rank = 0 WHERE rank IS NULL"))\nsession.commit()`,
    ],
    [
      'a function that fixes its search_path',
      `op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'")`,
    ],
    ['a number that becomes text', `op.alter_column("posts", "zip", existing_type=sa.Integer(), type_=sa.Text())`],
    ['= NULL as an assignment', `op.execute("UPDATE posts SET lead = NULL WHERE lead = ''")`],
    ['parts of an array', `op.execute("UPDATE posts SET tags[1] = 'a', tags[2] = 'b'")`],
  ])('%s', async (_, code) => {
    expect((await upgrade(code)).filter((each) => !each.endsWith('info'))).toEqual([]);
  });

  it('FP20 a rename that leaves a view behind', async () => {
    const renamed = `op.execute("ALTER TABLE orders RENAME TO purchases")\nop.execute("CREATE VIEW orders AS SELECT id FROM purchases")`;
    expect(await upgrade(renamed, { enable: ['rolling-deploy'] })).toEqual([]);
  });

  it('old code, unless somebody asks', async () => {
    expect(await upgrade(`op.rename_table("orders", "purchases")`)).toEqual([]);
    expect(await upgrade(`op.rename_table("orders", "purchases")`, { enable: ['RT601'] })).toEqual(['RT601 warning']);
  });
});

describe('finds', () => {
  it.each([
    [
      'FP16 a Python default that never reaches the rows',
      `op.add_column("users", sa.Column("level", sa.Integer(), nullable=False, default=1))`,
      ['RT302 error'],
    ],
    [
      'FN10 NOT NULL over NULLs',
      `op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False)`,
      ['RT304 error'],
    ],
    [
      'FN16 an enum type that nobody creates',
      `op.add_column("posts", sa.Column("mood", sa.Enum("a", "b", name="mood")))`,
      ['RT312 warning'],
    ],
    [
      'FN31 a colon in a literal',
      `op.execute("""INSERT INTO settings (name, value) VALUES ('x', '{"on":true}')""")`,
      ['RT704 error'],
    ],
    [
      'FN40 fixed ids',
      `op.bulk_insert(sa.table("roles", sa.column("id"), sa.column("name")), [{"id": 1, "name": "admin"}])`,
      ['RT709 warning'],
    ],
    [
      'FN41 one default for a unique column',
      `op.execute("ALTER TABLE posts ADD COLUMN token text NOT NULL UNIQUE DEFAULT ''")`,
      ['RT308 error'],
    ],
    [
      'FN35 IF NOT EXISTS over another shape',
      `op.create_table("teams", sa.Column("id", sa.BigInteger(), primary_key=True))
op.execute("CREATE TABLE IF NOT EXISTS teams (id bigint PRIMARY KEY, motto text)")`,
      ['RT314 warning'],
    ],
    [
      'FN34 what a DO block does',
      `op.execute("DO $$ BEGIN IF true THEN EXECUTE 'ALTER TABLE posts ALTER lead SET NOT NULL'; END IF; END $$")`,
      ['RT304 error'],
    ],
    [
      'FN3 what a helper does',
      `(lambda: op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False))()`,
      ['RT304 error'],
    ],
    [
      'a table made twice',
      `op.create_table("a", sa.Column("id", sa.Integer()))\nop.create_table("a", sa.Column("id", sa.Integer()))`,
      ['RT313 error'],
    ],
    [
      'a column used after it is gone',
      `op.drop_column("posts", "lead")\nop.execute("INSERT INTO log (line) SELECT lead FROM posts")`,
      ['RT313 error'],
    ],
    [
      'a column that nothing makes',
      `op.create_table("a", sa.Column("id", sa.Integer()))\nop.execute("INSERT INTO a (nmae) VALUES ('x')")`,
      ['RT313 error'],
    ],
    [
      'a table that others need',
      `op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True))\nop.create_table("b", sa.Column("a_id", sa.Integer(), sa.ForeignKey("a.id")))\nop.drop_table("a")`,
      ['RT313 error'],
    ],
    [
      'a cast that Postgres refuses',
      `op.alter_column("posts", "rank", existing_type=sa.Text(), type_=sa.Integer())`,
      ['RT307 error'],
    ],
    [
      'a cast that may fail',
      `op.alter_column("posts", "rank", existing_type=sa.Text(), type_=sa.Integer(), postgresql_using="rank::int")`,
      ['RT301 warning'],
    ],
    [
      'values that USING throws away',
      `op.alter_column("posts", "tags", existing_type=sa.Text(), type_=postgresql.ARRAY(sa.Text()), postgresql_using="ARRAY[]::text[]")`,
      ['RT301 error'],
    ],
    [
      'a unique index over rows',
      `op.create_index("uq_posts_slug", "posts", [sa.text("lower(slug)")], unique=True)`,
      ['RT305 warning'],
    ],
    ['a primary key over rows', `op.create_primary_key("pk_posts", "posts", ["slug"])`, ['RT305 warning']],
    [
      'one parent for every row',
      `op.execute("ALTER TABLE users ADD COLUMN role_id int NOT NULL DEFAULT 1 REFERENCES roles (id)")`,
      ['RT306 warning'],
    ],
    [
      'an exclusion over rows',
      `op.create_exclude_constraint("ex_stays", "stays", ("room", "="), ("period", "&&"))`,
      ['RT306 warning'],
    ],
    [
      'a CHECK that every row breaks',
      `op.add_column("posts", sa.Column("lead", sa.Text()))\nop.create_check_constraint("ck_lead", "posts", "lead IS NOT NULL")`,
      ['RT306 error'],
    ],
    [
      'a check on the clock',
      `op.create_table("offers", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("ends", sa.Date()), sa.CheckConstraint("ends > now()"))`,
      ['RT309 warning'],
    ],
    [
      'a default that is no label',
      `op.create_table("jobs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("s", sa.Enum("a", "b", name="s"), server_default="c"))`,
      ['RT311 error'],
    ],
    [
      'a default that is too long',
      `op.add_column("posts", sa.Column("code", sa.String(2), server_default="abc"))`,
      ['RT311 error'],
    ],
    ['SQL of a client program', `op.execute("\\\\copy posts FROM 'posts.csv'")`, ['RT701 error']],
    [
      'a COMMIT half way',
      `op.add_column("posts", sa.Column("lead", sa.Text()))\nop.execute("COMMIT")`,
      ['RT706 warning'],
    ],
    [
      'a commit of the connection',
      `op.add_column("posts", sa.Column("lead", sa.Text()))\nop.get_bind().commit()`,
      ['RT706 warning'],
    ],
    ['a ROLLBACK', `op.execute("ROLLBACK")`, ['RT706 error']],
    ['a role that stays', `op.execute("SET ROLE admin")`, ['RT707 warning']],
    [
      'an INSERT without columns',
      `op.execute("INSERT INTO countries VALUES ('NZ', 'New Zealand')")`,
      ['RT708 warning'],
    ],
    ['a column set twice', `op.execute("UPDATE posts SET rank = 1, rank = 2 WHERE id = 1")`, ['RT710 error']],
    ['a comparison with NULL', `op.execute("DELETE FROM posts WHERE lead <> NULL")`, ['RT711 warning']],
    [
      'a function with its owner’s rights',
      `op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")`,
      ['RT712 warning'],
    ],
    [
      'a failure that nobody hears of',
      `try:\n    op.drop_index("ix_posts_slug", table_name="posts")\nexcept Exception:\n    pass`,
      ['RT713 warning'],
    ],
    [
      'a failure that a block passes over',
      `op.execute("DO $$ BEGIN ALTER TABLE posts ADD COLUMN lead text; EXCEPTION WHEN OTHERS THEN NULL; END $$")`,
      ['RT713 warning'],
    ],
  ])('%s', async (_, code, expected) => {
    expect(await upgrade(code)).toEqual(expected);
  });

  it('a cast on the way back', async () => {
    const code = both(
      `op.alter_column("posts", "rank", existing_type=sa.Integer(), type_=sa.Text())`,
      `op.alter_column("posts", "rank", existing_type=sa.Text(), type_=sa.Integer())`,
    );
    expect(await codesOf(code)).toEqual(['RT307 error']);
  });

  it('a constraint that is never validated, unless a later revision does', async () => {
    const first = both(`op.execute("ALTER TABLE posts ADD CONSTRAINT ck CHECK (rank > 0) NOT VALID")`);
    expect(await codesOf(first)).toEqual(['RT310 info']);
    const later = both(`op.execute("ALTER TABLE posts VALIDATE CONSTRAINT ck")`);
    const files = [
      { path: 'a.py', text: migrationFromExample(first) },
      { path: 'b.py', text: `revision = "f2"\ndown_revision = "e1a2b3c4d5f6"\nfrom alembic import op\n\n\n${later}` },
    ];
    const linted = await lint(files, { dialect: 'postgresql' });
    expect(linted.flatMap(({ findings }) => findings.map(({ code }) => code))).not.toContain('RT310');
  });

  it('an enum type that create_table creates again in a later revision', async () => {
    const mood = (table: string) =>
      `op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("mood", sa.Enum("a", name="mood")))`;
    const files = [
      { path: 'a.py', text: migrationFromExample(both(mood('a'), `op.drop_table("a")`)) },
      {
        path: 'b.py',
        text: `revision = "f2"\ndown_revision = "e1a2b3c4d5f6"\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n${both(mood('b'), `op.drop_table("b")`)}`,
      },
    ];
    const [, second] = await lint(files, { dialect: 'postgresql' });
    expect(second?.findings.map(({ code }) => code)).toContain('RT313');
    // In one revision SQLAlchemy remembers that it has created the type.
    expect(await upgrade(`${mood('a')}\n${mood('b')}`)).toEqual([]);
  });

  it('every rule of rolling-deploy where old code would fail', async () => {
    const enable = ['rolling-deploy'];
    const deploy = async (code: string, dialect: Dialect = 'postgresql') =>
      (await upgrade(code, { enable, dialect })).filter((each) => each.startsWith('RT6'));
    expect(await deploy(`op.alter_column("users", "mail", new_column_name="email")`)).toEqual(['RT601 warning']);
    expect(await deploy(`op.execute("ALTER TABLE users SET SCHEMA app")`)).toEqual(['RT601 warning']);
    expect(await deploy(`op.drop_table("users")`)).toEqual(['RT602 warning']);
    expect(await deploy(`op.create_unique_constraint("uq", "users", ["mail"])`)).toEqual(['RT603 warning']);
    expect(await deploy(`op.execute("ALTER TABLE users ADD CONSTRAINT ck CHECK (age > 0) NOT VALID")`)).toEqual([
      'RT603 warning',
    ]);
    expect(await deploy(`op.alter_column("users", "age", existing_type=sa.String(9), type_=sa.String(5))`)).toEqual([
      'RT604 warning',
    ]);
    expect(await deploy(`op.alter_column("users", "age", existing_type=sa.String(5), type_=sa.String(9))`)).toEqual([]);
    expect(await deploy(`op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))`)).toEqual([
      'RT605 warning',
    ]);
    expect(await deploy(`op.execute("ALTER TABLE users ALTER age DROP DEFAULT")`)).toEqual(['RT606 warning']);
    expect(await deploy(`op.add_column("users", sa.Column("prefs", sa.JSON()))`)).toEqual(['RT607 warning']);
    expect(await deploy(`op.execute("ALTER TABLE users ALTER id SET GENERATED ALWAYS")`)).toEqual(['RT608 warning']);
    expect(await deploy(`op.execute("CREATE VIEW v AS SELECT * FROM users")`)).toEqual(['RT609 info']);
    expect(await deploy(`op.alter_column("users", "age", existing_type=sa.Integer(), nullable=True)`)).toEqual([
      'RT611 info',
    ]);
  });
});

describe('knows the dialect', () => {
  it('leaves what only Postgres refuses to Postgres', async () => {
    const cast = `op.alter_column("posts", "rank", existing_type=sa.Text(), type_=sa.Integer())`;
    expect(await upgrade(cast, { dialect: 'mysql' })).not.toContain('RT307 error');
    const colour = `op.add_column("posts", sa.Column("mood", sa.Enum("a", "b", name="mood")))`;
    expect(await upgrade(colour, { dialect: 'sqlite' })).toEqual([]);
  });

  it('lets SQLite take what it takes', async () => {
    expect(await sql(`UPDATE posts SET rank = 1, rank = 2 WHERE id = 1`, { dialect: 'sqlite' })).toEqual([
      'RT710 warning',
    ]);
    expect(
      await upgrade(`op.add_column("posts", sa.Column("code", sa.String(2), server_default="abc"))`, {
        dialect: 'sqlite',
      }),
    ).toEqual([]);
  });
});
