import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from '../engines/engine';
import { engineByName } from '../engines/engines';
import { seed, type SeedProfile } from './seed';

describe('seeding Postgres', () => {
  let database: Database;
  beforeAll(async () => {
    database = await engineByName('postgres').open(nodeAssets());
  });
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const again = async (profile: SeedProfile = 'representative') =>
    seed(database, await database.introspect(), { rows: 10, profile });
  const seeded = async (ddl: string, profile?: SeedProfile) => {
    await database.execute(ddl);
    return again(profile);
  };
  const number = async (sql: string) => Number((await database.query(`SELECT ${sql}`)).rows[0]?.[0]);

  it('fills columns of every type', async () => {
    const types = [
      'smallint', 'bigint', 'numeric(10,2)', 'numeric', 'real', 'double precision', 'boolean', 'varchar(5)', 'char(3)',
      'text', 'bytea', 'date', 'time', 'timetz', 'timestamp', 'timestamptz(3)', 'interval', 'json', 'jsonb', 'uuid',
      'inet', 'cidr', 'macaddr', 'bit(3)', 'varbit(5)', 'money', 'tsvector', 'int4range', 'tstzrange', 'xml', 'point',
      'text[]', 'integer[][]', 'jsonb[]', 'timestamptz[]', 'mood', 'mood[]', 'positive', 'positive[]', 'code', 'pair',
    ]; // prettier-ignore
    const report = await seeded(`
      CREATE TYPE mood AS ENUM ('sad', 'so so', 'it''s "fine"');
      CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
      CREATE DOMAIN code AS varchar(4) NOT NULL CHECK (VALUE ~ '^[A-Z]{3}$');
      CREATE TYPE pair AS (a integer, b text);
      CREATE TABLE t (id serial PRIMARY KEY, ${types.map((type, index) => `c${index} ${type}`).join(', ')});`);
    expect(report.notes).toEqual([]);
    // Had any row been refused, another id would have come in its place.
    expect(await number('max(id) FROM t')).toBe(14);
    for (const index of types.keys()) expect(await number(`count(c${index}) FROM t`)).toBeGreaterThan(7);
  });

  it('covers every label of an enum, if need be with more rows', async () => {
    const labels = Array.from({ length: 15 }, (_, index) => `'label ${index}'`);
    await seeded(`CREATE TYPE many AS ENUM (${labels.join(', ')}); CREATE TABLE t (id serial PRIMARY KEY, v many)`);
    expect(await number('count(DISTINCT v) FROM t')).toBe(15);
    expect(await again()).toMatchObject({ inserted: [] });
  });

  it('writes a label that was added to the enum later', async () => {
    await seeded("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id serial PRIMARY KEY, v mood NOT NULL)");
    await database.query("ALTER TYPE mood ADD VALUE 'happy'");
    expect(await again()).toMatchObject({ notes: [], inserted: [{ rows: 1 }] });
    expect(await number("count(*) FROM t WHERE v = 'happy'")).toBe(1);
    expect(await again()).toMatchObject({ notes: [], inserted: [] });
  });

  it('gives ids to identity columns and leaves sequences where the next insert works', async () => {
    const report = await seeded(`
      CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text, w text GENERATED ALWAYS AS (upper(v)) STORED);
      CREATE TABLE b (id bigserial PRIMARY KEY, a_id integer REFERENCES a (id));
      CREATE SCHEMA app;
      CREATE TABLE app."Mixed" (id smallserial PRIMARY KEY, "Name" text NOT NULL);`);
    expect(report.notes).toEqual([]);
    await database.execute('INSERT INTO a DEFAULT VALUES; INSERT INTO b DEFAULT VALUES');
    await database.execute(`INSERT INTO app."Mixed" ("Name") VALUES ('x')`);
    expect(await number('max(id) FROM a')).toBe(15);
    expect(await number('max(id) FROM app."Mixed"')).toBe(15);
  });

  it('closes circles of required references in one statement', async () => {
    const report = await seeded(`
      CREATE TABLE a (id uuid PRIMARY KEY, b_id uuid NOT NULL);
      CREATE TABLE b (id uuid PRIMARY KEY, a_id uuid NOT NULL REFERENCES a (id));
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id);`);
    expect(report.notes).toEqual([]);
    expect(await number('count(*) FROM a JOIN b ON b.id = a.b_id')).toBe(10);
  });

  it('closes circles row by row where a row is refused', async () => {
    const report = await seeded(`
      CREATE TABLE a (id integer PRIMARY KEY, b_id integer);
      CREATE TABLE b (id integer PRIMARY KEY, a_id integer NOT NULL REFERENCES a (id));
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.id = 4 THEN RAISE EXCEPTION 'not four'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION refuse();`);
    expect(report.notes).toEqual(['b has 9 of 10 rows: not four.']);
    expect(await number('count(b_id) FROM a')).toBeGreaterThan(4);
  });

  it('finds values for checks that it must read as Postgres prints them', async () => {
    const report = await seeded(`CREATE TABLE t (
      id serial PRIMARY KEY,
      slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      kind varchar(10) NOT NULL CHECK (kind IN ('a', 'b', 'c')),
      x integer, y integer, CHECK (num_nonnulls(x, y) = 1),
      total integer, CHECK (total = x + 1),
      since timestamp CHECK (extract(year FROM since) > 2000),
      not_blank text NOT NULL CHECK (btrim(not_blank) <> ''))`);
    expect(report.notes).toEqual([]);
    expect(await number('count(DISTINCT kind) FROM t')).toBe(3);
  });

  it('puts rows where partitions accept them', async () => {
    const report = await seeded(`
      CREATE TABLE r (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE r24 PARTITION OF r FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE r25 PARTITION OF r FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE l (id integer, kind text NOT NULL) PARTITION BY LIST (kind);
      CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a', 'b');
      CREATE TABLE h (id integer PRIMARY KEY) PARTITION BY HASH (id);
      CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      CREATE TABLE none (id integer) PARTITION BY RANGE (id);
      CREATE TABLE child (id integer PRIMARY KEY, h_id integer NOT NULL REFERENCES h (id));`);
    expect(report.notes).toEqual(['none has no rows: it has no partition to hold them.']);
    expect(report.inserted).toHaveLength(4);
    expect(await number('count(*) FROM r25')).toBeGreaterThan(0);
    await database.execute('DELETE FROM child');
    expect(await again()).toMatchObject({ inserted: [{ table: { name: 'child' }, rows: 10 }] });
  });

  it('keeps exclusion constraints, and keys in which NULLs are equal', async () => {
    const report = await seeded(`
      CREATE TABLE booked (id integer PRIMARY KEY, during tsrange NOT NULL, EXCLUDE USING gist (during WITH &&));
      CREATE TABLE pairs (id integer PRIMARY KEY, a integer, b integer, UNIQUE NULLS NOT DISTINCT (a, b));
      CREATE TABLE parent (id integer PRIMARY KEY);
      CREATE TABLE heir (extra text) INHERITS (parent);`);
    expect(report.notes).toEqual([]);
    expect(report.inserted.every(({ rows }) => rows === 10)).toBe(true);
  });

  it('says which columns it knows no values for', async () => {
    const report = await seeded(`
      CREATE TABLE a (id integer PRIMARY KEY, v pg_snapshot);
      CREATE TABLE b (id integer PRIMARY KEY, v pg_snapshot NOT NULL);
      CREATE TABLE c (id integer PRIMARY KEY, v pg_snapshot NOT NULL DEFAULT '1:1:');`);
    expect(report.notes).toEqual([
      'a.v stays NULL: no allowed value is known for the type pg_snapshot.',
      'b has no rows: v is required, and no allowed value is known for the type pg_snapshot.',
      'c.v keeps its default: no allowed value is known for the type pg_snapshot.',
    ]);
    expect(await number('count(v) FROM c')).toBe(10);
  });

  it('works inside a checkpoint, also where rows are refused', async () => {
    await database.execute(
      'CREATE TABLE t (id integer PRIMARY KEY CHECK (id::text <> md5(id::text)), v boolean UNIQUE)',
    );
    const checkpoint = await database.checkpoint();
    await again();
    expect(await number('count(*) FROM t')).toBe(10);
    expect(await database.restore(checkpoint)).toBe(true);
    expect(await number('count(*) FROM t')).toBe(0);
  });
});
