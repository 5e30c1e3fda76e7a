import { describe, expect, it } from 'vitest';
import { lint } from '../src/lint/lint';
import type { LintOptions } from '../src/lint/settings';
import { filesFromExample } from './example';

/** What the rules of the theme locks say of cases that tools of this kind get wrong. */

type Options = Partial<LintOptions>;

/** `RT401 warning users` for each finding of the theme: code, severity, and the subject's table and name. */
async function verdicts(code: string, options: Options = {}): Promise<readonly string[]> {
  const files = await lint(filesFromExample(code), { dialect: 'postgresql', ...options });
  return files
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.code.startsWith('RT4'))
    .map(({ code: rule, severity, subject }) => `${rule} ${severity} ${subject?.name ?? ''}`.trim());
}

const up = (...lines: readonly string[]) => `def upgrade():\n${indent(lines)}\n\n\ndef downgrade():\n    pass\n`;
const down = (...lines: readonly string[]) => `def upgrade():\n    pass\n\n\ndef downgrade():\n${indent(lines)}\n`;
const sql = (...statements: readonly string[]) =>
  up(...statements.map((each) => `op.execute(${JSON.stringify(each)})`));
const indent = (lines: readonly string[]) => lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`).join('\n'); // prettier-ignore
const chain = (first: string, second: string) =>
  `# a.py\nrevision = "aaa111"\ndown_revision = None\n\n\n${first}\n\n# b.py\nrevision = "bbb222"\ndown_revision = "aaa111"\n\n\n${second}`;

