import { both, sql, type PeerRule } from './peer';

/** What blocks, breaks clients or cannot run in a transaction. */
export const lockRules: readonly PeerRule[] = [
  {
    code: 'require-concurrent-index-creation',
    says: 'an index is built without CONCURRENTLY',
    ours: ['index-not-concurrent'],
    fires: sql('CREATE INDEX ix_users_email ON users (email)'),
    silent: sql(`CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE INDEX ix_notes_body ON notes (body)`),
  },
  {
    code: 'require-concurrent-index-deletion',
    says: 'an index is dropped without CONCURRENTLY',
    ours: ['index-not-concurrent'],
    fires: both(
      'op.execute("DROP INDEX ix_users_email")',
      'op.execute("CREATE INDEX ix_users_email ON users (email)")',
    ),
  },
  {
    code: 'constraint-missing-not-valid',
    says: 'a foreign key or CHECK is validated as it is added',
    ours: ['constraint-validates'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT ck_age CHECK (age > 0)'),
    silent: sql('ALTER TABLE users ADD CONSTRAINT ck_age CHECK (age > 0) NOT VALID'),
  },
  {
    code: 'adding-foreign-key-constraint',
    says: 'a foreign key is added',
    ours: ['constraint-validates'],
    fires: sql('ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users (id)'),
    silent: sql('ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES users (id) NOT VALID'),
  },
  {
    code: 'adding-field-with-default',
    says: 'a column with a volatile default rewrites the table',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()'),
    silent: sql(`ALTER TABLE users ADD COLUMN since timestamptz NOT NULL DEFAULT now();
ALTER TABLE users ADD COLUMN tags text[] NOT NULL DEFAULT ARRAY[]::text[];
ALTER TABLE users ADD COLUMN ok boolean NOT NULL DEFAULT true`),
  },
  {
    code: 'changing-column-type',
    says: 'a column changes its type',
    ours: ['table-rewrite'],
    fires: sql('ALTER TABLE users ALTER COLUMN age TYPE bigint'),
    silent: both(
      'op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))',
      'op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))',
    ),
  },
  {
    code: 'adding-not-nullable-field',
    says: 'NOT NULL is set',
    ours: ['set-not-null-scans'],
    fires: sql('ALTER TABLE users ALTER COLUMN name SET NOT NULL'),
    silent: sql(`ALTER TABLE users ADD CONSTRAINT ck_name CHECK (name IS NOT NULL) NOT VALID;
COMMIT;
ALTER TABLE users VALIDATE CONSTRAINT ck_name;
ALTER TABLE users ALTER COLUMN name SET NOT NULL`),
  },
  {
    code: 'adding-serial-primary-key-field',
    says: 'a primary key is added without USING INDEX',
    ours: ['constraint-builds-index'],
    fires: sql('ALTER TABLE users ADD PRIMARY KEY (id)'),
    silent: sql('ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx'),
  },
  {
    code: 'adding-required-field',
    says: 'a NOT NULL column without a default is added',
    ours: ['add-required-column'],
    fires: sql('ALTER TABLE users ADD COLUMN level integer NOT NULL'),
    silent: sql('ALTER TABLE users ADD COLUMN level bigint NOT NULL DEFAULT 0'),
  },
  {
    code: 'renaming-column',
    says: 'a column is renamed',
    ours: ['rename-in-use'],
    fires: sql('ALTER TABLE users RENAME COLUMN mail TO email'),
  },
  {
    code: 'renaming-table',
    says: 'a table is renamed',
    ours: ['rename-in-use'],
    fires: sql('ALTER TABLE users RENAME TO people'),
    silent: sql(`ALTER TABLE orders RENAME TO purchase;
CREATE VIEW orders AS SELECT * FROM purchase`),
  },
  {
    code: 'disallowed-unique-constraint',
    says: 'a unique constraint builds its index under a lock',
    ours: ['constraint-builds-index'],
    fires: sql('ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE (email)'),
    silent: sql('ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE USING INDEX uq_email_idx'),
  },
  {
    code: 'ban-drop-column',
    says: 'a column is dropped',
    ours: ['drop-column', 'drop-in-use'],
    fires: sql('ALTER TABLE users DROP COLUMN phone'),
    silent: sql(`ALTER TABLE users ADD COLUMN draft text;
ALTER TABLE users DROP COLUMN draft`),
  },
  {
    code: 'ban-drop-table',
    says: 'a table is dropped',
    ours: ['drop-table', 'drop-in-use'],
    fires: sql('DROP TABLE audit'),
    silent: sql(`CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE scratch`),
  },
  {
    code: 'ban-drop-database',
    says: 'a database is dropped',
    ours: ['concurrent-in-transaction', 'unpaired-statement'],
    fires: sql('DROP DATABASE shop'),
  },
  {
    code: 'ban-drop-not-null',
    says: 'NOT NULL is dropped, which clients may rely on',
    ours: ['news-for-readers'],
    fires: sql('ALTER TABLE users ALTER COLUMN name DROP NOT NULL'),
  },
  {
    code: 'ban-truncate-cascade',
    says: 'TRUNCATE … CASCADE',
    ours: ['truncate'],
    fires: sql('TRUNCATE users CASCADE'),
  },
  {
    code: 'ban-create-domain-with-constraint',
    says: 'a domain with a constraint, which can never be changed without a scan',
    ours: ['asymmetry'],
    fires: sql('CREATE DOMAIN positive AS integer CHECK (VALUE > 0)'),
  },
  {
    code: 'ban-alter-domain-with-add-constraint',
    says: 'a constraint is added to a domain',
    ours: ['unpaired-statement'],
    fires: sql('ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100)'),
  },
  {
    code: 'ban-concurrent-index-creation-in-transaction',
    says: 'CONCURRENTLY in a transaction',
    ours: ['concurrent-in-transaction'],
    fires: sql('CREATE INDEX CONCURRENTLY ix_users_email ON users (email)'),
    silent: both(
      `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      `with op.get_context().autocommit_block():
    op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True)`,
    ),
  },
];
