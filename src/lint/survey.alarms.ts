import { both } from '../../rules/peers/peer';
import type { FalseAlarm } from './survey.cases';

export const falseAlarms: readonly FalseAlarm[] = [
  {
    number: 1,
    says: 'an empty merge',
    example: `revision = "m1"
down_revision = ("b1", "b2")


def upgrade():
    pass


def downgrade():
    pass
`,
    allowed: [],
  },
  {
    number: 2,
    says: 'a branch that is merged',
    example: `# r0.py
revision = "a1"
down_revision = "z"


def upgrade():
    pass


def downgrade():
    pass

# r1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    pass


def downgrade():
    pass

# r2.py
revision = "b2"
down_revision = "a1"


def upgrade():
    pass


def downgrade():
    pass

# r3.py
revision = "m1"
down_revision = ("b1", "b2")


def upgrade():
    pass


def downgrade():
    pass
`,
    allowed: [],
  },
  {
    number: 3,
    says: 'the word UPDATE in a trigger',
    example: both(
      'op.execute("CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION set_changed()")',
      'op.execute("DROP TRIGGER touch ON posts")',
    ),
    allowed: [],
  },
  {
    number: 4,
    says: 'an upsert that is deleted again',
    example: both(
      "op.execute(\"INSERT INTO flags (name, value) VALUES ('dark', '1') ON CONFLICT (name) DO UPDATE SET value = excluded.value\")",
      'op.execute("DELETE FROM flags WHERE name = \'dark\'")',
    ),
    allowed: [],
  },
  {
    number: 5,
    says: 'an index and a key on a table born here',
    example: both(
      `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("post_id", sa.Integer(), nullable=False))
op.create_index(op.f("ix_tags_post_id"), "tags", ["post_id"])
op.create_unique_constraint("uq_tags_post", "tags", ["post_id"])`,
      'op.drop_table("tags")',
    ),
    allowed: [],
  },
  {
    number: 6,
    says: 'a scratch table',
    example: both(`op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("INSERT INTO scratch (id) SELECT id FROM posts")
op.drop_table("scratch")`),
    allowed: [],
  },
  {
    number: 7,
    says: 'a session setting and a SELECT',
    example: both(
      `op.execute("SET LOCAL lock_timeout = '5s'")
rows = op.get_bind().execute(sa.text("SELECT id FROM posts")).fetchall()
op.add_column("posts", sa.Column("lead", sa.Text()))`,
      'op.drop_column("posts", "lead")',
    ),
    allowed: [],
  },
  {
    number: 8,
    says: 'a text that gets wider',
    example: both(
      'op.alter_column("posts", "title", existing_type=sa.String(40), type_=sa.String(80))',
      'op.alter_column("posts", "title", existing_type=sa.String(80), type_=sa.String(40))',
    ),
    allowed: ['downgrade-fails-on-data'],
  },
  {
    number: 9,
    says: 'a keyword in a comment and in a literal',
    example: both(
      'op.execute("-- never TRUNCATE here\\nINSERT INTO log (msg) VALUES (\'TRUNCATE done\')")',
      'op.execute("DELETE FROM log WHERE msg = \'TRUNCATE done\'")',
    ),
    allowed: [],
  },
  {
    number: 10,
    says: 'what SQL puts back',
    example: both(
      `op.drop_index("ix_posts_at", table_name="posts")
op.drop_constraint("ck_posts_size", "posts", type_="check")`,
      `op.execute("CREATE INDEX ix_posts_at ON posts (at)")
op.execute("ALTER TABLE posts ADD CONSTRAINT ck_posts_size CHECK (size > 0)")`,
    ),
    allowed: ['downgrade-fails-on-data'],
  },
  {
    number: 11,
    says: 'a key that a batch drops and puts back',
    example: both(
      `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("uq_users_email", type_="unique")`,
      `with op.batch_alter_table("users") as batch_op:
    batch_op.create_unique_constraint("uq_users_email", ["email"])`,
    ),
    allowed: ['downgrade-fails-on-data'],
  },
  {
    number: 12,
    says: 'a view that several lines put back',
    example: both(
      'op.execute("DROP VIEW active_users")',
      `op.execute("""
      CREATE OR REPLACE
      VIEW active_users AS SELECT 1""")`,
    ),
    allowed: [],
  },
  {
    number: 13,
    says: 'an UPDATE of one table and a drop on another',
    example: both(
      `op.add_column("a", sa.Column("x", sa.Integer()))
op.execute("UPDATE a SET x = 1")
op.drop_column("b", "y")`,
      `op.add_column("b", sa.Column("y", sa.Integer()))
op.drop_column("a", "x")`,
    ),
    allowed: ['drop-column', 'bulk-change-holds-locks'],
  },
  {
    number: 14,
    says: 'NOT NULL by way of a CHECK',
    example: both(
      `op.execute("ALTER TABLE posts ADD CONSTRAINT ck_lead CHECK (lead IS NOT NULL) NOT VALID")
op.execute("ALTER TABLE posts VALIDATE CONSTRAINT ck_lead")
op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False)
op.execute("ALTER TABLE posts DROP CONSTRAINT ck_lead")`,
      'op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=True)',
    ),
    allowed: ['validate-in-same-transaction', 'constraint-over-rows'],
  },
  {
    number: 15,
    says: 'nullability that stays as it is',
    example: both(
      'op.alter_column("posts", "lead", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment="x")',
      'op.alter_column("posts", "lead", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment=None)',
    ),
    allowed: [],
  },
  {
    number: 17,
    says: 'a drop, and later another column',
    example: `# r0.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))

# r1.py
revision = "c1"
down_revision = "b1"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text()))


def downgrade():
    op.drop_column("users", "email")
`,
    allowed: ['drop-column'],
  },
  {
    number: 18,
    says: 'defaults that are evaluated once',
    example: both(
      `op.execute("""ALTER TABLE posts ADD COLUMN made timestamptz NOT NULL DEFAULT now();
ALTER TABLE posts ADD COLUMN labels text[] NOT NULL DEFAULT ARRAY[]::text[];
ALTER TABLE posts ADD COLUMN ok boolean NOT NULL DEFAULT true""")`,
      `op.drop_column("posts", "ok")
op.drop_column("posts", "labels")
op.drop_column("posts", "made")`,
    ),
    allowed: [],
  },
  {
    number: 19,
    says: 'a foreign key and its index in a new table',
    example: both(
      `op.execute("""CREATE TABLE notes (id int PRIMARY KEY, user_id int);
ALTER TABLE notes ADD CONSTRAINT notes_user FOREIGN KEY (user_id) REFERENCES users (id);
CREATE INDEX notes_user_idx ON notes (user_id)""")`,
      'op.drop_table("notes")',
    ),
    allowed: [],
  },
  {
    number: 20,
    says: 'a rename with a view of the old name',
    example: both(
      `op.execute("ALTER TABLE orders RENAME TO purchases")
op.execute("CREATE VIEW orders AS SELECT * FROM purchases")`,
      `op.execute("DROP VIEW orders")
op.execute("ALTER TABLE purchases RENAME TO orders")`,
    ),
    allowed: [],
  },
  {
    number: 21,
    says: 'what another dialect’s branch drops',
    example: both(`if op.get_bind().dialect.name == "sqlite":
    op.drop_table("cache")`),
    allowed: [],
  },
  {
    number: 25,
    says: 'a rebuild by hand on SQLite',
    example: both(`op.execute("CREATE TABLE new_users (id INTEGER NOT NULL PRIMARY KEY, name TEXT)")
op.execute("INSERT INTO new_users (id, name) SELECT id, name FROM users")
op.execute("DROP TABLE users")
op.execute("ALTER TABLE new_users RENAME TO users")`),
    allowed: [],
    dialect: 'sqlite',
  },
  {
    number: 27,
    says: 'a table that is kept under another name',
    example: both('op.rename_table("users", "old_users")', 'op.rename_table("old_users", "users")'),
    allowed: [],
  },
  {
    number: 28,
    says: 'a drop with a backup that is put back',
    example: both(
      `op.execute("CREATE TABLE kept AS SELECT id, phone FROM users")
op.drop_column("users", "phone")`,
      `op.add_column("users", sa.Column("phone", sa.String(20)))
op.execute("UPDATE users SET phone = (SELECT phone FROM kept WHERE kept.id = users.id)")
op.drop_table("kept")`,
    ),
    allowed: ['bulk-change-holds-locks'],
  },
  {
    number: 29,
    says: 'several ALTER TABLE of one table',
    example: both(
      `op.execute("""ALTER TABLE posts ADD CONSTRAINT ck_lead CHECK (lead IS NOT NULL) NOT VALID;
ALTER TABLE posts VALIDATE CONSTRAINT ck_lead;
ALTER TABLE posts ALTER lead SET NOT NULL;
ALTER TABLE posts DROP CONSTRAINT ck_lead""")`,
      'op.execute("ALTER TABLE posts ALTER lead DROP NOT NULL")',
    ),
    allowed: ['validate-in-same-transaction', 'constraint-over-rows'],
  },
  {
    number: 30,
    says: 'a key over an index that was built beside',
    example: both(
      `with op.get_context().autocommit_block():
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq_email_idx ON users (email)")
op.execute("ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE USING INDEX uq_email_idx")`,
      'op.drop_constraint("uq_email", "users", type_="unique")',
    ),
    allowed: ['unique-over-duplicates'],
  },
  {
    number: 31,
    says: 'a trigger that keeps two columns alike',
    example: both(
      'op.execute("CREATE TRIGGER sync_name BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION copy_name()")',
      'op.execute("DROP TRIGGER sync_name ON users")',
    ),
    allowed: [],
  },
];