describe('stays silent about', () => {
  it.each([
    [
      'index, key and reference of a table that is made here',
      up(
        'op.create_table("jobs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("owner", sa.Integer(), nullable=False))',
        'op.create_index(op.f("ix_jobs_owner"), "jobs", ["owner"])',
        'op.create_unique_constraint("uq_jobs", "jobs", ["owner"])',
        'op.create_check_constraint("ck_jobs", "jobs", "owner > 0")',
        'op.alter_column("jobs", "owner", type_=sa.BigInteger())',
      ),
    ],
    [
      'defaults that are the same for every row',
      sql(
        'ALTER TABLE jobs ADD COLUMN made_at timestamptz NOT NULL DEFAULT now()',
        'ALTER TABLE jobs ADD COLUMN labels text[] NOT NULL DEFAULT ARRAY[]::text[]',
        'ALTER TABLE jobs ADD COLUMN done boolean NOT NULL DEFAULT true',
        "ALTER TABLE jobs ADD COLUMN extra jsonb NOT NULL DEFAULT '{}'::jsonb",
        'ALTER TABLE jobs ADD COLUMN seen timestamp DEFAULT CURRENT_TIMESTAMP',
        "ALTER TABLE jobs ADD COLUMN utc timestamp DEFAULT timezone('utc', now())",
      ),
    ],
    [
      'NOT NULL over a CHECK that was verified in transactions before',
      up(
        'with op.get_context().autocommit_block():',
        '    op.execute("ALTER TABLE jobs ADD CONSTRAINT ck CHECK (owner IS NOT NULL) NOT VALID")',
        '    op.execute("ALTER TABLE jobs VALIDATE CONSTRAINT ck")',
        'op.alter_column("jobs", "owner", nullable=False)',
        'op.execute("ALTER TABLE jobs DROP CONSTRAINT ck")',
      ),
    ],
    [
      'nullability that stays as it is',
      up(
        'op.alter_column("jobs", "owner", existing_type=sa.Integer(), existing_nullable=False, nullable=False, comment="x")',
      ),
    ],
    [
      'wider types',
      up(
        'op.alter_column("jobs", "title", existing_type=sa.String(50), type_=sa.String(100))',
        'op.alter_column("jobs", "note", existing_type=sa.String(50), type_=sa.Text())',
        'op.alter_column("jobs", "price", existing_type=sa.Numeric(8, 2), type_=sa.Numeric(12, 2))',
      ),
    ],
    [
      'a trigger that keeps two columns the same',
      sql('CREATE TRIGGER same_name BEFORE INSERT OR UPDATE ON people FOR EACH ROW EXECUTE FUNCTION copy_name()'),
    ],
    [
      'an index that goes with its table',
      up('op.drop_index("ix_jobs_owner", table_name="jobs")', 'op.drop_table("jobs")'),
    ],
    [
      'a key over an index that is there',
      up(
        'with op.get_context().autocommit_block():',
        '    op.execute("CREATE UNIQUE INDEX CONCURRENTLY people_mail ON people (mail)")',
        'op.execute("ALTER TABLE people ADD CONSTRAINT people_mail UNIQUE USING INDEX people_mail")',
      ),
    ],
    ['a reference of NULLs, inside ADD COLUMN', sql('SELECT 1')],
    [
      'a label of a type that is made here',
      sql(
        "CREATE TYPE mood AS ENUM ('calm')",
        "ALTER TYPE mood ADD VALUE 'wild'",
        'CREATE TABLE days (id int PRIMARY KEY, mood mood)',
        "INSERT INTO days VALUES (1, 'wild')",
      ),
    ],
    [
      'CONCURRENTLY over a connection that the file takes out of transactions',
      up(
        'engine = op.get_bind().engine',
        'with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:',
        '    conn.execute(sa.text("CREATE INDEX CONCURRENTLY i ON people (mail)"))',
      ),
    ],
    [
      'another type for a column of whose name a view reads another table’s',
      sql(
        'CREATE VIEW named AS SELECT o.title, p.id FROM orgs o JOIN people p ON p.org_id = o.id',
        'ALTER TABLE people ALTER title TYPE text',
      ),
    ],
    ['a temporary table', sql('CREATE TEMP TABLE scratch (id int)', 'CREATE INDEX i ON scratch (id)')],
    ['the word CONCURRENTLY in a comment', sql('/* not CONCURRENTLY */ SELECT 1 -- CREATE INDEX CONCURRENTLY')],
    [
      'SET LOCAL lock_timeout before the lock',
      sql("SET LOCAL lock_timeout = '4s'", 'ALTER TABLE people ADD city text'),
    ],
    [
      'lock_timeout put back to 0 at the end',
      sql("SET lock_timeout = '4s'", 'ALTER TABLE people ADD city text', 'SET lock_timeout = 0'),
    ],
  ])('%s', async (_, code) => {
    expect(await verdicts(code)).toEqual([]);
  });

  it('all of Postgres’ locks on other engines', async () => {
    const code = up(
      'op.create_index("i", "people", ["mail"])',
      'op.create_foreign_key("f", "people", "orgs", ["o"], ["id"])',
    );
    expect(await verdicts(code, { dialect: 'sqlite' })).toEqual([]);
    expect(await verdicts(code, { dialect: 'oracle' })).toEqual([]);
  });
});

