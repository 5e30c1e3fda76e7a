import { both, sql, type PeerRule } from './peer';

/** Since 2.68, mostly optional: what an application that is rolled back would find changed. */
export const changeRules: readonly PeerRule[] = [
  {
    code: 'ban-drop-policy',
    says: 'a policy is dropped',
    ours: ['drop-definition'],
    fires: sql('DROP POLICY own_rows ON users'),
  },
  {
    code: 'ban-revoke',
    says: 'a right is revoked',
    ours: ['unpaired-statement'],
    fires: sql('REVOKE SELECT ON users FROM app'),
  },
  {
    code: 'ban-replace-view-function',
    says: 'a view or function is replaced',
    ours: ['asymmetry'],
    fires: sql('CREATE OR REPLACE VIEW active_users AS SELECT id FROM users'),
  },
  {
    code: 'ban-create-policy',
    says: 'a policy is created',
    ours: ['asymmetry'],
    fires: sql('CREATE POLICY own_rows ON users USING (true)'),
  },
  {
    code: 'ban-alter-policy-condition',
    says: 'the condition of a policy is changed',
    ours: ['unpaired-statement'],
    fires: sql('ALTER POLICY own_rows ON users USING (false)'),
  },
  {
    code: 'ban-alter-policy-roles',
    says: 'the roles of a policy are changed',
    ours: ['unpaired-statement'],
    fires: sql('ALTER POLICY own_rows ON users TO app'),
  },
  {
    code: 'ban-alter-row-level-security',
    says: 'row security is switched on or off',
    ours: ['asymmetry'],
    fires: sql('ALTER TABLE users ENABLE ROW LEVEL SECURITY'),
  },
  {
    code: 'ban-alter-function-options',
    says: 'options of a function are changed',
    ours: ['unpaired-statement'],
    fires: sql('ALTER FUNCTION set_changed() SECURITY DEFINER'),
  },
  {
    code: 'ban-alter-view-options',
    says: 'options of a view are changed',
    ours: ['unpaired-statement'],
    fires: sql('ALTER VIEW active_users SET (security_barrier = true)'),
  },
  {
    code: 'ban-alter-role-options',
    says: 'options of a role are changed',
    ours: ['unpaired-statement'],
    fires: sql('ALTER ROLE app NOLOGIN'),
  },
  {
    code: 'ban-alter-database-options',
    says: 'options of a database are changed',
    ours: ['unpaired-statement'],
    fires: sql("ALTER DATABASE shop SET timezone = 'UTC'"),
  },
  {
    code: 'ban-alter-system-options',
    says: 'options of the server are changed',
    ours: ['unpaired-statement'],
    fires: sql("ALTER SYSTEM SET work_mem = '1GB'"),
  },
  {
    code: 'ban-alter-extension',
    says: 'an extension is updated',
    ours: ['unpaired-statement'],
    fires: sql('ALTER EXTENSION citext UPDATE'),
  },
  {
    code: 'ban-new-write-restriction',
    says: 'old code may write what a new constraint refuses',
    ours: ['new-write-restriction'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT ck_age CHECK (age > 0) NOT VALID'),
    silent: sql(`CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD CONSTRAINT ck_id CHECK (id > 0)`),
  },
  {
    code: 'ban-add-column',
    says: 'a column is added',
    ours: ['new-data-lost'],
    fires: both('op.add_column("users", sa.Column("phone", sa.Text()))', 'op.drop_column("users", "phone")'),
  },
  {
    code: 'ban-add-enum-value',
    says: 'a label is added to an enum',
    ours: ['enum-value-added'],
    fires: sql("ALTER TYPE job_state ADD VALUE 'paused'"),
  },
  {
    code: 'ban-add-composite-attribute',
    says: 'an attribute is added to a composite type',
    ours: ['unpaired-statement'],
    fires: sql('ALTER TYPE address ADD ATTRIBUTE zip text'),
  },
  {
    code: 'ban-detach-inheritance',
    says: 'a partition or child table is detached',
    ours: ['unpaired-statement'],
    fires: sql('ALTER TABLE events_2024 NO INHERIT events'),
  },
  {
    code: 'ban-alter-sequence-values',
    says: 'a sequence is restarted or counts differently',
    ours: ['sequence-value'],
    fires: sql('ALTER SEQUENCE users_id_seq RESTART WITH 1000'),
  },
];
