import { both, sql, type PeerRule } from './peer';

/** Time limits, names, types, and the linter’s own upkeep. */
export const adviceRules: readonly PeerRule[] = [
  {
    code: 'ban-uncommitted-transaction',
    says: 'BEGIN without COMMIT',
    ours: ['transaction-control'],
    fires: sql(`BEGIN;
ALTER TABLE users ADD COLUMN phone text`),
  },
  {
    code: 'transaction-nesting',
    says: 'a transaction in a transaction',
    ours: ['transaction-control'],
    fires: sql(`BEGIN;
ALTER TABLE users ADD COLUMN phone text;
COMMIT`),
  },
  {
    code: 'ban-duplicate-column-assignments',
    says: 'an UPDATE sets a column twice',
    ours: ['column-set-twice'],
    fires: sql('UPDATE users SET age = 1, age = 2'),
  },
  {
    code: 'require-concurrent-partition-detach',
    says: 'a partition is detached without CONCURRENTLY',
    ours: ['partition-change-blocks'],
    fires: sql('ALTER TABLE events DETACH PARTITION events_2024'),
  },
  {
    code: 'require-concurrent-reindex',
    says: 'REINDEX without CONCURRENTLY',
    ours: ['index-not-concurrent'],
    fires: sql('REINDEX TABLE users'),
    silent: both(`with op.get_context().autocommit_block():
    op.execute("REINDEX INDEX CONCURRENTLY ix_users_email")`),
  },
  {
    code: 'require-enum-value-ordering',
    says: 'ADD VALUE without BEFORE or AFTER',
    ours: ['enum-value-order'],
    fires: sql("ALTER TYPE job_state ADD VALUE 'paused'"),
    silent: sql("ALTER TYPE job_state ADD VALUE 'paused' AFTER 'new'"),
  },
  {
    code: 'require-timeout-settings',
    says: 'no lock_timeout is set',
    ours: ['missing-lock-timeout'],
    fires: sql('ALTER TABLE users ADD COLUMN phone text'),
    silent: sql(`SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '5s';
ALTER TABLE users ADD COLUMN phone text`),
  },
  {
    code: 'require-lock-timeout',
    says: 'no lock_timeout is set',
    ours: ['missing-lock-timeout'],
    fires: sql('ALTER TABLE users ADD COLUMN phone text'),
    silent: sql(`SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '5s';
ALTER TABLE users ADD COLUMN phone text`),
  },
  {
    code: 'require-statement-timeout',
    says: 'no statement_timeout is set',
    ours: ['missing-statement-timeout'],
    fires: sql('CREATE INDEX ix_users_city ON users (city)'),
    silent: sql(`SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '5min';
CREATE INDEX ix_users_city ON users (city)`),
  },
  {
    code: 'require-table-schema',
    says: 'a table is named without its schema',
    ours: ['unqualified-name'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY)'),
    silent: sql('CREATE TABLE app.notes (id bigint PRIMARY KEY)'),
  },
  {
    code: 'identifier-too-long',
    says: 'a name of more than 63 bytes',
    ours: ['identifier-too-long'],
    fires: sql(
      'CREATE INDEX ix_assignments_of_external_reviewers_to_submitted_documents_by_code ON assignments (code)',
    ),
    silent: sql('CREATE INDEX ix_assignments_code ON assignments (code)'),
  },
  {
    code: 'prefer-bigint-over-int',
    says: 'an INTEGER column',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, size integer)'),
  },
  {
    code: 'prefer-bigint-over-smallint',
    says: 'a SMALLINT column',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, size smallint)'),
  },
  {
    code: 'prefer-identity',
    says: 'a serial column',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigserial PRIMARY KEY)'),
    silent: sql('CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'),
  },
  {
    code: 'prefer-text-field',
    says: 'a VARCHAR(n) column',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, title varchar(80))'),
    silent: sql('CREATE TABLE notes (id bigint PRIMARY KEY, title text)'),
  },
  {
    code: 'prefer-timestamp-tz',
    says: 'a TIMESTAMP column without a zone',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, at timestamp)'),
    silent: sql('CREATE TABLE notes (id bigint PRIMARY KEY, at timestamptz)'),
  },
  {
    code: 'ban-char-field',
    says: 'a CHAR column',
    ours: ['column-type-advice'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, code char(4))'),
  },
  {
    code: 'prefer-robust-stmts',
    says: 'CREATE or DROP outside a transaction without IF EXISTS',
    ours: ['prefer-if-exists'],
    fires: both(
      `with op.get_context().autocommit_block():
    op.execute("CREATE TABLE notes (id bigint PRIMARY KEY)")`,
      'op.drop_table("notes")',
    ),
    silent: both(
      `with op.get_context().autocommit_block():
    op.execute("CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY)")`,
      'op.drop_table("notes")',
    ),
  },
  {
    code: 'prefer-repack',
    says: 'CLUSTER or VACUUM FULL',
    ours: ['blocking-maintenance'],
    fires: sql('CLUSTER users USING users_pkey'),
  },
  {
    code: 'syntax-error',
    says: 'SQL that does not parse',
    ours: ['sql-syntax-error'],
    fires: sql('ALTER TABLE users ADD COLUM phone text,'),
  },
  {
    code: 'unused-ignore',
    says: 'a suppression that suppresses nothing',
    ours: ['unused-suppression'],
    fires: both(
      'op.add_column("users", sa.Column("phone", sa.Text()))  # noqa: RT201',
      'op.drop_column("users", "phone")',
    ),
  },
];
