import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from '../engines/engine';
import { engines } from '../engines/engines';
import { seed, type SeedOptions } from './seed';

describe.each(engines.map((engine) => [engine.name, engine] as const))('seeding on %s', (_name, engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await engine.open(nodeAssets());
  });
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const seeded = async (ddl: string, options: Partial<SeedOptions> = {}) => {
    await database.execute(ddl);
    return seed(database, await database.introspect(), { rows: 10, profile: 'representative', ...options });
  };
  it('fills tables in the order of their references', async () => {
    const report = await seeded(
      `
      CREATE TABLE posts (id integer PRIMARY KEY, author_id integer NOT NULL, title varchar(50), FOREIGN KEY (author_id) REFERENCES authors (id));
      CREATE TABLE authors (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, born date);
    `
        .split(';')
        .reverse()
        .join(';'),
    );
    expect(report.notes).toEqual([]);
    expect(report.inserted.map(({ rows }) => rows)).toEqual([10, 10]);
  });
});
