import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AssetError, type Assets } from '../../assets';
import { nodeAssets } from '../../assets.node';
import { type Database, type EngineError, type PostgresPort, SqlError } from '../engine';
import { postgres } from './postgres';
import { queryMessage, readReply } from './protocol';

const refusal = async (work: Promise<unknown>): Promise<EngineError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof SqlError) return error.error;
    throw error;
  }
  throw new Error('It was not refused.');
};

const portOf = ({ port }: Database): PostgresPort => {
  if (port.kind !== 'postgres') throw new Error('This is not Postgres.');
  return port;
};

describe('Postgres', () => {
  let database: Database;

  beforeAll(async () => {
    database = await postgres.open(nodeAssets(), { extensions: ['pg_trgm', 'citext', 'no_such_thing', 'uuid-ossp'] });
  });
  afterEach(() => database.clear());
  afterAll(() => database.close());

  const value = async (sql: string) => (await database.query(sql)).rows[0]?.[0];
  /** As a driver does: straight through the port. */
  const send = (sql: string) => readReply(portOf(database).exchange(queryMessage(sql)), sql);

  it('tells all it knows about an error', async () => {
    await database.execute('CREATE TABLE t (id int CONSTRAINT one UNIQUE); INSERT INTO t VALUES (1)');
    expect(await refusal(database.query('INSERT INTO t VALUES (1)'))).toEqual({
      message: 'duplicate key value violates unique constraint "one"',
      code: '23505',
      detail: 'Key (id)=(1) already exists.',
      hint: null,
      position: null,
    });
  });

  it('gives positions in UTF-16 units', async () => {
    const sql = "SELECT '🙂', nope";
    expect((await refusal(database.query(sql))).position).toBe(sql.indexOf('nope'));
  });

  it('opens with the extensions asked for, and without those that there are not', async () => {
    await database.execute('CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION "uuid-ossp"');
    expect(await value("SELECT similarity('word', 'word')")).toBe('1');
    const { extensions, functions } = await database.introspect();
    expect(extensions).toEqual(['citext', 'pg_trgm', 'uuid-ossp']);
    expect(functions).toEqual([]);
    expect((await refusal(database.query('CREATE EXTENSION no_such_thing'))).code).toBe('0A000');
  });

  it('can be used again after its extensions are cleared', async () => {
    await database.execute('CREATE EXTENSION citext; CREATE TABLE t (a citext)');
    await database.clear();
    await database.execute('CREATE EXTENSION citext');
    expect((await database.introspect()).tables).toEqual([]);
  });

  it('clears what is in other schemas and in none', async () => {
    await database.execute(`CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE TYPE mood AS ENUM ('a');
      CREATE FUNCTION stop() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
      CREATE EVENT TRIGGER stop ON ddl_command_start EXECUTE FUNCTION stop();
      CREATE PUBLICATION p FOR ALL TABLES; ALTER ROLE CURRENT_USER SET search_path = app; SET search_path = app;
      CREATE TYPE app.pair AS (a int); CREATE CAST (text AS app.pair) WITH INOUT; SELECT lo_create(0)`);
    await database.clear();
    const left = await database.introspect();
    expect(Object.values(left).flat()).toEqual([]);
    expect(await value('SELECT current_schema()')).toBe('public');
    expect(await value('SELECT count(*) FROM pg_publication')).toBe('0');
  });

  it('forgets settings with the session', async () => {
    await database.execute("SET DateStyle = 'German'; SET search_path = pg_catalog; PREPARE p AS SELECT 1");
    await database.resetSession();
    expect(await value('SHOW DateStyle')).toBe('ISO, MDY');
    expect(await value('SHOW search_path')).toBe('public');
    expect(await value('SELECT count(*) FROM pg_prepared_statements')).toBe('0');
  });

  it('forgets settings inside a checkpoint too', async () => {
    const checkpoint = await database.checkpoint();
    await database.execute("SET DateStyle = 'German'; PREPARE p AS SELECT 1; CREATE TABLE kept (id int)");
    await database.resetSession();
    expect(await value('SHOW DateStyle')).toBe('ISO, MDY');
    expect(await value('SELECT count(*) FROM kept')).toBe('0');
    expect(await database.restore(checkpoint)).toBe(true);
  });

  it('folds while a checkpoint is open, and not after', async () => {
    expect(portOf(database).isFolded()).toBe(false);
    const outer = await database.checkpoint();
    const inner = await database.checkpoint();
    expect(portOf(database).isFolded()).toBe(true);
    await database.release(inner);
    expect(portOf(database).isFolded()).toBe(true);
    await database.release(outer);
    expect(portOf(database).isFolded()).toBe(false);
  });

  it('says so when something escaped the checkpoint', async () => {
    const checkpoint = await database.checkpoint();
    send('CREATE TABLE escaped (id int)');
    send('COMMIT');
    expect(portOf(database).isFolded()).toBe(false);
    expect(await database.restore(checkpoint)).toBe(false);
    expect(await value('SELECT count(*) FROM escaped')).toBe('0');
  });

  it('says so when the migration began a transaction of its own after that', async () => {
    const checkpoint = await database.checkpoint();
    send('COMMIT; BEGIN');
    await database.resetSession();
    expect(await database.restore(checkpoint)).toBe(false);
    expect(portOf(database).isFolded()).toBe(false);
  });

  it('recovers from a failed statement of the driver inside a checkpoint, and keeps what came before the step', async () => {
    const checkpoint = await database.checkpoint();
    send('CREATE TABLE before (id int)');
    await database.resetSession();
    send('CREATE TABLE during (id int)');
    expect(send('SELECT nope').error?.code).toBe('42703');
    await database.resetSession();
    expect((await database.introspect()).tables.map(({ name }) => name)).toEqual(['before']);
    expect(await database.restore(checkpoint)).toBe(true);
    expect((await database.introspect()).tables).toEqual([]);
  });

  it('checks deferred constraints inside a checkpoint as a commit would', async () => {
    await database.execute(`CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)`);
    const checkpoint = await database.checkpoint();
    expect((await refusal(database.execute('INSERT INTO c VALUES (1)'))).code).toBe('23503');
    await database.execute('INSERT INTO c VALUES (1); INSERT INTO p VALUES (1)');
    await database.execute('ALTER TABLE c ADD COLUMN a int');
    await database.release(checkpoint);
    expect(await value('SELECT count(*) FROM c')).toBe('1');
  });

  it('answers through the port as soon as it is asked', () => {
    expect(send('SELECT 1; SELECT 2').results.map(({ rows }) => rows)).toEqual([[['1']], [['2']]]);
  });

  it('takes a name for engine-made just when Postgres makes it', async () => {
    const long = 'a_table_with_a_name_that_is_nearly_as_long_as_allowed_here';
    await database.execute(`CREATE TABLE ${long} (a_column_with_a_long_name int UNIQUE PRIMARY KEY, b int CHECK (b > 0) UNIQUE,
        c int REFERENCES ${long}, UNIQUE (b, c), CHECK (b > c), CHECK (c > b), CONSTRAINT mine UNIQUE (c));
      CREATE TABLE "Größe" ("ü" int UNIQUE, EXCLUDE USING btree ("ü" WITH =))`);
    const { tables } = await database.introspect();
    const named = tables.flatMap((t) => [t.primaryKey, ...t.uniques, ...t.foreignKeys, ...t.checks, ...t.exclusions]);
    expect(named.flatMap((constraint) => constraint?.name ?? [])).toEqual(['mine']);
  });
});

