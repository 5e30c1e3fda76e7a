import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlParser, readSql } from '../../../formats/sql/sql';
import { applyAll } from '../../../paper/apply';
import { impactOf, type Work } from '../../../paper/locks/impact';
import { retyping } from '../../../paper/locks/retype';
import { steadyFunctions, volatileFunctions } from '../../../paper/locks/volatility';
import { emptySchema, type Schema } from '../../../schema/model';
import { parseType } from '../../../schema/type';
import { nodeAssets } from '../../assets.node';
import type { Database } from '../engine';
import { Witness, type Measured } from './locks.fixture';
import { postgres } from './postgres';

/** What paper says of locks, scans, index builds and rewrites, against what Postgres does. */

const world = `
  CREATE TABLE places (id int PRIMARY KEY);
  CREATE TABLE people (
    id int PRIMARY KEY, age int, size int NOT NULL, name varchar(10), note text, place_id int, seen timestamp);
  CREATE TABLE posts (
    id int PRIMARY KEY, person_id int CONSTRAINT posts_person REFERENCES people (id),
    stars int CONSTRAINT posts_stars CHECK (stars > 0), slug varchar(5) CHECK (slug <> ''),
    rank int CHECK (rank IS NOT NULL), place_id int);
  ALTER TABLE posts ADD CONSTRAINT posts_limit CHECK (stars < 1000) NOT VALID;
  ALTER TABLE posts ADD CONSTRAINT posts_place FOREIGN KEY (place_id) REFERENCES places NOT VALID;
  CREATE INDEX people_name ON people (name);
  CREATE INDEX posts_slug ON posts (slug);
  CREATE UNIQUE INDEX posts_one ON posts (slug);
  CREATE UNIQUE INDEX posts_rank ON posts (rank);
  CREATE MATERIALIZED VIEW totals AS SELECT id FROM posts;
  CREATE UNIQUE INDEX totals_id ON totals (id);
  CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE events_plain (id int, at date);
  CREATE TABLE events_checked (id int, at date NOT NULL, CHECK (at >= '2022-01-01' AND at < '2023-01-01'));
  CREATE TABLE alone (id int NOT NULL, word text);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE FUNCTION dice() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
  CREATE FUNCTION steady() RETURNS int STABLE LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
  CREATE DOMAIN plain AS int;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE TABLE measured (x plain);
  CREATE TYPE mood AS ENUM ('calm');
  CREATE SEQUENCE numbers;
  INSERT INTO measured VALUES (1);`;

