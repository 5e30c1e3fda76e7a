import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseType } from '../../src/schema/type';
import { casts, explicitCast, isAutomatic } from './casts';

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

it('suggests only casts that Postgres takes', async () => {
  const postgres = await PGlite.create();
  await postgres.exec(`CREATE TYPE mood AS ENUM ('glad'); CREATE TYPE colour AS ENUM ('red')`);
  const names = [...Object.keys(casts), 'text', 'varchar', 'mood', 'colour', 'integer[]', 'text[]'];
  for (const from of names) {
    for (const to of names) {
      const cast = explicitCast('c', typeOf(from), typeOf(to));
      if (cast !== null)
        expect([from, to, await converts(postgres, from, `${to} USING ${cast}`)]).toEqual([from, to, true]);
    }
  }
  expect(explicitCast('c', typeOf('integer'), typeOf('timestamp'))).toBeNull();
  await postgres.close();
}, 60_000);

function typeOf(name: string) {
  const isEnum = name === 'mood' || name === 'colour';
  return isEnum ? { name, args: [], dimensions: 0, labels: ['?'] } : parseType(name);
}

async function converts(postgres: PGlite, from: string, to: string): Promise<boolean> {
  try {
    await postgres.exec(`BEGIN; CREATE TABLE t (c ${from}); ALTER TABLE t ALTER c TYPE ${to}`);
    return true;
  } catch (error) {
    expect(String(error)).toContain('cannot be cast');
    return false;
  } finally {
    await postgres.exec('ROLLBACK');
  }
}
