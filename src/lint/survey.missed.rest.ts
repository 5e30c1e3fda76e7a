import { both } from '../../rules/peers/peer';
import type { Missed } from './survey.cases';

export const alsoMissedByOthers: readonly Missed[] = [
  {
    number: 25,
    says: 'a column that comes back as another type',
    example: `# r0.py
revision = "a1"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("age", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade():
    op.drop_table("users")

# r1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.drop_column("users", "age")


def downgrade():
    op.add_column("users", sa.Column("age", sa.String()))
`,
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 26,
    says: 'a nullable column that a batch drops (its rows: the lab’s cases)',
    example: both(
      `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_column("nick")`,
      `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("nick", sa.String()))`,
    ),
    wanted: [{ oneOf: ['drop-column'], times: 1 }],
    dialect: 'sqlite',
  },
  {
    number: 27,
    says: 'a view and a trigger left behind',
    example: both(
      `op.execute("CREATE VIEW v AS SELECT id FROM users")
op.execute("CREATE TRIGGER g AFTER INSERT ON users BEGIN SELECT 1; END")`,
      'op.execute("UPDATE settings SET value = 1")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 2 }],
    dialect: 'sqlite',
  },
  {
    number: 28,
    says: 'a rebuild that deletes the children',
    example: both(
      `op.create_table("parents", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
op.create_table("children", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("pid", sa.Integer(), sa.ForeignKey("parents.id", ondelete="CASCADE")))
op.execute("PRAGMA foreign_keys=ON")
with op.batch_alter_table("parents") as batch_op:
    batch_op.alter_column("name", existing_type=sa.String(50), nullable=False)`,
      `op.drop_table("children")
op.drop_table("parents")`,
    ),
    wanted: [{ oneOf: ['sqlite-rebuild-cascade'], times: 1, severity: 'error' }],
    dialect: 'sqlite',
  },
  {
    number: 29,
    says: 'a rebuild that loses a trigger, a collation and an index',
    example: both(
      `op.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE)")
op.execute("CREATE INDEX ie ON notes (lower(email))")
op.execute("CREATE TRIGGER g AFTER INSERT ON notes BEGIN SELECT 1; END")
with op.batch_alter_table("notes") as batch_op:
    batch_op.alter_column("email", existing_type=sa.Text(), nullable=False)`,
      'op.drop_table("notes")',
    ),
    wanted: [{ oneOf: ['sqlite-rebuild-loses'], times: 3 }],
    dialect: 'sqlite',
  },
  {
    number: 30,
    says: 'a column that an empty SQLite table takes',
    example: both(
      'op.add_column("posts", sa.Column("made", sa.DateTime(), server_default=sa.func.current_timestamp()))',
      'op.drop_column("posts", "made")',
    ),
    wanted: [{ oneOf: ['sqlite-add-column'], times: 1 }],
    dialect: 'sqlite',
  },
  {
    number: 31,
    says: 'a colon in a literal',
    example: both('op.execute("""UPDATE settings SET v = \'{"a":true}\' WHERE k = \'x\'""")'),
    wanted: [{ oneOf: ['text-colon-bind'], times: 1 }],
  },
  {
    number: 32,
    says: 'MODIFY that loses a default',
    example: both(
      'op.alter_column("users", "nick", existing_type=sa.String(50), type_=sa.String(100))',
      'op.alter_column("users", "nick", existing_type=sa.String(100), type_=sa.String(50))',
    ),
    wanted: [{ oneOf: ['modify-drops-attributes'], times: 1 }],
    dialect: 'mysql',
  },
  {
    number: 33,
    says: 'a key that goes with its column',
    example: `# r0.py
revision = "a1"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.UniqueConstraint("a", "b", name="uq_ab"))


def downgrade():
    op.drop_table("users")

# r1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.drop_column("users", "a")


def downgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
`,
    wanted: [
      { oneOf: ['drop-column'], times: 1 },
      { oneOf: ['asymmetry'], times: 1 },
    ],
  },
  {
    number: 34,
    says: 'a drop in a DO block',
    example: both(`op.execute("""DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'phone') THEN
    EXECUTE 'ALTER TABLE users DROP COLUMN phone';
  END IF;
END $$""")`),
    wanted: [{ oneOf: ['drop-column'], times: 1 }],
  },
  {
    number: 35,
    says: 'IF NOT EXISTS over a table of another shape',
    example: `# r0.py
revision = "a1"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("users")

# r1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, phone text)")


def downgrade():
    pass
`,
    wanted: [{ oneOf: ['if-not-exists-keeps'], times: 1 }],
  },
  {
    number: 36,
    says: 'IF EXISTS over a mistyped name',
    example: both(
      'op.execute("CREATE INDEX ix_users_mail ON users (mail)")',
      'op.execute("DROP INDEX IF EXISTS ix_user_mail")',
    ),
    wanted: [{ oneOf: ['asymmetry', 'downgrade-fails', 'noop-downgrade'], times: 1 }],
  },
  {
    number: 39,
    says: 'a DELETE of all that was there',
    example: both(
      `roles = sa.table("roles", sa.column("name"))
op.bulk_insert(roles, [{"name": "admin"}])`,
      'op.execute("DELETE FROM roles")',
    ),
    wanted: [{ oneOf: ['downgrade-destroys'], times: 1 }],
  },
  {
    number: 40,
    says: 'fixed ids and a sequence that stays',
    example: both(
      'op.bulk_insert(sa.table("roles", sa.column("id"), sa.column("name")), [{"id": 1, "name": "admin"}])',
      'op.execute("DELETE FROM roles WHERE id = 1")',
    ),
    wanted: [{ oneOf: ['explicit-serial-id'], times: 1 }],
  },
  {
    number: 41,
    says: 'one default for a unique column',
    example: both(
      'op.execute("ALTER TABLE users ADD COLUMN token text NOT NULL UNIQUE DEFAULT \'\'")',
      'op.drop_column("users", "token")',
    ),
    wanted: [{ oneOf: ['unique-column-shared-default'], times: 1 }],
  },
  {
    number: 42,
    says: 'a new table that locks an old one',
    example: both(
      'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.ForeignKey("users.id")))',
      'op.drop_table("orders")',
    ),
    wanted: [{ oneOf: ['fk-locks-referenced-table'], times: 1 }],
  },
  {
    number: 43,
    says: 'made under a condition, dropped without',
    example: both(
      `if not sa.inspect(op.get_bind()).has_table("cache"):
    op.create_table("cache", sa.Column("id", sa.Integer(), primary_key=True))`,
      'op.drop_table("cache")',
    ),
    wanted: [{ oneOf: ['conditional-asymmetry'], times: 1 }],
  },
  {
    number: 44,
    says: 'a type dropped before its column',
    example: `# r0.py
revision = "a1"
down_revision = None


def upgrade():
    op.execute("CREATE TYPE mood AS ENUM ('a', 'b')")
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("users")
    op.execute("DROP TYPE mood")

# r1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.execute("CREATE TYPE pace AS ENUM ('a', 'b')")
    op.add_column("users", sa.Column("pace", sa.Enum("a", "b", name="pace", create_type=False)))


def downgrade():
    op.execute("DROP TYPE pace")
    op.drop_column("users", "pace")
`,
    wanted: [{ oneOf: ['downgrade-fails'], times: 1 }],
  },
  {
    number: 45,
    says: 'an id of more than 32 characters',
    example: `revision = "add_customer_billing_address_table_0042"
down_revision = "a1"


def upgrade():
    op.add_column("posts", sa.Column("x", sa.Text()))


def downgrade():
    op.drop_column("posts", "x")
`,
    wanted: [{ oneOf: ['revision-id-too-long'], times: 1 }],
  },
  {
    number: 46,
    says: 'the same with a comment above',
    example: both(`op.execute("""-- add an index
BEGIN;
CREATE INDEX CONCURRENTLY ix_posts_at ON posts (at);
COMMIT""")`),
    wanted: [{ oneOf: ['concurrent-in-transaction'], times: 1 }],
  },
  {
    number: 47,
    says: 'an index that a constraint owns',
    example: both(
      'op.create_unique_constraint("uq_users_a", "users", ["a"])',
      'op.drop_index("uq_users_a", table_name="users")',
    ),
    wanted: [{ oneOf: ['drop-constraint-index', 'downgrade-fails'], times: 1 }],
  },
  {
    number: 48,
    says: 'a backfill between changes of the schema',
    example: both(
      `op.execute("""ALTER TABLE users ADD COLUMN gone boolean;
UPDATE users SET gone = false WHERE gone IS NULL;
ALTER TABLE users ALTER COLUMN gone SET NOT NULL""")`,
      'op.drop_column("users", "gone")',
    ),
    wanted: [{ oneOf: ['bulk-change-holds-locks'], times: 1 }],
  },
  {
    number: 49,
    says: 'a name that the convention would not give',
    example: both(
      `# metadata: {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
op.create_foreign_key("fk_jobs_image_id", "jobs", "images", ["image_id"], ["id"])`,
      'op.drop_constraint("fk_jobs_image_id", "jobs", type_="foreignkey")',
    ),
    wanted: [{ oneOf: ['name-against-convention'], times: 1 }],
  },
  {
    number: 50,
    says: 'a CHECK on a moving clock',
    example: both(
      'op.drop_constraint("ck_future", "events", type_="check")',
      'op.create_check_constraint("ck_future", "events", "starts_at > now()")',
    ),
    wanted: [{ oneOf: ['volatile-check', 'downgrade-fails-on-data'], times: 1 }],
  },
];
