import { PGlite } from '@electric-sql/pglite';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'public', 'postgres');
const archive = join(folder, 'initial.tar.gz');
const stampFile = join(folder, 'initial.stamp');

/** The same as src/lab/engines/postgres/postgres.ts uses where there is no archive: small segments pack and load faster. */
const initdbParameters = ['--wal-segsize=1'];

/**
 * Dumps a freshly created data directory, so that starting Postgres takes 0.4 seconds in place of 2.5. Does nothing when
 * the archive is of the installed PGlite; without it Postgres still starts, only later.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ ok: true, isFresh: boolean } | { ok: false, error: string }>} isFresh: there was nothing to do.
 */
export async function setupPostgres({ log = () => undefined } = {}) {
  try {
    const stamp = [pgliteVersion(), ...initdbParameters].join(' ');
    if (await isUpToDate(stamp)) return { ok: true, isFresh: true };
    log('Creating the data directory that Postgres starts from');
    await mkdir(folder, { recursive: true });
    await writeFile(archive, await promisify(gzip)(await dumpDataDirectory(), { level: 9 }));
    await writeFile(stampFile, stamp);
    return { ok: true, isFresh: false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, error: `The data directory for Postgres could not be made, so it starts slowly. ${reason}` };
  }
}

function pgliteVersion() {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = createRequire(import.meta.url)(join(dirname(dirname(main)), 'package.json'));
  return manifest.version;
}

async function isUpToDate(stamp) {
  if (!existsSync(archive) || !existsSync(stampFile)) return false;
  return (await readFile(stampFile, 'utf8')) === stamp;
}

async function dumpDataDirectory() {
  const postgres = await PGlite.create({ initDbStartParams: initdbParameters });
  try {
    // Written to the files, so that the next start has nothing to recover.
    await postgres.exec('CHECKPOINT');
    return new Uint8Array(await (await postgres.dumpDataDir('none')).arrayBuffer());
  } finally {
    await postgres.close();
  }
}
