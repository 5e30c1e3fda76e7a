import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetError, type AssetName, type Assets } from './assets';

/**
 * The engines' files on disk, for the command line and the tests: from node_modules where a package ships them, from
 * public/ where `npm run setup` made them.
 *
 * @param root The project's folder. Default: the nearest one above this module (or bundle) that holds the project.
 */
export function nodeAssets(root: string = findProject(dirname(fileURLToPath(import.meta.url)))): Assets {
  const locate = (name: AssetName) => join(root, pathOf(name));
  return {
    locate,
    async load(name, onProgress) {
      const bytes = await read(name, locate(name));
      onProgress?.(bytes.byteLength, bytes.byteLength);
      return bytes;
    },
    // Libraries read them from the disk by themselves.
    lend: () => Promise.resolve(() => undefined),
  };
}

const pglite = 'node_modules/@electric-sql/pglite/dist';
const extensionsFolder = 'postgres/extensions/';

function pathOf(name: AssetName): string {
  switch (name) {
    case 'sqlite/sql-wasm.wasm':
      return 'node_modules/sql.js/dist/sql-wasm.wasm';
    case 'postgres/pglite.wasm':
    case 'postgres/pglite.data':
    case 'postgres/initdb.wasm':
      return join(pglite, name.slice('postgres/'.length));
    case 'pyodide/':
      return 'node_modules/pyodide/';
    case 'postgres/initial.tar.gz':
    case 'python/packages.zip':
    case 'python/snapshot.gz':
      return join('public', name);
    default:
      return join(pglite, name.slice(extensionsFolder.length));
  }
}

async function read(name: AssetName, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new AssetError(name, cause instanceof Error ? cause.message : String(cause));
  }
}

function findProject(folder: string): string {
  if (isProject(folder)) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder of the project was not found above this module.');
  return findProject(parent);
}

function isProject(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && /"name":\s*"roundtrip"/.test(readFileSync(manifest, 'utf8'));
}