/** Statements; what stands before the last `;` of a line comes first, in a transaction of its own. */
const statements = `
  CREATE INDEX i ON people (age)
  CREATE UNIQUE INDEX i ON people (age) WHERE age > 0
  CREATE INDEX i ON events (id)
  CREATE INDEX i ON totals (id)
  DROP INDEX people_name
  REINDEX TABLE people
  REINDEX INDEX people_name
  REFRESH MATERIALIZED VIEW totals
  REFRESH MATERIALIZED VIEW CONCURRENTLY totals
  CLUSTER people USING people_pkey
  ANALYZE people
  LOCK TABLE people
  LOCK TABLE people, places IN SHARE MODE
  CREATE TABLE tags (id int PRIMARY KEY, place_id int REFERENCES places)
  CREATE TABLE tags (id int, place_id int, person_id int REFERENCES people, FOREIGN KEY (place_id) REFERENCES places)
  CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
  CREATE TABLE events_rest PARTITION OF events DEFAULT
  CREATE TABLE events_rest PARTITION OF events DEFAULT; CREATE TABLE e24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
  CREATE TABLE more () INHERITS (people)
  DROP MATERIALIZED VIEW totals; DROP TABLE posts
  DROP TABLE people CASCADE
  DROP TABLE events_2020
  TRUNCATE posts
  TRUNCATE people CASCADE
  ALTER TABLE people RENAME age TO years
  COMMENT ON TABLE people IS 'x'
  COMMENT ON COLUMN people.age IS 'x'
  ALTER TABLE people ENABLE ROW LEVEL SECURITY
  ALTER TABLE alone SET UNLOGGED
  ALTER TABLE alone SET LOGGED
  ALTER TABLE posts DISABLE TRIGGER touched
  ALTER TABLE people SET (fillfactor = 70)
  ALTER TABLE people SET (autovacuum_enabled = false)
  ALTER TABLE people ALTER age SET STATISTICS 100
  ALTER TABLE people ALTER note SET STORAGE EXTERNAL
  ALTER TABLE people CLUSTER ON people_pkey
  ALTER TABLE people OWNER TO CURRENT_USER
  ALTER TABLE people REPLICA IDENTITY FULL
  ALTER TABLE people SET TABLESPACE pg_default
  ALTER TABLE people SET ACCESS METHOD heap
  ALTER TABLE events ATTACH PARTITION events_plain FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  ALTER TABLE events ATTACH PARTITION events_checked FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  CREATE TABLE events_rest PARTITION OF events DEFAULT; ALTER TABLE events ATTACH PARTITION events_checked FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  ALTER TABLE events DETACH PARTITION events_2020
  ALTER TABLE people ADD x int
  ALTER TABLE people ADD x int NOT NULL DEFAULT 5
  ALTER TABLE people ADD x int DEFAULT NULL
  ALTER TABLE people ADD x int CHECK (x > 0)
  ALTER TABLE people ADD x int REFERENCES places
  ALTER TABLE people ADD x int DEFAULT 5 REFERENCES places
  ALTER TABLE people ADD x int UNIQUE
  ALTER TABLE alone ADD x serial PRIMARY KEY
  ALTER TABLE people ADD x serial
  ALTER TABLE people ADD x int GENERATED ALWAYS AS IDENTITY
  ALTER TABLE people ADD x int GENERATED ALWAYS AS (age + 1) STORED
  ALTER TABLE people ADD x int GENERATED ALWAYS AS (age + 1) VIRTUAL
  ALTER TABLE people ADD x int DEFAULT dice()
  ALTER TABLE people ADD x int DEFAULT steady()
  ALTER TABLE people ADD x float DEFAULT random()
  ALTER TABLE people ADD x uuid DEFAULT gen_random_uuid()
  ALTER TABLE people ADD x timestamptz NOT NULL DEFAULT now()
  ALTER TABLE people ADD x timestamptz DEFAULT CURRENT_TIMESTAMP(0)
  ALTER TABLE people ADD x timestamptz DEFAULT (now() AT TIME ZONE 'UTC')
  ALTER TABLE people ADD x timestamptz DEFAULT clock_timestamp()
  ALTER TABLE people ADD x int DEFAULT nextval('numbers')
  ALTER TABLE people ADD x text[] NOT NULL DEFAULT ARRAY[]::text[]
  ALTER TABLE people ADD x jsonb NOT NULL DEFAULT '{}'::jsonb
  ALTER TABLE people ADD x boolean NOT NULL DEFAULT true
  ALTER TABLE people ADD x plain DEFAULT 1
  ALTER TABLE people ADD x positive
  ALTER TABLE people ADD x positive DEFAULT 1
  ALTER TABLE people ADD x mood DEFAULT 'calm'
  ALTER TABLE people ADD x int, ADD y int DEFAULT nextval('numbers')
  ALTER TABLE people DROP age
  ALTER TABLE posts DROP person_id
  ALTER TABLE people ALTER age SET DEFAULT 1
  ALTER TABLE people ALTER size DROP NOT NULL
  ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ALTER size SET NOT NULL
  ALTER TABLE posts ALTER rank SET NOT NULL
  ALTER TABLE people ADD CHECK (age IS NOT NULL AND age > 0); ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ADD CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ALTER size ADD GENERATED ALWAYS AS IDENTITY
  ALTER TABLE people ALTER age TYPE bigint
  ALTER TABLE people ALTER name TYPE varchar(20)
  ALTER TABLE people ALTER name TYPE text USING name || ''
  ALTER TABLE people ALTER name TYPE text USING CAST(name AS text)
  ALTER TABLE people ALTER seen TYPE timestamptz USING seen AT TIME ZONE 'UTC'
  ALTER TABLE posts ALTER slug TYPE varchar(20)
  ALTER TABLE posts ALTER slug TYPE text
  ALTER TABLE posts ALTER slug TYPE varchar(5)
  ALTER TABLE posts ALTER person_id TYPE bigint
  ALTER TABLE people ALTER id TYPE bigint
  ALTER TABLE people ADD CONSTRAINT f FOREIGN KEY (place_id) REFERENCES places
  ALTER TABLE people ADD CONSTRAINT f FOREIGN KEY (place_id) REFERENCES places NOT VALID
  ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0)
  ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0) NOT VALID
  ALTER TABLE people ADD UNIQUE (age)
  ALTER TABLE posts ADD CONSTRAINT u UNIQUE USING INDEX posts_one
  ALTER TABLE posts DROP CONSTRAINT posts_pkey; ALTER TABLE posts ADD PRIMARY KEY USING INDEX posts_one
  ALTER TABLE posts DROP CONSTRAINT posts_pkey; ALTER TABLE posts ADD PRIMARY KEY USING INDEX posts_rank
  ALTER TABLE alone ADD PRIMARY KEY (id)
  ALTER TABLE people ADD EXCLUDE USING btree (age WITH =)
  ALTER TABLE posts DROP CONSTRAINT posts_person
  ALTER TABLE posts DROP CONSTRAINT posts_stars
  ALTER TABLE people DROP CONSTRAINT people_pkey CASCADE
  ALTER TABLE posts VALIDATE CONSTRAINT posts_limit
  ALTER TABLE posts VALIDATE CONSTRAINT posts_place
  ALTER TABLE posts RENAME CONSTRAINT posts_stars TO posts_points
  ALTER INDEX people_name RENAME TO people_names
  ALTER TYPE mood ADD VALUE 'wild'
  CREATE TRIGGER again BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch()
  DROP TRIGGER touched ON posts
  CREATE POLICY own ON posts USING (true)
  CREATE POLICY own ON posts USING (true); DROP POLICY own ON posts
  CREATE VIEW names AS SELECT name FROM people
  CREATE RULE quiet AS ON INSERT TO posts DO NOTHING
  CREATE STATISTICS both_of ON id, age FROM people
  ALTER DOMAIN plain ADD CHECK (VALUE > 0)
  ALTER DOMAIN plain ADD CHECK (VALUE > 0) NOT VALID
  ALTER DOMAIN plain SET NOT NULL
  INSERT INTO alone VALUES (1, 'x')
  UPDATE alone SET word = 'x'
  DELETE FROM alone`
  .trim()
  .split('\n')
  .map((line) => line.trim());

