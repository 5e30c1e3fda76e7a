/**
 * Where the engines' files come from: the site's own origin in a browser, node_modules and public/ in Node. The lab
 * never fetches by itself.
 */
export interface Assets {
  /** The whole file. Rejects with an AssetError when it cannot be had. */
  load(name: AssetName, onProgress?: (loaded: number, total: number | null) => void): Promise<Uint8Array<ArrayBuffer>>;
  /** An absolute URL or path of a folder or file that a library loads by itself (Pyodide's `indexURL`). */
  locate(name: AssetName): string;
  /**
   * Loads files below a folder for a library that will ask for them by itself: it then gets them from here. The answer
   * ends that. Rejects with an AssetError when one cannot be had, where the library would wait for ever.
   */
  lend(folder: AssetName, files: readonly string[], onProgress?: FileProgress): Promise<() => void>;
}

export type FileProgress = (file: string, loaded: number, total: number | null) => void;

export type AssetName =
  | 'sqlite/sql-wasm.wasm'
  | 'postgres/pglite.wasm'
  | 'postgres/pglite.data'
  | 'postgres/initdb.wasm'
  /** A freshly created data directory, dumped at set-up. */
  | 'postgres/initial.tar.gz'
  | `postgres/extensions/${string}.tar.gz`
  /** The folder that holds Pyodide's four files. */
  | 'pyodide/'
  /** Alembic, SQLAlchemy, pg8000 and what they need, as compiled bytecode. */
  | 'python/packages.zip'
  /** The memory of a Python that has imported them; without it Python starts, only slower. */
  | 'python/snapshot.gz';

export class AssetError extends Error {
  readonly asset: AssetName;

  constructor(asset: AssetName, reason: string) {
    super(`${asset} could not be loaded: ${reason}`);
    this.name = 'AssetError';
    this.asset = asset;
  }
}
