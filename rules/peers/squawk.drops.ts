import { both, sql, type PeerRule } from './peer';

/** Since 2.67: what an application that is rolled back would miss. */
export const dropRules: readonly PeerRule[] = [
  {
    code: 'ban-drop-view',
    says: 'a view is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP MATERIALIZED VIEW daily'),
    silent: both(
      'op.execute("DROP VIEW active_users")',
      'op.execute("CREATE VIEW active_users AS SELECT id FROM users")',
    ),
  },
  {
    code: 'ban-drop-function',
    says: 'a function is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP FUNCTION set_changed()'),
  },
  {
    code: 'ban-drop-type',
    says: 'a type is dropped',
    ours: ['asymmetry'],
    fires: sql('DROP TYPE job_state'),
  },
  {
    code: 'ban-drop-default',
    says: 'a default is dropped',
    ours: ['default-changed'],
    fires: sql('ALTER TABLE users ALTER COLUMN state DROP DEFAULT'),
  },
  {
    code: 'ban-drop-trigger',
    says: 'a trigger is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP TRIGGER touch ON posts'),
  },
  {
    code: 'ban-drop-schema',
    says: 'a schema is dropped',
    ours: ['asymmetry', 'cascade-drop'],
    fires: sql('DROP SCHEMA archive CASCADE'),
  },
  {
    code: 'ban-drop-sequence',
    says: 'a sequence is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP SEQUENCE invoice_no'),
  },
  {
    code: 'ban-drop-domain',
    says: 'a domain is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP DOMAIN positive'),
  },
  {
    code: 'ban-drop-constraint',
    says: 'a constraint is dropped',
    ours: ['asymmetry'],
    fires: sql('ALTER TABLE users DROP CONSTRAINT ck_age'),
  },
  {
    code: 'ban-drop-generated-expression',
    says: 'a generated column becomes a plain one',
    ours: ['asymmetry'],
    fires: `# a1.py
revision = "a1"
down_revision = None


def upgrade():
    op.create_table("rooms", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("area", sa.Integer(), sa.Computed("length * width", persisted=True)))


def downgrade():
    op.drop_table("rooms")

# b1.py
revision = "b1"
down_revision = "a1"


def upgrade():
    op.execute("ALTER TABLE rooms ALTER COLUMN area DROP EXPRESSION")


def downgrade():
    op.execute("UPDATE settings SET value = 1")
`,
  },
  {
    code: 'ban-drop-extension',
    says: 'an extension is dropped',
    ours: ['asymmetry'],
    fires: sql('DROP EXTENSION citext'),
  },
  {
    code: 'ban-alter-identity',
    says: 'an identity is added, dropped or tightened',
    ours: ['identity-changed'],
    fires: sql('ALTER TABLE users ALTER COLUMN id DROP IDENTITY'),
  },
  {
    code: 'renaming-object',
    says: 'a view, type, function, sequence, index or label is renamed',
    ours: ['rename-in-use'],
    fires: sql("ALTER TYPE job_state RENAME VALUE 'new' TO 'open'"),
  },
  {
    code: 'ban-set-schema',
    says: 'an object moves to another schema',
    ours: ['rename-in-use'],
    fires: sql('ALTER TABLE users SET SCHEMA app'),
  },
  {
    code: 'ban-alter-generated-expression',
    says: 'the expression of a generated column is changed',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE rooms ALTER COLUMN area SET EXPRESSION AS (a * b)'),
  },
  {
    code: 'ban-drop-index',
    says: 'an index is dropped',
    ours: ['asymmetry'],
    fires: both(
      'op.drop_index("ix_users_email", table_name="users")',
      'op.add_column("users", sa.Column("phone", sa.Text()))',
    ),
  },
  {
    code: 'ban-set-default',
    says: 'a default is set',
    ours: ['default-changed'],
    fires: sql("ALTER TABLE users ALTER COLUMN state SET DEFAULT 'open'"),
  },
  {
    code: 'ban-disable-trigger',
    says: 'a trigger, rule or row security is switched off',
    ours: ['unpaired-statement'],
    fires: sql('ALTER TABLE users DISABLE TRIGGER touch'),
  },
  {
    code: 'ban-replica-identity',
    says: 'the replica identity is changed',
    ours: ['replica-identity-lost'],
    fires: sql('ALTER TABLE users REPLICA IDENTITY NOTHING'),
  },
];
