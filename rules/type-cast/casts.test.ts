import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseType } from '../../src/schema/type';
import { casts, isAutomatic } from './casts';

/** The table of casts against a real Postgres: what it says of every pair of types is what ALTER COLUMN does. */
describe('casts', () => {
  let postgres: PGlite;
  beforeAll(async () => {
    postgres = await PGlite.create();
    await postgres.exec(`CREATE TYPE mood AS ENUM ('glad'); CREATE TYPE colour AS ENUM ('red')`);
  }, 60_000);
  afterAll(() => postgres.close());

  const names = [...Object.keys(casts), 'text', 'varchar', 'char(3)', 'mood', 'integer[]', 'text[]'];

  it.each(names)('from %s', async (from) => {
    for (const to of [...names, 'colour']) {
      expect([to, isAutomatic(typeOf(from), typeOf(to))]).toEqual([to, await converts(postgres, from, to)]);
    }
  });
});

function typeOf(name: string) {
  return name === 'mood' || name === 'colour' ? { name, args: [], dimensions: 0, labels: ['?'] } : parseType(name);
}

async function converts(postgres: PGlite, from: string, to: string): Promise<boolean> {
  try {
    await postgres.exec(`BEGIN; CREATE TABLE t (c ${from}); ALTER TABLE t ALTER c TYPE ${to}`);
    return true;
  } catch (error) {
    expect(String(error)).toContain('cannot be cast automatically');
    return false;
  } finally {
    await postgres.exec('ROLLBACK');
  }
}