describe('finds', () => {
  it.each([
    [
      'CONCURRENTLY in Alembic’s transaction, on both ways',
      `def upgrade():\n    op.create_index("i", "people", ["mail"], postgresql_concurrently=True)\n\n\ndef downgrade():\n    op.drop_index("i", table_name="people", postgresql_concurrently=True)\n`,
      ['RT402 error i', 'RT402 error i'],
    ],
    [
      'it whatever comments stand around',
      sql('-- make it fast\nCREATE INDEX CONCURRENTLY i ON people (mail)'),
      ['RT402 error i'],
    ],
    [
      'VACUUM and others that cannot run there',
      sql('VACUUM people', 'CREATE DATABASE other', 'ALTER SYSTEM SET work_mem = 1'),
      ['RT402 error', 'RT402 error', 'RT402 error'],
    ],
    [
      'a label that is used in the transaction that adds it',
      up(
        'op.execute("""ALTER TYPE status\n             ADD VALUE \'archived\'""")',
        'op.execute("UPDATE tickets SET status = \'archived\' WHERE old")',
      ),
      ['RT415 error status'],
    ],
    [
      'a label that becomes a default in the same transaction',
      up(
        'op.execute("ALTER TYPE status ADD VALUE \'new\'")',
        'op.alter_column("tickets", "status", server_default="new")',
      ),
      ['RT415 error status'],
    ],
    [
      'a table that a new one points at, there and back',
      `def upgrade():\n    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.ForeignKey("users.id")))\n\n\ndef downgrade():\n    op.drop_table("orders")\n`,
      ['RT407 info users'],
    ],
    [
      'the same through SQL, with the table’s key added afterwards',
      sql(
        'CREATE TABLE orders (id int PRIMARY KEY, user_id int)',
        'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
        'CREATE INDEX orders_user_idx ON orders (user_id)',
      ),
      ['RT407 info users'],
    ],
    [
      'a backfill behind the lock of its own column',
      sql(
        'ALTER TABLE people ADD COLUMN gone boolean',
        'UPDATE people SET gone = false WHERE gone IS NULL',
        'ALTER TABLE people ALTER COLUMN gone SET NOT NULL',
      ),
      ['RT412 warning people', 'RT405 warning gone'],
    ],
    [
      'the NOT NULL recipe in one transaction, at the VALIDATE only',
      sql(
        'ALTER TABLE people ADD CONSTRAINT c CHECK (mail IS NOT NULL) NOT VALID',
        'ALTER TABLE people VALIDATE CONSTRAINT c',
        'ALTER TABLE people ALTER mail SET NOT NULL',
        'ALTER TABLE people DROP CONSTRAINT c',
      ),
      ['RT406 warning c'],
    ],
    ['a key over rows', up('op.create_foreign_key("f", "people", "orgs", ["org_id"], ["id"])'), ['RT403 warning f']],
    [
      'a key over nullable columns by an index',
      up(
        'with op.get_context().autocommit_block():',
        '    op.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON people (mail)")',
        'op.execute("ALTER TABLE people ADD PRIMARY KEY USING INDEX i")',
      ),
      ['RT405 warning people'],
    ],
    [
      'a type that is stored otherwise',
      up('op.alter_column("people", "age", existing_type=sa.Integer(), type_=sa.BigInteger())'),
      ['RT408 warning age'],
    ],
    [
      'a text that becomes an enum',
      up('op.alter_column("people", "mood", type_=sa.Enum("a", "b", name="mood"), postgresql_using="mood::mood")'),
      ['RT408 warning mood'],
    ],
    [
      'a stored generated column',
      sql('ALTER TABLE people ADD tall boolean GENERATED ALWAYS AS (size > 180) STORED'),
      ['RT408 warning tall'],
    ],
    [
      'a function of one’s own as a default',
      sql('ALTER TABLE people ADD code text DEFAULT make_code()'),
      ['RT408 warning code'],
    ],
    [
      'REINDEX, CLUSTER and REFRESH',
      sql('REINDEX TABLE people', 'CLUSTER people USING i', 'REFRESH MATERIALIZED VIEW totals'),
      ['RT401 warning people', 'RT413 warning people', 'RT413 warning totals'],
    ],
    [
      'a gap between two indexes for the same',
      up(
        'with op.get_context().autocommit_block():',
        '    op.drop_index("i", table_name="people", postgresql_concurrently=True)',
        '    op.create_index("i", "people", ["mail"], postgresql_concurrently=True)',
      ),
      ['RT425 warning i'],
    ],
    [
      'the second of two passes that could be one',
      up(
        'op.alter_column("people", "a", existing_type=sa.Integer(), type_=sa.BigInteger())',
        'op.alter_column("people", "b", existing_type=sa.Integer(), type_=sa.BigInteger())',
      ),
      ['RT408 warning a', 'RT408 warning b', 'RT426 info people'],
    ],
    ['NOT NULL as a constraint', sql('ALTER TABLE people ADD CONSTRAINT n NOT NULL mail'), ['RT405 warning mail']],
    [
      'a constraint that is verified behind another lock',
      chain(
        sql('ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0) NOT VALID'),
        sql('ALTER TABLE people ADD city text', 'ALTER TABLE people VALIDATE CONSTRAINT c'),
      ),
      ['RT406 warning c'],
    ],
    [
      'a table that batch mode builds anew, instead of what it does to it',
      up(
        'with op.batch_alter_table("people", recreate="always") as batch:',
        '    batch.alter_column("age", type_=sa.BigInteger())',
        '    batch.create_unique_constraint("u", ["mail"])',
      ),
      ['RT428 warning people'],
    ],
    [
      'another type for a column that a view reads, by name or by star',
      sql(
        'CREATE VIEW named AS SELECT o.id, p.age FROM orgs o JOIN people p ON p.org_id = o.id',
        'CREATE VIEW whole AS SELECT * FROM orgs',
        'ALTER TABLE people ALTER age TYPE bigint',
        'ALTER TABLE orgs ALTER size TYPE bigint',
      ),
      ['RT409 error age', 'RT409 error size'],
    ],
    ['LOCK TABLE', sql('LOCK TABLE people IN ACCESS EXCLUSIVE MODE'), ['RT410 warning people']],
    [
      'an index built while its table, and another, are locked against reads',
      up(
        'op.add_column("people", sa.Column("city", sa.Text()))',
        'op.add_column("orgs", sa.Column("city", sa.Text()))',
        'op.create_index("i", "people", ["city"])',
      ),
      ['RT410 warning orgs', 'RT401 warning i'],
    ],
    [
      'an index on a partitioned table',
      chain(
        sql('CREATE TABLE events (id int, at date) PARTITION BY RANGE (at)'),
        up('with op.get_context().autocommit_block():', '    op.execute("CREATE INDEX CONCURRENTLY i ON events (id)")'),
      ),
      ['RT414 error i'],
    ],
    [
      'SET LOCAL where there is no transaction',
      up(
        'with op.get_context().autocommit_block():',
        '    op.execute("SET LOCAL lock_timeout = \'4s\'")',
        '    op.execute("ALTER TABLE people ADD city text")',
      ),
      ['RT420 warning'],
    ],
    [
      'a constraint’s index that is dropped',
      chain(
        up(
          'op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("mail", sa.Text()), sa.UniqueConstraint("mail", name="uq_mail"))',
        ),
        up('op.drop_index("uq_mail", table_name="people")'),
      ),
      ['RT416 error uq_mail'],
    ],
  ])('%s', async (_, code, expected) => {
    expect(await verdicts(code)).toEqual(expected);
  });

  it.each([
    ["'5s'", []],
    ['60000', []],
    ["'2min'", ['RT420 warning']],
    ["'0'", ['RT420 warning']],
    ['DEFAULT', []],
  ])('a lock_timeout of %s that is no help', async (value, expected) => {
    expect(await verdicts(sql(`SET lock_timeout = ${value}`, 'ALTER TABLE people ADD city text'))).toEqual(expected);
  });

  it('a refused CONCURRENTLY in a downgrade alone', async () => {
    expect(await verdicts(down('op.create_index("i", "people", ["mail"], postgresql_concurrently=True)'))).toEqual([
      'RT402 error i',
    ]);
  });
});

