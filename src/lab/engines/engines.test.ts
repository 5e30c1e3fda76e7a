import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import { type Database, type Engine, SqlError } from './engine';
import { engines } from './engines';

/** What holds for every engine, run on each. */
describe.each(engines.map((engine) => [engine.label, engine] as const))('%s', (_label, engine: Engine) => {
  let database: Database;

  beforeAll(async () => {
    database = await engine.open(nodeAssets());
  });
  afterAll(() => database.close());

  const count = async (table: string) => (await database.query(`SELECT count(*) FROM ${table}`)).rows[0]?.[0];
  const refused = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof SqlError)) throw new Error(`Expected a refusal, got ${String(error)}`);
    return error.error;
  };

  it('knows its version', () => {
    expect(database.version).toMatch(/^\d+\.\d+/);
  });

  it('runs one statement and gives its rows', async () => {
    const result = await database.query("SELECT 'it''s' AS a, NULL AS b");
    expect(result.columns).toEqual(['a', 'b']);
    expect(result.rows).toHaveLength(1);
    expect(result.rows[0]?.[1]).toBeNull();
    expect(result.changed).toBeNull();
  });

  it('tells how many rows a statement changed', async () => {
    await database.execute('CREATE TABLE counted (id integer); INSERT INTO counted VALUES (1), (2), (3)');
    expect((await database.query('UPDATE counted SET id = id + 10 WHERE id < 3')).changed).toBe(2);
    expect(
      (await database.query('WITH old AS (SELECT 3 AS id) DELETE FROM counted WHERE id IN (SELECT id FROM old)'))
        .changed,
    ).toBe(1);
  });

  it('stops a script at the first error and says what it was', async () => {
    const error = await refused(database.execute('SELECT 1; SELECT * FROM not_there'));
    expect(error.message).toContain('not_there');
    expect(error.code).not.toBeNull();
  });

  it('leaves no transaction open after a refused script', async () => {
    await refused(database.execute('BEGIN; SELECT * FROM not_there'));
    await database.execute('CREATE TABLE after_refusal (id integer)');
    await database.execute('BEGIN; INSERT INTO after_refusal VALUES (1)');
    await database.resetSession();
    expect(await count('after_refusal')).toBe('0');
  });

  it('returns to a checkpoint, tables and rows', async () => {
    await database.execute('CREATE TABLE kept (id integer); INSERT INTO kept VALUES (1)');
    const checkpoint = await database.checkpoint();
    await database.execute('INSERT INTO kept VALUES (2); CREATE TABLE gone (id integer)');
    expect(await count('kept')).toBe('2');
    expect(await database.restore(checkpoint)).toBe(true);
    expect(await count('kept')).toBe('1');
    await refused(database.query('SELECT * FROM gone'));
  });

  it('keeps what happened since a released checkpoint', async () => {
    await database.execute('CREATE TABLE grown (id integer)');
    const checkpoint = await database.checkpoint();
    await database.execute('INSERT INTO grown VALUES (1)');
    await database.release(checkpoint);
    expect(await count('grown')).toBe('1');
  });

  it('returns to checkpoints inside one another', async () => {
    await database.execute('CREATE TABLE nested (id integer)');
    const outer = await database.checkpoint();
    await database.execute('INSERT INTO nested VALUES (1)');
    const inner = await database.checkpoint();
    await database.execute('INSERT INTO nested VALUES (2)');
    expect(await database.restore(inner)).toBe(true);
    expect(await count('nested')).toBe('1');
    expect(await database.restore(outer)).toBe(true);
    expect(await count('nested')).toBe('0');
  });

  it('goes on after a refused statement inside a checkpoint', async () => {
    const checkpoint = await database.checkpoint();
    await database.execute('CREATE TABLE tried (id integer)');
    await refused(database.query('SELECT * FROM not_there'));
    await database.resetSession();
    expect(await count('tried')).toBe('0');
    expect(await database.restore(checkpoint)).toBe(true);
  });

  it('forgets TEMP tables with the session, inside a checkpoint too', async () => {
    await database.execute('CREATE TEMP TABLE scratch (id integer)');
    await database.resetSession();
    await refused(database.query('SELECT * FROM scratch'));
    const checkpoint = await database.checkpoint();
    await database.execute('CREATE TEMP TABLE scratch (id integer)');
    await database.resetSession();
    await refused(database.query('SELECT * FROM scratch'));
    expect(await database.restore(checkpoint)).toBe(true);
  });

  it('is empty after clear', async () => {
    await database.execute('CREATE TABLE cleared (id integer)');
    await database.clear();
    await refused(database.query('SELECT * FROM cleared'));
    await database.execute('CREATE TABLE cleared (id integer)');
  });
});