const setting = { serverVersion: null, guesses: new Set<string>() };

let database: Database;
let witness: Witness;

beforeAll(async () => {
  await loadSqlParser();
  database = await postgres.open(nodeAssets(), { extensions: ['citext'] });
  witness = new Witness(database);
});
afterAll(() => database.close());

describe('what a statement costs on paper is what Postgres says', () => {
  beforeEach(() => {
    witness.run(world);
  });
  afterEach(() => database.clear());

  it.each(statements)('%s', (line) => {
    const parts = line.split('; ');
    const [before, statement] = [parts.slice(0, -1), parts.at(-1) ?? ''];
    const measured = witness.measure(before, statement);
    expect(measured).not.toHaveProperty('message');
    const { schema } = after([world, ...before].join(';'));
    const { paper, isMeasurable } = onPaper(statement, schema);
    expect(isMeasurable ? paper : { ...paper, work: null }).toEqual(
      isMeasurable ? measured : { ...measured, work: null },
    );
  });
});

function after(sql: string): { readonly schema: Schema } {
  return { schema: applyAll(emptySchema, readSql(sql), { dialect: 'postgresql' }) };
}

/** Of some scans Postgres reports nothing, and where paper itself is not certain there is nothing to compare. */
const unreported: readonly Work['reason'][] = ['domain', 'default partition'];

