import type { AssetName, Assets } from './assets';

/** What is told of a download: all its files together. `total` is `null` until every file's size is known. */
export interface Download {
  readonly loaded: number;
  readonly total: number | null;
}

/** In bytes: often enough to see it move, seldom enough to cost nothing. */
const stride = 200_000;

/** Assets that say how far they are, as one sum over whatever is loaded through them. */
export class CountedAssets implements Assets {
  readonly #assets: Assets;
  readonly #onProgress: (download: Download) => void;
  readonly #onLoaded: () => void;
  readonly #files = new Map<string, Download>();
  #pending = 0;
  #told = 0;

  /** `onLoaded` is called each time that nothing more is on its way. */
  constructor(assets: Assets, onProgress: (download: Download) => void, onLoaded: () => void) {
    this.#assets = assets;
    this.#onProgress = onProgress;
    this.#onLoaded = onLoaded;
  }

  load(name: AssetName): Promise<Uint8Array<ArrayBuffer>> {
    return this.#counting(
      [name],
      this.#assets.load(name, (loaded, total) => this.#hear(name, loaded, total)),
    );
  }

  lend(folder: AssetName, files: readonly string[]): Promise<() => void> {
    const lent = this.#assets.lend(folder, files, (file, loaded, total) => {
      this.#hear(folder + file, loaded, total);
    });
    return this.#counting(
      files.map((file) => folder + file),
      lent,
    );
  }

  locate(name: AssetName): string {
    return this.#assets.locate(name);
  }

  async #counting<Value>(names: readonly string[], loading: Promise<Value>): Promise<Value> {
    this.#pending += 1;
    for (const name of names) if (!this.#files.has(name)) this.#files.set(name, { loaded: 0, total: null });
    try {
      return await loading;
    } finally {
      this.#pending -= 1;
      if (this.#pending === 0) this.#onLoaded();
    }
  }

  #hear(name: string, loaded: number, total: number | null): void {
    this.#files.set(name, { loaded, total });
    const sum = sumOf([...this.#files.values()]);
    if (sum.loaded < this.#told + stride && sum.loaded !== sum.total) return;
    this.#told = sum.loaded;
    this.#onProgress(sum);
  }
}

function sumOf(files: readonly Download[]): Download {
  const loaded = files.reduce((sum, file) => sum + file.loaded, 0);
  const isKnown = files.every(({ total }) => total !== null);
  return { loaded, total: isKnown ? files.reduce((sum, { total }) => sum + (total ?? 0), 0) : null };
}
