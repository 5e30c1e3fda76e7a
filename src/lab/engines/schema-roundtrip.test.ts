import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderSchema } from '../../schema/ddl';
import { diff } from '../../schema/diff';
import type { Schema } from '../../schema/model';
import { nodeAssets } from '../assets.node';
import type { Database, Engine } from './engine';
import { engines } from './engines';
import { postgresSchemas, sqliteSchemas } from './schemas.arbitrary';

/** Two ways to the same schema: what was rendered must be what introspection finds. */
describe.each(engines.map((engine) => [engine.label, engine] as const))('%s', (_label, engine: Engine) => {
  let database: Database;

  beforeAll(async () => {
    database = await engine.open(nodeAssets(), { extensions: ['citext', 'pg_trgm'] });
  });
  afterEach(() => database.clear());
  afterAll(() => database.close());

  const build = async (statements: readonly string[]): Promise<Schema> => {
    await database.clear();
    for (const statement of statements) await database.execute(statement);
    return database.introspect();
  };

  it('builds any schema just as it was', async () => {
    const schemas = engine.dialect === 'sqlite' ? sqliteSchemas : postgresSchemas;
    await fc.assert(
      fc.asyncProperty(schemas, async (schema) => {
        const { statements, notes } = renderSchema(schema, engine.dialect);
        expect(notes).toEqual([]);
        const found = await build(statements);
        expect(diff(schema, found)).toEqual([]);
        expect(found.tables.map(({ name }) => name).sort()).toEqual(schema.tables.map(({ name }) => name).sort());
      }),
      { numRuns: 10 * Number(process.env.THOROUGH ?? 1) },
    );
  });

  it('builds what it introspected again, text for text', async () => {
    const first = await build([engine.dialect === 'sqlite' ? richSqlite : richPostgres]);
    const { statements, notes } = renderSchema(first, engine.dialect);
    expect(notes).toEqual([]);
    expect(sorted(await build(statements))).toEqual(sorted(first));
  });

  it('runs the rendering of the other engine’s schema', async () => {
    const other = engines.find((candidate) => candidate !== engine);
    const source = await other?.open(nodeAssets(), { extensions: ['citext', 'pg_trgm'] });
    if (source === undefined) throw new Error('There is no other engine.');
    try {
      await source.execute(engine.dialect === 'sqlite' ? richPostgres : richSqlite);
      const { statements } = renderSchema(await source.introspect(), engine.dialect);
      const built = await build(statements);
      expect(built.tables.map(({ name }) => name)).toContain('orders');
    } finally {
      await source.close();
    }
  });
});

/** Lists are in the order of creation, which foreign keys change. */
function sorted(schema: Schema): unknown {
  const byName = (a: unknown, b: unknown) => JSON.stringify(a).localeCompare(JSON.stringify(b));
  return Object.fromEntries(Object.entries(schema).map(([kind, list]) => [kind, [...list].sort(byName)]));
}

const richSqlite = `
  CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, email VARCHAR(200) NOT NULL COLLATE NOCASE,
    "full name" TEXT DEFAULT 'it''s', score FLOAT DEFAULT (1.5 + 2), made DATETIME DEFAULT CURRENT_TIMESTAMP,
    seen DATETIME DEFAULT (datetime('now')), token CHAR(32) DEFAULT (lower(hex(randomblob(16)))),
    CONSTRAINT uq_email UNIQUE (email), CHECK (score >= 0 AND email <> ''), CONSTRAINT ck_named CHECK (length("full name") > 1));
  CREATE TABLE orders (id INTEGER NOT NULL, user_id INTEGER NOT NULL, line NUMERIC(10, 2), twice NUMERIC GENERATED ALWAYS AS (line * 2) STORED,
    PRIMARY KEY (id, user_id),
    CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
  CREATE TABLE settings (name TEXT NOT NULL, value BLOB, PRIMARY KEY (name)) WITHOUT ROWID, STRICT;
  CREATE UNIQUE INDEX ix_lower ON users (lower(email), score DESC) WHERE score > 1;
  CREATE INDEX ix_plain ON orders (line COLLATE NOCASE DESC);
  CREATE VIEW busy AS SELECT user_id, count(*) AS orders FROM orders GROUP BY user_id;
  CREATE TRIGGER touch AFTER UPDATE ON users BEGIN UPDATE users SET made = CURRENT_TIMESTAMP WHERE id = new.id; END;
`;

const richPostgres = `
  CREATE SCHEMA app;
  CREATE EXTENSION citext;
  CREATE TYPE mood AS ENUM ('sad', 'it''s');
  CREATE TYPE app."Level" AS ENUM ('low', 'high');
  CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
  CREATE TYPE pair AS (a integer, b text);
  CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'x'::text $$;
  CREATE TABLE users (id serial PRIMARY KEY, email citext UNIQUE, "Full Name" varchar(50) DEFAULT 'it''s' NOT NULL,
    price numeric(10, 2) DEFAULT 1.5 CHECK (price > 0), mood mood DEFAULT 'sad', moods mood[], level app."Level",
    at timestamptz(3) DEFAULT now() NOT NULL, twice numeric GENERATED ALWAYS AS (price * 2) STORED, code text DEFAULT next_code(),
    number bigint GENERATED BY DEFAULT AS IDENTITY, c text COLLATE "C", data jsonb DEFAULT '{}'::jsonb, uid uuid DEFAULT gen_random_uuid(),
    amount positive, p pair, flags boolean[] DEFAULT '{}' NOT NULL, during interval day to second(3), note varchar, one char, bits bit(3));
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    parent_id bigint, "select" text, CONSTRAINT fk_parent FOREIGN KEY (parent_id) REFERENCES orders (id) NOT VALID,
    CONSTRAINT uq_select UNIQUE NULLS NOT DISTINCT ("select"), CONSTRAINT ck CHECK ("select" <> '' AND user_id <> 7));
  CREATE TABLE app.items (order_id bigint REFERENCES orders, position int, PRIMARY KEY (order_id, position),
    EXCLUDE USING gist (int8range(order_id, order_id + 1) WITH &&));
  CREATE TABLE a (id int PRIMARY KEY, b_id int);
  CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);
  ALTER TABLE a ADD CONSTRAINT fk_b FOREIGN KEY (b_id) REFERENCES b (id);
  CREATE UNLOGGED TABLE cache (k text) WITH (fillfactor=70);
  CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE INDEX ix_lower ON users (lower(email::text) text_pattern_ops DESC, price) INCLUDE (mood) WITH (fillfactor=70) WHERE price > 0;
  CREATE INDEX ix_gin ON users USING gin (data jsonb_path_ops);
  CREATE INDEX ix_quoted ON orders ("select" DESC NULLS LAST);
  CREATE SEQUENCE app.codes AS integer INCREMENT BY 5 START WITH 10;
  CREATE VIEW rich AS SELECT id, email FROM users WHERE price > 100;
  CREATE VIEW a_rich AS SELECT id FROM rich;
  CREATE MATERIALIZED VIEW totals AS SELECT user_id, count(*) AS n FROM orders GROUP BY user_id;
  CREATE UNIQUE INDEX ix_totals ON totals (user_id);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
  CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE TRIGGER off BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION touch();
  ALTER TABLE users DISABLE TRIGGER off;
  ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON orders FOR SELECT USING (user_id = 1);
  COMMENT ON TABLE users IS 'people';
  COMMENT ON COLUMN users.email IS 'theirs';
`;
