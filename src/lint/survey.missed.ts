import { both } from '../../rules/peers/peer';
import type { Missed } from './survey.cases';

export const missedByOthers: readonly Missed[] = [
  {
    number: 1,
    says: 'destructive SQL',
    example: both(
      `op.execute("ALTER TABLE users DROP COLUMN phone")
op.execute("DROP TABLE audit")
op.execute("DELETE FROM events")`,
      'op.execute("SELECT 1")',
    ),
    wanted: [
      { oneOf: ['drop-column'], times: 1 },
      { oneOf: ['drop-table'], times: 1 },
      { oneOf: ['delete-rows'], times: 1 },
    ],
  },
  {
    number: 2,
    says: 'SQL that is put together',
    example: both(`t = "events"
statement = "TRUNCATE visits"
op.execute(f"TRUNCATE {t}")
op.execute(statement)
op.execute("TRUNCATE " + "clicks")
op.execute(sqltext="TRUNCATE views")
op.execute(sa.text("TRUNCATE taps").bindparams())
op.get_bind().exec_driver_sql("TRUNCATE swipes")`),
    wanted: [{ oneOf: ['truncate'], times: 6 }],
  },
  {
    number: 3,
    says: 'helpers and bare imports',
    example: `from alembic import op
from alembic.op import drop_column

revision = "b1"
down_revision = "a1"


def _clear():
    op.drop_table("users")


def upgrade():
    _clear()
    drop_column("posts", "lead")


def downgrade():
    pass
`,
    wanted: [
      { oneOf: ['drop-table'], times: 1 },
      { oneOf: ['drop-column'], times: 1 },
    ],
  },
  {
    number: 4,
    says: 'two heads with annotated identifiers',
    example: `# r0.py
revision: str = "b1"
down_revision: str | None = "a1"


def upgrade():
    pass


def downgrade():
    pass

# r1.py
from typing import Sequence, Union

revision: str = "b2"
down_revision: Union[str, None] = "a1"
branch_labels: Union[str, Sequence[str], None] = None


def upgrade():
    pass


def downgrade():
    pass
`,
    wanted: [{ oneOf: ['multiple-heads'], times: 1 }],
  },
  {
    number: 5,
    says: 'a downgrade that raises',
    example: both('op.add_column("posts", sa.Column("lead", sa.Text()))', 'raise NotImplementedError("no way back")'),
    wanted: [{ oneOf: ['raising-downgrade'], times: 1 }],
  },
  {
    number: 6,
    says: 'a downgrade that returns first',
    example: both(
      'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      `return
op.drop_table("tags")`,
    ),
    wanted: [{ oneOf: ['noop-downgrade'], times: 1 }],
  },
  {
    number: 7,
    says: 'one of two renames undone',
    example: both(
      `op.alter_column("users", "name", new_column_name="full_name")
op.alter_column("users", "mail", new_column_name="email")`,
      'op.alter_column("users", "email", new_column_name="mail")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 8,
    says: 'renames by keyword, of another table',
    example: both(
      'op.rename_table(old_table_name="a", new_table_name="b")',
      'op.rename_table(old_table_name="x", new_table_name="y")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 9,
    says: 'a foreign key answered by a unique key',
    example: both(
      'op.drop_constraint("fk_posts_user", "posts", "foreignkey")',
      'op.create_unique_constraint("uq_posts_user", "posts", ["user_id"])',
    ),
    wanted: [
      { oneOf: ['asymmetry'], times: 1 },
      { oneOf: ['downgrade-fails-on-data', 'unique-over-duplicates'], times: 1 },
    ],
  },
  {
    number: 10,
    says: 'NOT NULL taken back from another column',
    example: both(
      'op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False)',
      'op.alter_column("posts", "other", existing_type=sa.Text(), nullable=True)',
    ),
    wanted: [
      { oneOf: ['asymmetry'], times: 1 },
      { oneOf: ['set-not-null'], times: 1 },
    ],
  },
  {
    number: 11,
    says: 'SET NOT NULL answered by an unrelated NULL',
    example: both(
      'op.execute("ALTER TABLE posts ALTER COLUMN lead SET NOT NULL")',
      'op.execute("UPDATE posts SET other = NULL")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 12,
    says: 'one of two indexes restored',
    example: both(
      `op.drop_index("ix_a", table_name="posts")
op.drop_index("ix_b", table_name="posts")`,
      'op.create_index("ix_a", "posts", ["a"])',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 13,
    says: 'another table dropped',
    example: both('op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True))', 'op.drop_table("b")'),
    wanted: [
      { oneOf: ['asymmetry'], times: 1 },
      { oneOf: ['asymmetry', 'downgrade-fails', 'downgrade-destroys'], times: 1 },
    ],
  },
  {
    number: 14,
    says: 'a column that stays',
    example: both(
      `op.add_column("posts", sa.Column("x", sa.Integer()))
op.create_index("ix_posts_x", "posts", ["x"])`,
      'op.drop_index("ix_posts_x", table_name="posts")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 15,
    says: 'an enum left behind',
    example: both(
      'op.create_table("jobs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.Enum("new", "done", name="job_state")))',
      'op.drop_table("jobs")',
    ),
    wanted: [{ oneOf: ['asymmetry'], times: 1 }],
  },
  {
    number: 16,
    says: 'an enum that nobody creates',
    example: both(
      'op.add_column("jobs", sa.Column("state", sa.Enum("new", "done", name="job_state")))',
      'op.drop_column("jobs", "state")',
    ),
    wanted: [{ oneOf: ['enum-type-missing'], times: 1 }],
  },
  {
    number: 17,
    says: 'a constraint without a name',
    example: both(
      'op.create_foreign_key(None, "posts", "users", ["user_id"], ["id"])',
      'op.drop_constraint(None, "posts", type_="foreignkey")',
    ),
    wanted: [{ oneOf: ['downgrade-fails', 'broken-call'], times: 1 }],
  },
  {
    number: 18,
    says: 'CONCURRENTLY in a transaction',
    example: both(
      'op.create_index("ix_posts_at", "posts", ["at"], postgresql_concurrently=True)',
      'op.drop_index("ix_posts_at", table_name="posts", postgresql_concurrently=True)',
    ),
    wanted: [{ oneOf: ['concurrent-in-transaction'], times: 1 }],
  },
  {
    number: 19,
    says: 'a label that is used at once',
    example: both(`op.execute("""ALTER TYPE job_state
              ADD VALUE 'paused'""")
op.execute("UPDATE jobs SET state = 'paused' WHERE old")`),
    wanted: [
      { oneOf: ['enum-value-used-early'], times: 1 },
      { oneOf: ['enum-value-added'], times: 1 },
    ],
  },
  {
    number: 20,
    says: 'changes of rows by SQLAlchemy',
    example: both(`bind = op.get_bind()
posts = sa.table("posts", sa.column("size"))
bind.execute(posts.update().values(size=1))
bind.execute(sa.delete(posts))`),
    wanted: [
      { oneOf: ['data-change-not-reversed', 'lossy-update', 'noop-downgrade'], times: 1 },
      { oneOf: ['delete-rows'], times: 1 },
    ],
  },
  {
    number: 21,
    says: 'a sequence and a materialized view',
    example: both(`op.execute("SELECT setval('users_id_seq', 1000)")
op.execute("DROP MATERIALIZED VIEW daily")`),
    wanted: [
      { oneOf: ['sequence-value'], times: 1 },
      { oneOf: ['drop-definition'], times: 1 },
    ],
  },
  {
    number: 22,
    says: 'an UPDATE that loses, with a fake inverse',
    example: both(
      'op.execute("UPDATE users SET email = lower(email)")',
      'op.execute("UPDATE users SET email = email")',
    ),
    wanted: [{ oneOf: ['lossy-update'], times: 1 }],
  },
  {
    number: 23,
    says: 'a downgrade that fails on rows',
    example: both(
      'op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=True)',
      'op.alter_column("posts", "lead", existing_type=sa.Text(), nullable=False)',
    ),
    wanted: [{ oneOf: ['downgrade-fails-on-data'], times: 1 }],
  },
  {
    number: 24,
    says: 'a dropped column that comes back NOT NULL',
    example: both(
      'op.drop_column("users", "phone")',
      'op.add_column("users", sa.Column("phone", sa.String(20), nullable=False))',
    ),
    wanted: [
      { oneOf: ['drop-column'], times: 1 },
      { oneOf: ['add-required-column', 'downgrade-fails-on-data'], times: 1 },
    ],
  },
];
