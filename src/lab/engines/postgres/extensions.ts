import type { Extension } from '@electric-sql/pglite';
import type { Assets } from '../../assets';
import { loadFile } from '../start';
import { unpack } from './gzip';

/**
 * The extensions that PGlite's package ships, by the name that CREATE EXTENSION uses. An extension that is not among
 * them is left out: Postgres itself then says that it is not available.
 */
const bundled: ReadonlySet<string> = new Set([
  'amcheck', 'autoinc', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn', 'earthdistance',
  'file_fdw', 'fuzzystrmatch', 'hstore', 'insert_username', 'intarray', 'isn', 'lo', 'ltree', 'moddatetime',
  'pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_stat_statements', 'pg_surgery', 'pg_trgm', 'pg_visibility',
  'pg_walinspect', 'pgcrypto', 'refint', 'seg', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent',
  'uuid-ossp',
]); // prettier-ignore

/** Extensions that build on another one, which CREATE EXTENSION ... CASCADE then needs. */
const requirements: Readonly<Record<string, readonly string[]>> = { earthdistance: ['cube'] };

/** Extensions whose bundle bears another name: the four of contrib/spi come as one. */
const bundleNames: Readonly<Record<string, string>> = {
  autoinc: 'spi',
  insert_username: 'spi',
  moddatetime: 'spi',
  refint: 'spi',
};

/** Loads the bundles of those names that there are; gives them as PGlite wants them. */
export async function loadExtensions(names: readonly string[], assets: Assets): Promise<Record<string, Extension>> {
  const wanted = names.flatMap((name) => [name, ...(requirements[name] ?? [])]).filter((name) => bundled.has(name));
  const bundles = [...new Set(wanted.map((name) => bundleNames[name] ?? name))];
  const loaded = await Promise.all(bundles.map(async (name) => [name, await loadExtension(name, assets)] as const));
  return Object.fromEntries(loaded);
}

/**
 * PGlite would fetch a bundle by itself. We hand it the bytes before it looks, because `fetch` may be gone by then:
 * `preRun` is the last hook in which the module's list of bundles can be changed.
 */
async function loadExtension(name: string, assets: Assets): Promise<Extension> {
  const asset = `postgres/extensions/${name}.tar.gz` as const;
  const tar = await unpack(asset, await loadFile(assets, asset));
  return {
    name,
    setup: (_postgres, options: ModuleOptions) => {
      options.preRun.push((module) => {
        module.pg_extensions[name] = Promise.resolve(tar);
      });
      return Promise.resolve({ emscriptenOpts: options });
    },
  };
}

/** The part of Emscripten's module that an extension touches. */
interface ModuleOptions {
  readonly preRun: ((module: { readonly pg_extensions: Record<string, Promise<Blob>> }) => void)[];
}
