import { expect, test } from 'vitest';
import { AssetError, type AssetName } from '../../assets';
import { createAlembicRunner } from './runner';
import { assets } from './testing';

/** The real assets without one of them. */
const without = (missing: AssetName) => ({
  ...assets,
  load: (name: AssetName) =>
    name === missing ? Promise.reject(new AssetError(name, 'no such file')) : assets.load(name),
});

test('a build without the Python packages says so, and how to get them', async () => {
  const started = await createAlembicRunner(without('python/packages.zip'));
  expect(started).toMatchObject({ ok: false, error: expect.stringContaining('cannot be run in this build') });
  expect(started).toMatchObject({ error: expect.stringContaining('npm run setup') });
});
