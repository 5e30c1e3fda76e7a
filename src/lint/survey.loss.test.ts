import { describe, expect, it } from 'vitest';
import { migrationFromExample } from '../../rules/example';
import type { Dialect } from '../schema/model';
import { lint } from './lint';

/**
 * Where linters of this kind cry wolf, and what they miss (the survey of peers, sections 3.1 and 3.2): what a rollback
 * loses, fails at, or leaves behind. Each case gives all that is said about that, and nothing else may be.
 */
const aboutRollback = /^RT(1|2|302|5)/;

interface Case {
  readonly up: string;
  readonly down: string;
  readonly dialect?: Dialect;
}

/** `RT201 people.phone`, in order of place; with `info` also what is only worth knowing. */
async function verdicts({ up, down, dialect = 'postgresql' }: Case, hasInfo = false): Promise<readonly string[]> {
  const text = migrationFromExample(`def upgrade():\n${indented(up)}\n\n\ndef downgrade():\n${indented(down)}\n`);
  const [file] = await lint([{ path: 'case.py', text }], { dialect });
  return (file?.findings ?? [])
    .filter(({ code, severity }) => aboutRollback.test(code) && (hasInfo || severity !== 'info'))
    .map(({ code, subject }) => (subject === null ? code : `${code} ${identity(subject)}`));
}

function identity({ table, name }: { readonly table: string | null; readonly name: string }): string {
  return table === null || table === name ? name : `${table}.${name}`;
}