it('says of an index or a key that readers wait too, where an earlier lock is still held', async () => {
  const code = up('op.add_column("people", sa.Column("org_id", sa.Integer()))', 'op.create_foreign_key("f", "people", "orgs", ["org_id"], ["id"])', 'op.create_index("i", "people", ["org_id"])'); // prettier-ignore
  const [file] = await lint(filesFromExample(code), { dialect: 'postgresql' });
  const messages = (file?.findings ?? [])
    .filter((finding) => finding.code.startsWith('RT4'))
    .map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringContaining(
      'every read and write of people waits (line 10 has locked it ACCESS EXCLUSIVE), and every write to orgs',
    ),
    expect.stringContaining(
      'every read and write of people until it is done, because line 10 has locked it ACCESS EXCLUSIVE',
    ),
  ]);
});

describe('over a history', () => {
  const add = up('op.execute("ALTER TYPE status ADD VALUE \'late\'")');
  const use = up('op.execute("UPDATE tickets SET status = \'late\'")');

  it('warns of a label that the next revision uses, unless each revision has its transaction', async () => {
    expect(await verdicts(chain(add, use))).toContain('RT415 warning status');
    expect(await verdicts(chain(add, use), { transactionPerMigration: true })).not.toContain('RT415 warning status');
  });

  it('mentions that VALIDATE may share the transaction of the revision before', async () => {
    const first = sql('ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0) NOT VALID');
    const second = sql('ALTER TABLE people VALIDATE CONSTRAINT c');
    expect(await verdicts(chain(first, second))).toEqual(['RT406 info c']);
    expect(await verdicts(chain(first, second), { transactionPerMigration: true })).toEqual([]);
  });

  it('knows a CHECK that an earlier revision verified', async () => {
    const first = sql('ALTER TABLE people ADD CONSTRAINT c CHECK (mail IS NOT NULL)');
    expect(await verdicts(chain(first, up('op.alter_column("people", "mail", nullable=False)')))).toEqual([
      'RT403 warning c',
    ]);
  });

  it('takes a table that an earlier file makes for one that may not be in use', async () => {
    const first = up(
      'op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("age", sa.Integer()))',
    );
    const second = up(
      'op.create_index("i", "people", ["age"])',
      'op.alter_column("people", "age", type_=sa.BigInteger())',
    );
    expect(await verdicts(chain(first, second))).toEqual(['RT401 info i', 'RT408 info age']);
  });
});

