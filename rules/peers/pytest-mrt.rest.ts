import { both, type PeerRule } from './peer';

/** Objects, rolling deploys, the graph; and what is about Django. */
export const remainingRules: readonly PeerRule[] = [
  {
    code: 'MRT501',
    says: 'a sequence is created or changed',
    ours: ['sequence-value'],
    fires: both('op.execute("SELECT setval(\'users_id_seq\', 1000)")'),
    silent: both('op.execute("CREATE SEQUENCE invoice_no")', 'op.execute("DROP SEQUENCE invoice_no")'),
  },
  {
    code: 'MRT502',
    says: 'a trigger is created and not dropped',
    ours: ['asymmetry'],
    fires: both(
      'op.execute("CREATE TRIGGER touch BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION set_changed()")',
      'op.execute("UPDATE settings SET value = 1")',
    ),
    silent: both(
      'op.execute("CREATE TRIGGER touch BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION set_changed()")',
      'op.execute("DROP TRIGGER touch ON posts")',
    ),
  },
  {
    code: 'MRT503',
    says: 'a type is created and not dropped',
    ours: ['asymmetry'],
    fires: both(
      'op.create_table("jobs", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("state", sa.Enum("new", "done", name="job_state")))',
      'op.drop_table("jobs")',
    ),
    silent: both(
      'op.create_table("jobs", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("state", sa.Enum("new", "done", name="job_state")))',
      `op.drop_table("jobs")
sa.Enum(name="job_state").drop(op.get_bind(), checkfirst=True)`,
    ),
  },
  {
    code: 'MRT701',
    says: 'for rolling deploys: a column is dropped',
    ours: ['drop-in-use', 'drop-column'],
    fires: both('op.drop_column("users", "phone")', 'op.add_column("users", sa.Column("phone", sa.String(20)))'),
  },
  {
    code: 'MRT702',
    says: 'for rolling deploys: a column is renamed',
    ours: ['rename-in-use'],
    fires: both(
      'op.alter_column("users", "mail", new_column_name="email")',
      'op.alter_column("users", "email", new_column_name="mail")',
    ),
  },
  {
    code: 'MRT703',
    says: 'for rolling deploys: a table is dropped',
    ours: ['drop-in-use', 'drop-table'],
    fires: both('op.drop_table("audit")', 'op.create_table("audit", sa.Column("id", sa.Integer(), primary_key=True))'),
  },
  {
    code: 'MRT704',
    says: 'for rolling deploys: a NOT NULL column without a default is added',
    ours: ['required-for-old-writers', 'add-required-column'],
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
    code: 'MRT705',
    says: 'for rolling deploys: a column changes its type',
    ours: ['type-change-in-use'],
    fires: both(
      'op.alter_column("users", "age", existing_type=sa.Text(), type_=sa.Integer(), postgresql_using="age::integer")',
      'op.alter_column("users", "age", existing_type=sa.Integer(), type_=sa.Text())',
    ),
  },
  {
    code: 'MRT901',
    says: 'several heads',
    ours: ['multiple-heads'],
    fires: `# b1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    pass


def downgrade():
    pass

# b2.py
revision: str = "b2"
down_revision: str | None = "a1"


def upgrade():
    pass


def downgrade():
    pass
`,
    silent: `# b1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    pass


def downgrade():
    pass

# b2.py
revision = "b2"
down_revision = "a1"


def upgrade():
    pass


def downgrade():
    pass

# m1.py
revision = "m1"
down_revision = ("b1", "b2")


def upgrade():
    pass


def downgrade():
    pass
`,
  },
  {
    code: 'data hole',
    says: 'a table from which a column was dropped gets a column again',
    ours: ['data-hole'],
    fires: `# b1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))

# c1.py
revision = "c1"
down_revision = "b1"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():
    op.drop_column("users", "phone")
`,
    silent: `# b1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))

# c1.py
revision = "c1"
down_revision = "b1"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text()))


def downgrade():
    op.drop_column("users", "email")
`,
  },
  {
    code: 'orphan',
    says: 'a revision that no head leads to',
    ours: ['revision-cycle'],
    fires: `# x.py
revision = "x1"
down_revision = "y1"


def upgrade():
    pass


def downgrade():
    pass

# y.py
revision = "y1"
down_revision = "x1"


def upgrade():
    pass


def downgrade():
    pass
`,
  },
  { code: 'MRT107', says: 'RunPython without reverse_code', without: 'Django: our migrations are Alembic’s and SQL.' },
  { code: 'MRT108', says: 'RunSQL without reverse_sql', without: 'Django: our migrations are Alembic’s and SQL.' },
  { code: 'MRT209', says: 'RemoveField', without: 'Django: our migrations are Alembic’s and SQL.' },
  { code: 'MRT210', says: 'DeleteModel', without: 'Django: our migrations are Alembic’s and SQL.' },
  { code: 'MRT211', says: 'RunSQL with DROP TABLE', without: 'Django: our migrations are Alembic’s and SQL.' },
  { code: 'MRT212', says: 'RunSQL with TRUNCATE', without: 'Django: our migrations are Alembic’s and SQL.' },
  {
    code: 'MRT305',
    says: 'RenameModel beside other changes',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  {
    code: 'MRT411',
    says: 'AddField that is NOT NULL without a default',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  {
    code: 'MRT412',
    says: 'AlterField to NOT NULL without a default',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  { code: 'MRT413', says: 'AddIndex in an atomic migration', without: 'Django: our migrations are Alembic’s and SQL.' },
  {
    code: 'MRT414',
    says: 'AddIndex or RemoveIndex in an atomic migration',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  {
    code: 'MRT601',
    says: 'a squashed migration with RunPython that cannot be reversed',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  {
    code: 'MRT602',
    says: 'a squashed migration without replaces',
    without: 'Django: our migrations are Alembic’s and SQL.',
  },
  {
    code: 'MRT902',
    says: 'Python that does not parse',
    without: 'A file with a syntax error is a problem of the file, and no finding.',
  },
];
