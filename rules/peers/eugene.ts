import { both, sql, type Peer, type PeerRule } from './peer';

/** eugene: lints and traces Postgres migrations in SQL. */
const eugeneRules: readonly PeerRule[] = [
  {
    code: 'E1',
    says: 'a constraint is validated as it is added',
    ours: ['constraint-validates'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT ck_age CHECK (age > 0)'),
    silent: sql('ALTER TABLE users ADD CONSTRAINT ck_age CHECK (age > 0) NOT VALID'),
  },
  {
    code: 'E2',
    says: 'SET NOT NULL scans the table',
    ours: ['set-not-null-scans'],
    fires: sql('ALTER TABLE users ALTER COLUMN name SET NOT NULL'),
    silent: sql(`ALTER TABLE users ADD CONSTRAINT ck_name CHECK (name IS NOT NULL) NOT VALID;
COMMIT;
ALTER TABLE users VALIDATE CONSTRAINT ck_name;
ALTER TABLE users ALTER COLUMN name SET NOT NULL`),
  },
  {
    code: 'E3',
    says: 'a JSON column',
    ours: ['json-column'],
    fires: sql('ALTER TABLE users ADD COLUMN extra json'),
    silent: sql('ALTER TABLE users ADD COLUMN extra jsonb'),
  },
  {
    code: 'E4',
    says: 'a statement runs while an ACCESS EXCLUSIVE lock is held',
    ours: ['lock-held-during-work'],
    fires: sql(`ALTER TABLE users ADD COLUMN phone text;
SELECT count(*) FROM posts;
CREATE INDEX ix_posts_at ON posts (at)`),
  },
  {
    code: 'E5',
    says: 'a change of type rewrites the table',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE users ALTER COLUMN age TYPE bigint'),
    silent: both(
      'op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))',
      'op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))',
    ),
  },
  {
    code: 'E6',
    says: 'an index is built without CONCURRENTLY',
    ours: ['index-not-concurrent'],
    fires: sql('CREATE INDEX ix_users_email ON users (email)'),
    silent: sql(`CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE INDEX ix_notes_body ON notes (body)`),
  },
  {
    code: 'E7',
    says: 'a unique constraint builds its index',
    ours: ['constraint-builds-index'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE (email)'),
    silent: sql('ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE USING INDEX uq_email_idx'),
  },
  {
    code: 'E8',
    says: 'an exclusion constraint is added',
    ours: ['constraint-builds-index'],
    fires: sql('ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, span WITH &&)'),
    silent: sql(`CREATE TABLE bookings (id bigint PRIMARY KEY, span tsrange);
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (span WITH &&)`),
  },
  {
    code: 'E9',
    says: 'a dangerous lock is taken without a timeout',
    ours: ['missing-lock-timeout'],
    fires: sql('ALTER TABLE users ADD COLUMN phone text'),
    silent: sql(`SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN phone text`),
  },
  {
    code: 'E10',
    says: 'the table is rewritten under a dangerous lock',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE users ALTER COLUMN age TYPE bigint'),
  },
  {
    code: 'E11',
    says: 'a serial or stored generated column is added',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE users ADD COLUMN no bigserial'),
    silent: sql('ALTER TABLE users ADD COLUMN no bigint'),
  },
  {
    code: 'W12',
    says: 'several ALTER TABLE statements on one table',
    ours: ['repeated-full-pass'],
    fires: sql(`ALTER TABLE users ALTER COLUMN age TYPE bigint;
ALTER TABLE users ALTER COLUMN size TYPE bigint`),
    silent: sql(`ALTER TABLE posts ADD CONSTRAINT ck_lead CHECK (lead IS NOT NULL) NOT VALID;
ALTER TABLE posts VALIDATE CONSTRAINT ck_lead;
ALTER TABLE posts ALTER lead SET NOT NULL;
ALTER TABLE posts DROP CONSTRAINT ck_lead`),
  },
  {
    code: 'W13',
    says: 'an enum type is created',
    ours: ['creating-enum'],
    fires: sql("CREATE TYPE job_state AS ENUM ('new', 'done')"),
  },
  {
    code: 'W14',
    says: 'a primary key over an index may have to set NOT NULL',
    ours: ['set-not-null-scans'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx'),
  },
  {
    code: 'E15',
    says: 'a foreign key without an index',
    ours: ['foreign-key-without-index'],
    fires: sql('CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))'),
    silent: sql(`CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX ix_notes_user ON notes (user_id)`),
  },
];

const eugene: Peer = { name: 'eugene', version: '(7f8b343)', rules: eugeneRules };

export default eugene;