describe('the server’s version', () => {
  it('decides, inclusively, whether a default rewrites and a CHECK spares a scan', async () => {
    const added = sql('ALTER TABLE people ADD done boolean DEFAULT false');
    expect(await verdicts(added, { serverVersion: 10 })).toEqual(['RT408 warning done']);
    expect(await verdicts(added, { serverVersion: 11 })).toEqual([]);
    const checked = chain(
      sql('ALTER TABLE people ADD CONSTRAINT c CHECK (mail IS NOT NULL)'),
      up('op.alter_column("people", "mail", nullable=False)'),
    );
    expect(await verdicts(checked, { serverVersion: 11 })).toEqual(['RT403 warning c', 'RT405 warning mail']);
    expect(await verdicts(checked, { serverVersion: 12 })).toEqual(['RT403 warning c']);
  });

  it('decides whether a label can be added in a transaction', async () => {
    const code = sql("ALTER TYPE status ADD VALUE 'late'");
    expect(await verdicts(code, { serverVersion: 11 })).toEqual(['RT402 error status']);
    expect(await verdicts(code, { serverVersion: 12 })).toEqual([]);
  });
});

describe('on MySQL and MariaDB', () => {
  const verdict = (code: string, dialect: 'mysql' | 'mariadb') => verdicts(code, { dialect });

  it('finds what copies the table, and not what is done in place', async () => {
    const key = up('op.create_foreign_key("f", "people", "orgs", ["org_id"], ["id"])');
    expect(await verdict(key, 'mysql')).toEqual(['RT423 warning f']);
    const check = up('op.create_check_constraint("c", "people", "age > 0")');
    expect([await verdict(check, 'mysql'), await verdict(check, 'mariadb')]).toEqual([['RT423 warning c'], []]);
    const wider = (from: number, to: number) =>
      up(`op.alter_column("people", "name", existing_type=sa.String(${from}), type_=sa.String(${to}))`);
    expect(await verdict(wider(20, 40), 'mysql')).toEqual([]);
    expect(await verdict(wider(40, 200), 'mysql')).toEqual(['RT423 warning name']);
    expect(await verdict(up('op.create_index("i", "people", ["name"])'), 'mysql')).toEqual([]);
  });
});

it('says one thing about one statement', async () => {
  const code = up(
    'op.add_column("people", sa.Column("code", sa.Integer(), sa.ForeignKey("codes.id"), unique=True, index=True))',
  );
  expect(await verdicts(code)).toHaveLength(1);
});

describe('optional rules', () => {
  it('speak only when they are chosen', async () => {
    const code = up(
      'op.add_column("people", sa.Column("city", sa.Text()))',
      'op.add_column("orgs", sa.Column("city", sa.Text()))',
    );
    expect(await verdicts(code)).toEqual([]);
    const enable = ['wide-lock-window', 'missing-lock-timeout'];
    expect(await verdicts(code, { enable })).toEqual(['RT419 info people', 'RT418 info orgs']);
  });
});
