import { expect, test } from 'vitest';
import { type AssetName, type Assets } from './assets';
import { CountedAssets } from './counted';

/** Files that arrive when told to. */
class SlowAssets implements Assets {
  readonly #listeners = new Map<string, (loaded: number, total: number | null) => void>();
  readonly #ends = new Map<string, () => void>();

  load(name: AssetName, onProgress: (loaded: number, total: number | null) => void): Promise<Uint8Array<ArrayBuffer>> {
    this.#listeners.set(name, onProgress);
    return new Promise((resolve) => this.#ends.set(name, () => resolve(new Uint8Array())));
  }

  lend(): Promise<() => void> {
    return Promise.resolve(() => undefined);
  }

  locate(name: AssetName): string {
    return name;
  }

  arrives(name: AssetName, loaded: number, total: number): void {
    this.#listeners.get(name)?.(loaded, total);
  }

  end(name: AssetName): void {
    this.#ends.get(name)?.();
  }
}

test('files are told of as one download, whose size is known when every size is', async () => {
  const slow = new SlowAssets();
  const told: unknown[] = [];
  const assets = new CountedAssets(
    slow,
    (download) => told.push(download),
    () => told.push('loaded'),
  );
  const both = Promise.all([assets.load('postgres/pglite.wasm'), assets.load('postgres/pglite.data')]);
  slow.arrives('postgres/pglite.wasm', 300_000, 900_000);
  slow.arrives('postgres/pglite.data', 100, 500_000);
  slow.arrives('postgres/pglite.data', 500_000, 500_000);
  slow.end('postgres/pglite.data');
  slow.arrives('postgres/pglite.wasm', 900_000, 900_000);
  slow.end('postgres/pglite.wasm');
  await both;
  expect(told).toEqual([
    { loaded: 300_000, total: null },
    { loaded: 800_000, total: 1_400_000 },
    { loaded: 1_400_000, total: 1_400_000 },
    'loaded',
  ]);
});
