import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser, readSql } from '../../../formats/sql/sql';
import { applyAll } from '../../../paper/apply';
import { impactOf } from '../../../paper/locks/impact';
import type { Work } from '../../../paper/locks/model';
import { retyping } from '../../../paper/locks/retype';
import { steadyFunctions, volatileFunctions } from '../../../paper/locks/volatility';
import { emptySchema, type Schema } from '../../../schema/model';
import { parseType } from '../../../schema/type';
import { nodeAssets } from '../../assets.node';
import type { Database } from '../engine';
import { statements, world } from './locks.cases';
import { Witness, type Measured } from './locks.fixture';
import { postgres } from './postgres';

/** What paper says of locks, scans, index builds and rewrites, against what Postgres does. */

const setting = { serverVersion: null, guesses: new Set<string>() };

let database: Database;
let witness: Witness;

beforeAll(async () => {
  await loadSqlParser();
  database = await postgres.open(nodeAssets(), { extensions: ['citext'] });
  witness = new Witness(database);
});
afterAll(() => database.close());

/** Statements are taken back; only what comes before one (`; ` in the test's name) stays, and is cleared away. */
function useWorld(): void {
  beforeAll(() => {
    witness.run(world);
  });
  afterEach(async ({ task }) => {
    if (!task.name.includes('; ')) return;
    await database.clear();
    witness.run(world);
  });
  afterAll(() => database.clear());
}

describe('what a statement costs on paper is what Postgres says', () => {
  useWorld();

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

it('one ALTER TABLE goes through the table once, whatever it looks for', () => {
  witness.run('CREATE TABLE t (a int, b int, c int); INSERT INTO t VALUES (1, 2, 3)');
  const { notices } = witness.run(
    'SET client_min_messages = debug1; ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL, ADD CHECK (c > 0)',
  );
  expect(notices.filter((notice) => notice.startsWith('verifying table'))).toHaveLength(1);
  witness.run('RESET client_min_messages; DROP TABLE t');
});

describe('Postgres refuses', () => {
  useWorld();

  /** The SQLSTATE of the refusal inside a transaction, or `null`. */
  const refusal = (line: string) => {
    const parts = line.split('; ');
    const answer = witness.measure(parts.slice(0, -1), parts.at(-1) ?? '');
    return 'code' in answer ? answer.code : null;
  };

  it.each([
    'CREATE INDEX CONCURRENTLY i ON people (age)',
    'DROP INDEX CONCURRENTLY people_name',
    'REINDEX TABLE CONCURRENTLY people',
    'REINDEX SCHEMA public',
    'CLUSTER',
    'VACUUM people',
    'VACUUM FULL people',
    'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY',
    'CREATE DATABASE other',
    'DROP DATABASE other',
    "ALTER SYSTEM SET work_mem = '4MB'",
    "CREATE TABLESPACE fast LOCATION '/tmp'",
    "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p",
  ])('in a transaction: %s', (statement) => {
    expect(refusal(statement)).toBe('25001');
  });

  it.each(['ANALYZE people', 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals', "ALTER TYPE mood ADD VALUE 'wild'"])(
    'not: %s',
    (statement) => {
      expect(refusal(statement)).toBeNull();
    },
  );

  it.each([
    'CREATE VIEW v AS SELECT name FROM people; ALTER TABLE people ALTER name TYPE text',
    'CREATE VIEW v AS SELECT * FROM people; ALTER TABLE people ALTER name TYPE text',
    'ALTER TABLE people ADD twice int GENERATED ALWAYS AS (age * 2) STORED; ALTER TABLE people ALTER age TYPE bigint',
    'CREATE POLICY own ON people USING (age > 1); ALTER TABLE people ALTER age TYPE bigint',
    'CREATE TRIGGER g BEFORE UPDATE OF age ON people FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE people ALTER age TYPE bigint',
    'CREATE TRIGGER g BEFORE UPDATE ON people FOR EACH ROW WHEN (NEW.age > 1) EXECUTE FUNCTION touch(); ALTER TABLE people ALTER age TYPE bigint',
  ])('another type for a column in use: %s', (line) => {
    expect(refusal(line)).toBe('0A000');
  });

  it('an index of a constraint that is dropped', () => {
    expect(refusal('DROP INDEX people_pkey')).toBe('2BP01');
  });

  it('a new label in the transaction that adds it, unless the type is new too', () => {
    witness.run('CREATE TABLE days (mood mood)');
    const use = "ALTER TYPE mood ADD VALUE 'wild'; UPDATE days SET mood = 'wild'";
    expect(witness.refusal(`BEGIN; ${use}`)).toBe('55P04');
    const own = use.replaceAll('mood', 'feeling').replace('SET feeling', 'SET mood');
    const made = "CREATE TYPE feeling AS ENUM ('calm'); ALTER TABLE days ALTER mood TYPE feeling USING NULL";
    expect(witness.refusal(`BEGIN; ${made}; ${own}`)).toBeNull();
  });

  it('an index CONCURRENTLY on a partitioned table', () => {
    expect(witness.refusal('CREATE INDEX CONCURRENTLY i ON events (id)')).toBe('0A000');
  });
});

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
