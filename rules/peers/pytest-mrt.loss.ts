import { both, type PeerRule } from './peer';

/** Downgrades that are missing or do too little, and what is lost. */
export const lossRules: readonly PeerRule[] = [
  {
    code: 'MRT101',
    says: 'there is no downgrade',
    ours: ['missing-downgrade'],
    fires: `def upgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
`,
    silent: `down_revision = ("b1", "b2")


def upgrade():
    pass
`,
  },
  {
    code: 'MRT102',
    says: 'the downgrade does nothing',
    ours: ['noop-downgrade'],
    fires: both('op.add_column("users", sa.Column("phone", sa.String(20)))'),
    silent: both('pass'),
  },
  {
    code: 'MRT103',
    says: 'an UPDATE that no UPDATE of the downgrade answers',
    ours: ['noop-downgrade', 'data-change-not-reversed'],
    fires: both('op.execute("UPDATE users SET state = \'open\' WHERE state IS NULL")', 'op.execute("SELECT 1")'),
    silent: both(
      'op.execute("CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION set_changed()")',
      'op.execute("DROP TRIGGER touch ON posts")',
    ),
  },
  {
    code: 'MRT104',
    says: 'SQL that is executed, and none in the downgrade',
    ours: ['data-change-not-reversed'],
    fires: both(
      'op.execute("INSERT INTO flags (name) VALUES (\'dark\')")',
      'op.add_column("users", sa.Column("phone", sa.Text()))',
    ),
    silent: both(
      `op.execute("SET LOCAL lock_timeout = '5s'")
op.add_column("posts", sa.Column("lead", sa.Text()))`,
      'op.drop_column("posts", "lead")',
    ),
  },
  {
    code: 'MRT105',
    says: 'SQL through the connection, and none in the downgrade',
    ours: ['lossy-update', 'data-change-not-reversed'],
    fires: both(
      'op.get_bind().execute(sa.text("UPDATE users SET state = \'open\'"))',
      'op.add_column("users", sa.Column("phone", sa.Text()))',
    ),
    silent: both(
      `rows = op.get_bind().execute(sa.text("SELECT id FROM posts")).fetchall()
op.add_column("posts", sa.Column("lead", sa.Text()))`,
      'op.drop_column("posts", "lead")',
    ),
  },
  {
    code: 'MRT106',
    says: 'bulk_insert, and no DELETE in the downgrade',
    ours: ['noop-downgrade', 'data-change-not-reversed'],
    fires: both('op.bulk_insert(sa.table("roles", sa.column("name")), [{"name": "admin"}])', 'op.execute("SELECT 1")'),
    silent: both(
      `op.create_table("roles", sa.Column("name", sa.Text(), primary_key=True))
op.bulk_insert(sa.table("roles", sa.column("name")), [{"name": "admin"}])`,
      'op.drop_table("roles")',
    ),
  },
  {
    code: 'MRT201',
    says: 'a column is dropped',
    ours: ['drop-column'],
    fires: both('op.drop_column("users", "phone")', 'op.add_column("users", sa.Column("phone", sa.String(20)))'),
    silent: both(`op.add_column("users", sa.Column("draft", sa.Text()))
op.drop_column("users", "draft")`),
  },
  {
    code: 'MRT202',
    says: 'a table is dropped',
    ours: ['drop-table'],
    fires: both('op.drop_table("audit")', 'op.create_table("audit", sa.Column("id", sa.Integer(), primary_key=True))'),
    silent: both(`op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("INSERT INTO scratch SELECT id FROM posts")
op.drop_table("scratch")`),
  },
  {
    code: 'MRT203',
    says: 'TRUNCATE',
    ours: ['truncate'],
    fires: both('op.execute("TRUNCATE events")'),
    silent: both(
      'op.execute("-- never TRUNCATE here\\nINSERT INTO log (msg) VALUES (\'TRUNCATE done\')")',
      'op.execute("DELETE FROM log WHERE msg = \'TRUNCATE done\'")',
    ),
  },
  {
    code: 'MRT204',
    says: 'a foreign key that deletes along',
    ours: ['delete-cascade-added'],
    fires: both(
      'op.create_foreign_key("fk_posts_author", "posts", "users", ["author_id"], ["id"], ondelete="CASCADE")',
      'op.drop_constraint("fk_posts_author", "posts", type_="foreignkey")',
    ),
    silent: both(
      'op.create_table("likes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("post_id", sa.Integer(), sa.ForeignKey("posts.id", ondelete="CASCADE")))',
      'op.drop_table("likes")',
    ),
  },
  {
    code: 'MRT205',
    says: 'a foreign key is dropped and not created again',
    ours: ['asymmetry'],
    fires: both(
      'op.drop_constraint("fk_posts_author", "posts", type_="foreignkey")',
      'op.execute("UPDATE settings SET value = 1")',
    ),
    silent: both(
      'op.drop_constraint("fk_posts_author", "posts", type_="foreignkey")',
      'op.execute("ALTER TABLE posts ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id)")',
    ),
  },
  {
    code: 'MRT206',
    says: 'a column is dropped in a batch',
    ours: ['drop-column'],
    fires: both(
      `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_column("phone")`,
      `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("phone", sa.String(20)))`,
    ),
  },
  {
    code: 'MRT207',
    says: 'a view is dropped and not created again',
    ours: ['drop-definition', 'asymmetry'],
    fires: both('op.execute("DROP VIEW active_users")', 'op.execute("UPDATE settings SET value = 1")'),
    silent: both(
      'op.execute("DROP VIEW active_users")',
      `op.execute("""
      CREATE OR REPLACE
      VIEW active_users AS SELECT id FROM users""")`,
    ),
  },
  {
    code: 'MRT208',
    says: 'columns are added, filled from others and those dropped',
    ours: ['drop-column'],
    fires: both(
      `op.add_column("users", sa.Column("full_name", sa.Text()))
op.execute("UPDATE users SET full_name = first || last")
op.drop_column("users", "first")
op.drop_column("users", "last")`,
      `op.add_column("users", sa.Column("first", sa.Text()))
op.add_column("users", sa.Column("last", sa.Text()))
op.drop_column("users", "full_name")`,
    ),
    silent: both(
      `op.add_column("a", sa.Column("x", sa.Integer()))
op.execute("UPDATE a SET x = 1")`,
      'op.drop_column("a", "x")',
    ),
  },
  {
    code: 'MRT213',
    says: 'NOT NULL is set',
    ours: ['set-not-null', 'set-not-null-scans'],
    fires: both(
      'op.alter_column("users", "name", existing_type=sa.Text(), nullable=False)',
      'op.alter_column("users", "name", existing_type=sa.Text(), nullable=True)',
    ),
    silent: both(
      'op.alter_column("users", "name", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment="x")',
      'op.alter_column("users", "name", existing_type=sa.Text(), existing_nullable=False, nullable=False, comment=None)',
    ),
  },
];
