import sqliteWasm from 'sql.js/dist/sql-wasm-browser.wasm?url';
import { AssetError, type AssetName, type Assets, type FileProgress } from '../lab/assets';

type Progress = (loaded: number, total: number | null) => void;

const pgliteFolder = '/node_modules/@electric-sql/pglite/dist/';
/** PGlite's package exports none of these, so they are named by their place. */
const pgliteFiles = import.meta.glob<string>(
  '/node_modules/@electric-sql/pglite/dist/{pglite.wasm,pglite.data,initdb.wasm,*.tar.gz}',
  { query: '?url&no-inline', import: 'default', eager: true },
);

/**
 * The engines' files, from the site's own origin. Every file is kept once loaded: when a worker is locked, what it
 * has is all that it will ever get.
 */
export class WebAssets implements Assets {
  readonly #loaded = new Map<AssetName, Promise<Uint8Array<ArrayBuffer>>>();

  load(name: AssetName, onProgress?: Progress): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known;
    const loading = download(name, this.locate(name), onProgress);
    this.#loaded.set(name, loading);
    // A failed download may be tried again.
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }

  async lend(folder: AssetName, files: readonly string[], onProgress?: FileProgress): Promise<() => void> {
    const lent = await Promise.all(
      files.map(async (file): Promise<readonly [string, Uint8Array<ArrayBuffer>][]> => {
        const url = this.locate(folder) + file;
        const report = (loaded: number, total: number | null) => onProgress?.(file, loaded, total);
        if (file.endsWith('.mjs')) {
          // The browser does not tell how far it is.
          report(0, 0);
          await importModule(folder, url);
          return [];
        }
        return [[url, await download(folder, url, report)]];
      }),
    );
    return answerFetches(new Map(lent.flat()));
  }

  locate(name: AssetName): string {
    return new URL(builtUrl(name) ?? `${import.meta.env.BASE_URL}${name}`, self.origin).href;
  }
}

/** Where the build put a file, which it names by its content; `undefined` for what set-up puts into public/. */
function builtUrl(name: AssetName): string | undefined {
  if (name === 'sqlite/sql-wasm.wasm') return sqliteWasm;
  return pgliteFiles[pgliteFolder + name.replace(/^postgres\/(extensions\/)?/, '')];
}

/** A module that has been imported once is there for whoever imports it next. */
async function importModule(name: AssetName, url: string): Promise<void> {
  await import(/* @vite-ignore */ url).catch((error: unknown) => {
    throw new AssetError(name, error instanceof Error ? error.message : String(error));
  });
}

/** Answers from memory what a library fetches by itself, until the returned function is called. */
function answerFetches(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): () => void {
  const real = self.fetch;
  self.fetch = (input, init) => {
    const url = String(input);
    const bytes = files.get(url);
    if (bytes === undefined) return real(input, init);
    const type = url.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
    return Promise.resolve(new Response(bytes, { headers: { 'content-type': type } }));
  };
  return () => {
    self.fetch = real;
  };
}

async function download(name: AssetName, url: string, onProgress?: Progress): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new AssetError(name, error instanceof Error ? error.message : String(error));
  });
  if (!response.ok) throw new AssetError(name, `the server answered ${response.status}`);
  // A host that answers every path with its start page would otherwise feed HTML to an engine.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new AssetError(name, 'the server answered with a page instead of the file');
  }
  if (response.body === null) throw new AssetError(name, 'the answer is empty');
  return collect(response.body, totalOf(response), onProgress);
}

/** The length header counts compressed bytes, so it tells nothing about a compressed answer. */
function totalOf({ headers }: Response): number | null {
  const length = Number(headers.get('content-length') ?? 0);
  return headers.has('content-encoding') || length === 0 ? null : length;
}

async function collect(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  total: number | null,
  onProgress?: Progress,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    chunks.push(step.value);
    size += step.value.length;
    onProgress?.(size, total);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
