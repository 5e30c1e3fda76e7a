import { both, type PeerRule } from './peer';

/** Renames, types, NOT NULL, constraints and indexes. */
export const changeRules: readonly PeerRule[] = [
  {
    code: 'MRT301',
    says: 'a table is renamed and not renamed back',
    ours: ['asymmetry'],
    fires: both('op.rename_table("users", "people")', 'op.execute("UPDATE settings SET value = 1")'),
    silent: both(
      'op.rename_table(old_table_name="users", new_table_name="people")',
      'op.rename_table(old_table_name="people", new_table_name="users")',
    ),
  },
  {
    code: 'MRT302',
    says: 'a column is renamed and not renamed back',
    ours: ['asymmetry'],
    fires: both(
      `op.alter_column("users", "name", new_column_name="full_name")
op.alter_column("users", "mail", new_column_name="email")`,
      'op.alter_column("users", "email", new_column_name="mail")',
    ),
    silent: both(
      'op.alter_column("users", "mail", new_column_name="email")',
      'op.execute("ALTER TABLE users RENAME COLUMN email TO mail")',
    ),
  },
  {
    code: 'MRT303',
    says: 'a column changes its type',
    ours: ['type-narrowing'],
    fires: both(
      'op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))',
      'op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))',
    ),
    silent: both(
      'op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))',
      'op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))',
    ),
  },
  {
    code: 'MRT304',
    says: 'a label is added to an enum',
    ours: ['enum-value-added'],
    fires: both(`op.execute("""ALTER TYPE job_state
                  ADD VALUE 'paused'""")`),
  },
  {
    code: 'MRT401',
    says: 'a NOT NULL column without a default is added',
    ours: ['add-required-column'],
    fires: both(
      'op.add_column("users", sa.Column("level", sa.Integer(), nullable=False))',
      'op.drop_column("users", "level")',
    ),
    silent: both(
      'op.add_column("users", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))',
      'op.drop_column("users", "level")',
    ),
  },
  {
    code: 'MRT402',
    says: 'NOT NULL is set and not taken back',
    ours: ['asymmetry'],
    fires: both(
      'op.alter_column("users", "name", existing_type=sa.Text(), nullable=False)',
      'op.alter_column("users", "other", existing_type=sa.Text(), nullable=True)',
    ),
    silent: both(
      'op.alter_column("users", "name", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment="x")',
      'op.alter_column("users", "name", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment=None)',
    ),
  },
  {
    code: 'MRT403',
    says: 'NOT NULL is set in SQL and not taken back',
    ours: ['asymmetry'],
    fires: both(
      'op.execute("ALTER TABLE users ALTER COLUMN name SET NOT NULL")',
      'op.execute("UPDATE users SET other = NULL")',
    ),
    silent: both(
      'op.execute("ALTER TABLE users ALTER COLUMN name SET NOT NULL")',
      'op.alter_column("users", "name", existing_type=sa.Text(), nullable=True)',
    ),
  },
  {
    code: 'MRT404',
    says: 'a column with a Python default is added',
    ours: ['add-required-column'],
    fires: both(
      'op.add_column("users", sa.Column("score", sa.Integer(), nullable=False, default=0))',
      'op.drop_column("users", "score")',
    ),
    silent: both(
      'op.add_column("users", sa.Column("score", sa.Integer(), default=0))',
      'op.drop_column("users", "score")',
    ),
  },
  {
    code: 'MRT405',
    says: 'a column with a server default is added, which old Postgres rewrites the table for',
    ours: ['table-rewrite'],
    fires: both(
      'op.add_column("users", sa.Column("token", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))',
      'op.drop_column("users", "token")',
    ),
    silent: both(
      'op.add_column("users", sa.Column("since", sa.DateTime(timezone=True), server_default=sa.func.now()))',
      'op.drop_column("users", "since")',
    ),
  },
  {
    code: 'MRT406',
    says: 'a unique constraint is added',
    ours: ['unique-over-duplicates', 'constraint-builds-index'],
    fires: both(
      'op.create_unique_constraint("uq_users_email", "users", ["email"])',
      'op.drop_constraint("uq_users_email", "users", type_="unique")',
    ),
    silent: both(
      `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("post_id", sa.Integer()))
op.create_unique_constraint("uq_tags_post", "tags", ["post_id"])`,
      'op.drop_table("tags")',
    ),
  },
  {
    code: 'MRT407',
    says: 'an index is built without CONCURRENTLY',
    ours: ['index-not-concurrent'],
    fires: both(
      'op.create_index("ix_users_email", "users", ["email"])',
      'op.drop_index("ix_users_email", table_name="users")',
    ),
    silent: both(
      `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("post_id", sa.Integer()))
op.create_index(op.f("ix_tags_post_id"), "tags", ["post_id"])`,
      'op.drop_table("tags")',
    ),
  },
  {
    code: 'MRT408',
    says: 'an index is dropped and not created again',
    ours: ['asymmetry'],
    fires: both(
      `op.drop_index("ix_a", table_name="users")
op.drop_index("ix_b", table_name="users")`,
      'op.create_index("ix_a", "users", ["email"])',
    ),
    silent: both('op.drop_index("ix_a", table_name="users")', 'op.execute("CREATE INDEX ix_a ON users (email)")'),
  },
  {
    code: 'MRT409',
    says: 'a constraint is dropped and not created again',
    ours: ['asymmetry'],
    fires: both(
      'op.drop_constraint("ck_users_age", "users", type_="check")',
      'op.execute("UPDATE settings SET value = 1")',
    ),
    silent: both(
      'op.drop_constraint("ck_users_age", "users", type_="check")',
      'op.execute("ALTER TABLE users ADD CONSTRAINT ck_users_age CHECK (age > 0)")',
    ),
  },
  {
    code: 'MRT410',
    says: 'a constraint is dropped in a batch',
    ours: ['asymmetry'],
    fires: both(
      `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("uq_users_email", type_="unique")`,
      'op.execute("UPDATE settings SET value = 1")',
    ),
    silent: both(
      `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("uq_users_email", type_="unique")`,
      `with op.batch_alter_table("users") as batch_op:
    batch_op.create_unique_constraint("uq_users_email", ["email"])`,
    ),
  },
];