function onPaper(statement: string, schema: Schema): { readonly paper: Measured; readonly isMeasurable: boolean } {
  const impacts = readSql(statement).map((operation) => impactOf(operation, schema, setting));
  const work = impacts
    .flatMap((impact) => impact.work)
    .toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  const locks = impacts.flatMap((impact) => impact.locks.map(({ table, mode }) => [table.name, mode]));
  const [worst] = work;
  const isMeasurable =
    !statement.startsWith('TRUNCATE') &&
    work.every(({ isCertain, reason }) => isCertain && !unreported.includes(reason));
  const worstWork = worst === undefined ? null : `${worst.type} ${worst.table.name}`;
  return { paper: { locks: Object.fromEntries(locks), work: worstWork }, isMeasurable };
}

const order: readonly Work['type'][] = ['rewrite', 'build', 'scan'];

describe('a change of type', () => {
  const types = [
    'smallint', 'integer', 'bigint', 'numeric', 'numeric(5,2)', 'numeric(10,2)', 'numeric(10,3)', 'numeric(10)', 'real',
    'double precision', 'boolean', 'char(3)', 'char(5)', 'varchar', 'varchar(5)', 'varchar(10)', 'text', 'citext', 'date',
    'timestamp', 'timestamp(3)', 'timestamp(6)', 'timestamptz', 'timestamptz(3)', 'time', 'time(3)', 'timetz', 'interval',
    'interval(3)', 'json', 'jsonb', 'uuid', 'bytea', 'inet', 'cidr', 'bit(3)', 'bit(5)', 'varbit', 'varbit(3)', 'varbit(5)',
    'xml', 'oid', 'mood', 'plain', 'positive', 'integer[]', 'bigint[]', 'text[]', 'varchar[]', 'varchar(5)[]', 'varchar(10)[]',
  ]; // prettier-ignore
  const domains =
    "CREATE TYPE mood AS ENUM ('calm'); CREATE DOMAIN plain AS int; CREATE DOMAIN positive AS int CHECK (VALUE > 0)";

  beforeAll(() => {
    witness.run(`CREATE EXTENSION citext; ${domains}; SET TIME ZONE 'America/New_York'`);
  });
  afterAll(() => database.clear());

  it.each(types)('from %s', (from) => {
    const { schema } = after(domains);
    witness.run(`CREATE TABLE t (c ${from})`);
    const wrong = types.filter((to) => {
      const rewritten = witness.rewrites(`ALTER TABLE t ALTER c TYPE ${to}`);
      if (rewritten === null) return false;
      const change = { column: 'c', from: parseType(from), to: parseType(to), using: null };
      return (retyping(change, schema) !== 'none') !== rewritten;
    });
    witness.run('DROP TABLE t');
    expect(wrong).toEqual([]);
  });

  it('between timestamps with and without zone is none for a session in UTC', () => {
    witness.run("CREATE TABLE t (c timestamp); SET TIME ZONE 'UTC'");
    expect(witness.rewrites('ALTER TABLE t ALTER c TYPE timestamptz')).toBe(false);
  });
});

describe('the volatility of functions', () => {
  /** Built-in functions of a volatility that one can write into a DEFAULT. */
  const builtIn = (condition: string) =>
    witness
      .run(`SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND ${condition}`)
      .rows.map(([name]) => name ?? '');

  it('is VOLATILE for each that is called so, and for no other of use in a DEFAULT', () => {
    const inner =
      /^(pg|lo|binary_upgrade|plpgsql|currtid|txid|cursor|query|brin|gin|ts|dsnowball|dsimple|dispell|thesaurus)_|handler$|^(amvalidate|bernoulli|system|setseed|current_query|loread|lowrite|currtid2)$/;
    const all = builtIn(
      "provolatile = 'v' AND prokind = 'f' AND prorettype <> ALL ('{trigger,event_trigger}'::regtype[])",
    );
    expect(all.filter((name) => !inner.test(name)).toSorted()).toEqual([...volatileFunctions].toSorted());
  });

  it('is not VOLATILE for those that are called steady', () => {
    const names = [...steadyFunctions].map((name) => `'${name}'`).join();
    expect(builtIn(`provolatile = 'v' AND proname IN (${names})`)).toEqual([]);
  });
});
