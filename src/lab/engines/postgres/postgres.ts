import { PGlite } from '@electric-sql/pglite';
import { AssetError, type Assets } from '../../assets';
import type { Engine } from '../engine';
import { compileModule, loadFile, startWithin } from '../start';
import { PostgresDatabase } from './database';
import { loadExtensions } from './extensions';
import { unpack } from './gzip';
import { PostgresSession } from './session';

/** Postgres, as PGlite compiles it to WebAssembly: the real server, with one session. */
export const postgres: Engine = {
  name: 'postgres',
  label: 'Postgres',
  dialect: 'postgresql',
  async open(assets, options = {}) {
    const [program, extensions] = await Promise.all([
      loadProgram(assets),
      loadExtensions(options.extensions ?? [], assets),
    ]);
    const started = await startWithin(
      'Postgres',
      startLimit,
      PGlite.create({ ...program, extensions, initDbStartParams: initdbParameters }),
    );
    return new PostgresDatabase(postgres, new PostgresSession(started));
  },
};

/** A cold start with `initdb` takes 3 seconds on a slow machine; this is for one that is busy besides. In ms. */
const startLimit = 60_000;

/** As scripts/setup-postgres.mjs has it; one megabyte is the smallest segment of the write-ahead log. */
const initdbParameters = ['--wal-segsize=1'];

/** All that PGlite would otherwise fetch by itself. */
interface Program {
  readonly pgliteWasmModule: WebAssembly.Module;
  readonly initdbWasmModule: WebAssembly.Module;
  readonly fsBundle: Blob;
  readonly loadDataDir?: Blob;
}

/** Compiling takes longer than starting, and one page opens several databases. */
const programs = new WeakMap<Assets, Promise<Program>>();

function loadProgram(assets: Assets): Promise<Program> {
  const known = programs.get(assets);
  if (known !== undefined) return known;
  const program = readProgram(assets);
  programs.set(assets, program);
  // A download that failed may be tried again.
  program.catch(() => programs.delete(assets));
  return program;
}

async function readProgram(assets: Assets): Promise<Program> {
  const [pgliteWasmModule, files, dataDirectory] = await Promise.all([
    compileModule(assets, 'postgres/pglite.wasm'),
    loadFile(assets, 'postgres/pglite.data'),
    loadDataDirectory(assets),
  ]);
  const program = { pgliteWasmModule, fsBundle: new Blob([files]) };
  if (dataDirectory === null)
    return { ...program, initdbWasmModule: await compileModule(assets, 'postgres/initdb.wasm') };
  return { ...program, initdbWasmModule: await emptyModule(), loadDataDir: dataDirectory };
}

/** `initdb` does not run when there is a data directory, but without a module of it PGlite starts to fetch one. */
function emptyModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
}

/** The dumped data directory saves two seconds; without it `initdb` makes a new one. */
async function loadDataDirectory(assets: Assets): Promise<Blob | null> {
  const name = 'postgres/initial.tar.gz';
  try {
    return await unpack(name, await loadFile(assets, name));
  } catch (cause) {
    if (cause instanceof AssetError) return null;
    throw cause;
  }
}