describe('starting Postgres', () => {
  it('works without the dumped data directory', async () => {
    const database = await postgres.open(withAsset('postgres/initial.tar.gz', () => new Error('not there')));
    expect((await database.query('SELECT 1')).rows).toEqual([['1']]);
    await database.close();
  });

  it('says which file could not be had', async () => {
    await expect(postgres.open(withAsset('postgres/pglite.wasm', () => new Error('offline')))).rejects.toThrow(
      'postgres/pglite.wasm could not be loaded: offline',
    );
  });

  it('says that a file is not what it should be', async () => {
    const html = new TextEncoder().encode('<!doctype html>');
    const damaged = Uint8Array.of(1, 2, 3);
    await expect(postgres.open(withAsset('postgres/pglite.wasm', () => damaged))).rejects.toThrow(
      'it could not be compiled',
    );
    await expect(postgres.open(withAsset('postgres/pglite.data', () => html))).rejects.toThrow(
      'postgres/pglite.data could not be loaded: the server answered with a web page in its place',
    );
  });
});

/** The files as they are, but for one. */
function withAsset(name: string, replace: () => Error | Uint8Array<ArrayBuffer>): Assets {
  const assets = nodeAssets();
  return {
    ...assets,
    load: async (asset, onProgress) => {
      if (asset !== name) return assets.load(asset, onProgress);
      const replacement = replace();
      if (replacement instanceof Error) throw new AssetError(asset, replacement.message);
      return replacement;
    },
  };
}