function indented(code: string): string {
  return code
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

describe('silent about', () => {
  it.each<[string, Case]>([
    ['a merge (FP1)', { up: 'pass', down: 'pass' }],
    [
      'a trigger on UPDATE that is dropped again (FP3)',
      {
        up: `op.execute("CREATE TRIGGER stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp_row()")`,
        down: `op.execute("DROP TRIGGER stamp ON invoices")`,
      },
    ],
    [
      'an upsert whose key is deleted again (FP4)',
      {
        up: `op.execute("INSERT INTO flags (name, state) VALUES ('dark', 'on') ON CONFLICT (name) DO UPDATE SET state = excluded.state")`,
        down: `op.execute("DELETE FROM flags WHERE name = 'dark'")`,
      },
    ],
    [
      'a scratch table that does not last (FP6)',
      {
        up: `op.create_table("old_ids", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("INSERT INTO old_ids SELECT id FROM people")
op.drop_table("old_ids")`,
        down: 'pass',
      },
    ],
    [
      'settings and reads (FP7)',
      {
        up: `op.execute("SET LOCAL statement_timeout = '10s'")
found = op.get_bind().execute(sa.text("SELECT id FROM people")).fetchall()
op.add_column("people", sa.Column("motto", sa.Text()))`,
        down: `op.drop_column("people", "motto")`,
      },
    ],
    [
      'what SQL puts back (FP10)',
      {
        up: `op.drop_index("ix_people_city", table_name="people")
op.drop_constraint("ck_people_age", "people", type_="check")`,
        down: `op.execute("UPDATE people SET age = 0 WHERE age < 0")
op.execute("CREATE INDEX ix_people_city ON people (city)")
op.execute("ALTER TABLE people ADD CONSTRAINT ck_people_age CHECK (age >= 0)")`,
      },
    ],
    [
      'a view that comes back over several lines (FP12)',
      {
        up: `op.execute("DROP VIEW adults")`,
        down: `op.execute("""
    CREATE OR REPLACE
    VIEW adults AS SELECT id FROM people WHERE age > 17""")`,
      },
    ],
    [
      'a table renamed with a view under the old name (FP20)',
      {
        up: `op.execute("ALTER TABLE people RENAME TO persons")
op.execute("CREATE VIEW people AS SELECT * FROM persons")`,
        down: `op.execute("DROP VIEW people")
op.execute("ALTER TABLE persons RENAME TO people")`,
      },
    ],
    [
      'a drop for another dialect (FP21)',
      { up: `if op.get_bind().dialect.name == "sqlite":\n    op.drop_table("drafts")`, down: 'pass' },
    ],
    [
      'a rebuild that copies all (FP25)',
      {
        up: `op.execute('CREATE TABLE "new_people" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT)')
op.execute('INSERT INTO "new_people" ("id", "name") SELECT "id", "name" FROM "people"')
op.execute('DROP TABLE "people"')
op.execute('ALTER TABLE "new_people" RENAME TO "people"')`,
        down: 'pass',
        dialect: 'sqlite',
      },
    ],
    [
      'a table that is moved out of the way, and back (FP27)',
      { up: `op.rename_table("people", "people_archived")`, down: `op.rename_table("people_archived", "people")` },
    ],
    [
      'a drop with a backup that is restored (FP28)',
      {
        up: `op.execute("CREATE TABLE phones AS SELECT id, phone FROM people")
op.drop_column("people", "phone")`,
        down: `op.add_column("people", sa.Column("phone", sa.String(20)))
op.execute("UPDATE people SET phone = (SELECT p.phone FROM phones p WHERE p.id = people.id)")
op.drop_table("phones")`,
      },
    ],
    [
      'a unique index that becomes a constraint (FP30)',
      {
        up: `op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq_people_email ON people (email)")
op.execute("ALTER TABLE people ADD CONSTRAINT uq_people_email UNIQUE USING INDEX uq_people_email")`,
        down: `op.drop_constraint("uq_people_email", "people", type_="unique")`,
      },
    ],
    [
      'a trigger that keeps two columns alike (FP31)',
      {
        up: `op.execute("CREATE TRIGGER both BEFORE INSERT OR UPDATE ON people FOR EACH ROW EXECUTE FUNCTION keep_both()")`,
        down: `op.execute("DROP TRIGGER both ON people")`,
      },
    ],
    [
      'rows without a value that get one before NOT NULL',
      {
        up: `op.execute("UPDATE people SET city = '' WHERE city IS NULL")
op.alter_column("people", "city", existing_type=sa.Text(), nullable=False)`,
        down: `op.alter_column("people", "city", existing_type=sa.Text(), nullable=True)`,
      },
    ],
  ])('%s', async (_what, example) => {
    expect(await verdicts(example)).toEqual([]);
  });
});

describe('a constraint that batch mode puts back (FP11)', () => {
  it('fails only on rows that were written without it', async () => {
    const up = `with op.batch_alter_table("people") as batch:\n    batch.drop_constraint("uq_people_city", type_="unique")`;
    const down = `with op.batch_alter_table("people") as batch:\n    batch.create_unique_constraint("uq_people_city", ["city"])`;
    expect(await verdicts({ up, down })).toEqual(['RT107 people.uq_people_city']);
  });
});

describe('says only', () => {
  it.each<[string, Case, readonly string[]]>([
    [
      'that a widened column is narrowed again (FP8)',
      {
        up: `op.alter_column("people", "city", existing_type=sa.String(50), type_=sa.String(100))`,
        down: `op.alter_column("people", "city", existing_type=sa.String(100), type_=sa.String(50))`,
      },
      ['RT107 people.city'],
    ],
    [
      'that the other table loses a column (FP13)',
      {
        up: `op.add_column("people", sa.Column("motto", sa.Text()))
op.execute("UPDATE people SET motto = ''")
op.drop_column("houses", "colour")`,
        down: `op.add_column("houses", sa.Column("colour", sa.Text()))
op.drop_column("people", "motto")`,
      },
      ['RT201 houses.colour'],
    ],
    [
      'what raw SQL destroys, each thing once (FN1)',
      {
        up: `op.execute("ALTER TABLE people DROP COLUMN phone")
op.execute("DROP TABLE visits")
op.execute("DELETE FROM letters")`,
        down: `op.execute("SELECT 1")`,
      },
      ['RT201 people.phone', 'RT202 visits', 'RT204 letters', 'RT102'],
    ],
    [
      'what raises on the way back (FN5)',
      { up: `op.add_column("people", sa.Column("motto", sa.Text()))`, down: `raise NotImplementedError("one way")` },
      ['RT103'],
    ],
    [
      'that a downgrade returns before it begins (FN6)',
      {
        up: `op.create_table("pets", sa.Column("id", sa.Integer(), primary_key=True))`,
        down: `return\nop.drop_table("pets")`,
      },
      ['RT102'],
    ],
    [
      'which rename is not undone (FN7)',
      {
        up: `op.alter_column("people", "name", new_column_name="full_name")
op.alter_column("people", "mail", new_column_name="email")`,
        down: `op.alter_column("people", "email", new_column_name="mail")`,
      },
      ['RT501 people.name'],
    ],
    [
      'that one rename is missing and another has no object (FN8)',
      {
        up: `op.rename_table(old_table_name="people", new_table_name="persons")`,
        down: `op.rename_table(old_table_name="flats", new_table_name="homes")`,
      },
      ['RT501 people', 'RT106 flats'],
    ],
    [
      'that a foreign key is gone, and a unique constraint is new (FN9)',
      {
        up: `op.drop_constraint("fk_pets_owner", "pets", "foreignkey")`,
        down: `op.create_unique_constraint("uq_pets_chip", "pets", ["chip"])`,
      },
      ['RT501 pets.fk_pets_owner', 'RT501 pets.uq_pets_chip'],
    ],
    [
      'that nullability came back elsewhere (FN10)',
      {
        up: `op.alter_column("people", "city", nullable=False)`,
        down: `op.alter_column("people", "street", nullable=True)`,
      },
      ['RT501 people.city'],
    ],
    [
      'that NOT NULL stays, and another column is emptied (FN11)',
      {
        up: `op.execute("ALTER TABLE people ALTER COLUMN city SET NOT NULL")`,
        down: `op.execute("UPDATE people SET street = NULL")`,
      },
      ['RT501 people.city', 'RT212 people.street'],
    ],
    [
      'which of two indexes is forgotten (FN12)',
      {
        up: `op.drop_index("ix_people_city", table_name="people")
op.drop_index("ix_people_street", table_name="people")`,
        down: `op.create_index("ix_people_city", "people", ["city"])`,
      },
      ['RT501 people.ix_people_street'],
    ],
    [
      'that one table stays and another goes (FN13)',
      {
        up: `op.create_table("pets", sa.Column("id", sa.Integer(), primary_key=True))`,
        down: `op.drop_table("houses")`,
      },
      ['RT501 pets', 'RT106 houses'],
    ],
    [
      'that a column stays whose index goes (FN14)',
      {
        up: `op.add_column("people", sa.Column("age", sa.Integer()))
op.create_index("ix_people_age", "people", ["age"])`,
        down: `op.drop_index("ix_people_age", table_name="people")`,
      },
      ['RT501 people.age'],
    ],
    [
      'that an enum type is left behind (FN15)',
      {
        up: `op.create_table("pets", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", sa.Enum("cat", "dog", name="pet_kind")))`,
        down: `op.drop_table("pets")`,
      },
      ['RT501 pet_kind'],
    ],
    [
      'what core statements overwrite and delete (FN20)',
      {
        up: `bind = op.get_bind()
people = sa.table("people", sa.column("city"))
bind.execute(people.update().values(city="x"))
bind.execute(sa.delete(people))`,
        down: `raise RuntimeError("one way")`,
      },
      ['RT205 people.city', 'RT204 people', 'RT103'],
    ],
    [
      'that a sequence is set and a view is gone (FN21)',
      {
        up: `op.execute("SELECT setval('people_id_seq', 5000)")
op.execute("DROP MATERIALIZED VIEW census")`,
        down: `raise RuntimeError("one way")`,
      },
      ['RT207 people_id_seq', 'RT208 census', 'RT103'],
    ],
    [
      'that a fold is only undone in looks (FN22)',
      {
        up: `op.execute("UPDATE people SET email = lower(email)")`,
        down: `op.execute("UPDATE people SET email = email")`,
      },
      ['RT205 people.email'],
    ],
    [
      'that NOT NULL comes back over NULLs (FN23)',
      {
        up: `op.alter_column("people", "city", existing_type=sa.Text(), nullable=True)`,
        down: `op.alter_column("people", "city", existing_type=sa.Text(), nullable=False)`,
      },
      ['RT107 people.city'],
    ],
    [
      'that a column comes back required (FN24)',
      {
        up: `op.drop_column("people", "phone")`,
        down: `op.add_column("people", sa.Column("phone", sa.String(20), nullable=False))`,
      },
      ['RT201 people.phone', 'RT302 people.phone'],
    ],
    [
      'that a view and a trigger stay (FN27)',
      {
        up: `op.execute("CREATE VIEW adults AS SELECT id FROM people")
op.execute("CREATE TRIGGER note AFTER INSERT ON people BEGIN SELECT 1; END")`,
        down: `op.create_table("unrelated", sa.Column("id", sa.Integer(), primary_key=True))`,
        dialect: 'sqlite',
      },
      ['RT501 adults', 'RT501 people.note', 'RT501 unrelated'],
    ],
    [
      'that IF EXISTS hides a wrong name (FN36)',
      {
        up: `op.execute("CREATE INDEX ix_people_mail ON people (mail)")`,
        down: `op.execute("DROP INDEX IF EXISTS ix_peoples_mail")`,
      },
      ['RT106 people.ix_people_mail'],
    ],
    [
      'that the downgrade deletes more than was inserted (FN39)',
      {
        up: `op.bulk_insert(sa.table("roles", sa.column("name", sa.String)), [{"name": "admin"}])`,
        down: `op.execute("DELETE FROM roles")`,
      },
      ['RT212 roles'],
    ],
    [
      'that a table is made on a condition and dropped without (FN43)',
      {
        up: `if not sa.inspect(op.get_bind()).has_table("drafts"):
    op.create_table("drafts", sa.Column("id", sa.Integer(), primary_key=True))`,
        down: `op.drop_table("drafts")`,
      },
      ['RT502 drafts'],
    ],
    [
      'that the type goes before the column that has it (FN44)',
      {
        up: `op.execute("CREATE TYPE pet_kind AS ENUM ('cat', 'dog')")
op.execute("ALTER TABLE pets ADD COLUMN kind pet_kind")`,
        down: `op.execute("DROP TYPE pet_kind")
op.drop_column("pets", "kind")`,
      },
      ['RT106 pet_kind'],
    ],
    [
      'that the index is a constraint’s (FN47)',
      {
        up: `op.create_unique_constraint("uq_pets_chip", "pets", ["chip"])`,
        down: `op.drop_index("uq_pets_chip", table_name="pets")`,
      },
      ['RT106 pets.uq_pets_chip'],
    ],
    [
      'that the clock breaks the check (FN50)',
      {
        up: `op.drop_constraint("ck_visits_ahead", "visits", type_="check")`,
        down: `op.create_check_constraint("ck_visits_ahead", "visits", "starts_at > now()")`,
      },
      ['RT107 visits.ck_visits_ahead'],
    ],
  ])('%s', async (_what, example, expected) => {
    const found = await verdicts(example);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe('a chain', () => {
  const revision = (id: string, parent: string | null, up: string, down: string) => ({
    path: `${id}.py`,
    text: `from alembic import op\nimport sqlalchemy as sa\n\nrevision = "${id}"\ndown_revision = ${parent === null ? 'None' : `"${parent}"`}\n\n\ndef upgrade():\n${indented(up)}\n\n\ndef downgrade():\n${indented(down)}\n`,
  });
  const codesOf = async (files: readonly { readonly path: string; readonly text: string }[]) => {
    const linted = await lint(files, { dialect: 'postgresql' });
    return linted.map(({ findings }) =>
      findings
        .filter(({ code, severity }) => aboutRollback.test(code) && severity !== 'info')
        .map(({ code, subject }) => `${code} ${subject === null ? '' : identity(subject)}`),
    );
  };
  const people = revision(
    'r1',
    null,
    `op.create_table(
    "people",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("age", sa.BigInteger(), nullable=False, server_default="0"),
    sa.Column("chip", sa.Text()),
    sa.UniqueConstraint("chip", "age", name="uq_people_chip"),
)`,
    `op.drop_table("people")`,
  );

  it('tells a column that comes back as something else (FN25)', async () => {
    const second = revision(
      'r2',
      'r1',
      `op.drop_column("people", "age")`,
      `op.add_column("people", sa.Column("age", sa.String()))\nop.create_unique_constraint("uq_people_chip", "people", ["chip", "age"])`,
    );
    expect(await codesOf([people, second])).toEqual([[], ['RT201 people.age', 'RT501 people.age']]);
  });

  it('tells what goes with a column (FN33)', async () => {
    const second = revision(
      'r2',
      'r1',
      `op.drop_column("people", "chip")`,
      `op.add_column("people", sa.Column("chip", sa.Text()))`,
    );
    expect(await codesOf([people, second])).toEqual([[], ['RT201 people.chip', 'RT501 people.uq_people_chip']]);
  });

  it('finds a hole only where the same column comes back (FP17)', async () => {
    const drop = revision(
      'r2',
      'r1',
      `op.drop_constraint("uq_people_chip", "people")\nop.drop_column("people", "chip")`,
      `op.add_column("people", sa.Column("chip", sa.Text()))\nop.execute("DELETE FROM people WHERE chip IS NULL")\nop.create_unique_constraint("uq_people_chip", "people", ["chip", "age"])`,
    );
    const other = revision(
      'r3',
      'r2',
      `op.add_column("people", sa.Column("tag", sa.Text()))`,
      `op.drop_column("people", "tag")`,
    );
    const same = revision(
      'r4',
      'r3',
      `op.add_column("people", sa.Column("chip", sa.Text()))`,
      `op.drop_column("people", "chip")`,
    );
    const [, , third, fourth] = await codesOf([people, drop, other, same]);
    expect([third, fourth]).toEqual([[], ['RT211 people.chip']]);
  });
});
