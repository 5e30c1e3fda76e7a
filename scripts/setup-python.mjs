import { unzipSync, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/**
 * Builds public/python/packages.zip: Alembic, SQLAlchemy, pg8000 and what they need, as bytecode of the very Pyodide
 * that will load it; and snapshot.gz: the memory of a Python that has imported them, which starts in a third of the
 * time. Copies Pyodide beside them. Nothing of it is committed. See python-packages.json for the pins.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache/python');
const archive = join(root, 'public/python/packages.zip');
const snapshot = join(root, 'public/python/snapshot.gz');
const stampFile = join(root, 'public/python/packages.stamp');
const pyodideFiles = ['pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json'];

/** Where PyPI serves the files that its index names. */
const fileHost = 'https://files.pythonhosted.org/packages';
const downloadTimeout = 60_000;

/**
 * Makes the Python packages ready, or says why they cannot be had; the site builds without them.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ ok: true, isFresh: boolean } | { ok: false, error: string }>} isFresh: there was nothing to do.
 */
export async function setupPython({ log = () => undefined } = {}) {
  try {
    await copyPyodide();
    const stamp = await currentStamp();
    if ((await readIfThere(stampFile)) === stamp) return { ok: true, isFresh: true };
    const { packages } = JSON.parse(await readFile(join(root, 'scripts/python-packages.json'), 'utf8'));
    const wheels = await inTurn(packages, (pin) => wheelOf(pin, log));
    log('Compiling the Python packages');
    const zipped = await compile(wheels.map(filesOf));
    await writeWhole(archive, zipped);
    log('Taking a snapshot of Python with the packages');
    await writeWhole(snapshot, await promisify(gzip)(await takeSnapshot(zipped), { level: 9 }));
    await writeWhole(stampFile, stamp);
    return { ok: true, isFresh: false };
  } catch (cause) {
    return {
      ok: false,
      error: `The Python packages could not be set up, so Alembic migrations cannot be run (they are still checked). ${messageOf(cause)}`,
    };
  }
}

async function copyPyodide() {
  const target = join(root, 'public/pyodide');
  await mkdir(target, { recursive: true });
  for (const name of pyodideFiles) {
    const source = join(root, 'node_modules/pyodide', name);
    if (await isSame(source, join(target, name))) continue;
    await copyFile(source, join(target, name));
  }
}

/** Everything the archive is made from: the pins, this script, and Pyodide's own version. */
async function currentStamp() {
  const hash = createHash('sha256');
  for (const path of [
    'scripts/python-packages.json',
    'scripts/setup-python.mjs',
    'node_modules/pyodide/package.json',
  ]) {
    hash.update(await readFile(join(root, path)));
  }
  return hash.digest('hex');
}

/** The bytes of a pinned wheel: from the cache, from PyPI, or through pip, which may be set up with another index. */
async function wheelOf(pin, log) {
  const cached = await firstValue(pin.wheels, ({ file, sha256 }) => readVerified(join(cache, file), sha256));
  if (cached !== null) return cached;
  log(`Downloading ${pin.name} ${pin.version}`);
  const reasons = [];
  for (const get of [fromPypi, fromPip]) {
    try {
      const { file, bytes } = await get(pin);
      await writeWhole(join(cache, file), bytes);
      return bytes;
    } catch (cause) {
      reasons.push(messageOf(cause));
    }
  }
  throw new Error(`${pin.name} ${pin.version}: ${reasons.join('; ')}`);
}

async function fromPypi(pin) {
  const [{ file, path, sha256 }] = pin.wheels;
  const response = await fetch(`${fileHost}/${path}/${file}`, { signal: AbortSignal.timeout(downloadTimeout) });
  if (!response.ok) throw new Error(`${fileHost} answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (sha256Of(bytes) !== sha256) throw new Error(`the hash of ${file} is not the pinned one`);
  return { file, bytes };
}

/** Asks pip for exactly one of the pinned wheels, whatever machine this is. */
async function fromPip(pin) {
  const reasons = [];
  for (const wheel of pin.wheels) {
    try {
      await pipDownload(pin, wheel);
      const bytes = await readVerified(join(cache, wheel.file), wheel.sha256);
      if (bytes !== null) return { file: wheel.file, bytes };
      reasons.push(`pip had another file than ${wheel.file}`);
    } catch (cause) {
      reasons.push(messageOf(cause).split('\n').slice(0, 3).join(' '));
    }
  }
  throw new Error(reasons.join('; '));
}

async function pipDownload(pin, { file, sha256 }) {
  const requirements = join(cache, `${pin.name}.txt`);
  await writeWhole(requirements, `${pin.name}==${pin.version} --hash=sha256:${sha256}\n`);
  const [python, abi, platform] = file
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  const isPure = platform === 'any';
  const target = isPure
    ? ['--platform', 'any', '--implementation', 'py', '--abi', 'none', '--python-version', '311']
    : [
        '--platform',
        platform.split('.')[0],
        '--implementation',
        'cp',
        '--abi',
        abi,
        '--python-version',
        python.slice(2),
      ];
  const command = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  await promisify(execFile)('python3', [...command, ...target, '-d', cache, '-r', requirements], {
    timeout: downloadTimeout * 2,
  });
}

/** What of a wheel the browser needs: modules, data, and the metadata that `importlib.metadata` reads. */
function filesOf(wheel) {
  return Object.entries(unzipSync(wheel)).filter(([path]) => !path.endsWith('/') && isNeeded(path));
}

function isNeeded(path) {
  if (/\.dist-info\//.test(path)) return path.endsWith('/METADATA');
  if (/\.(so|pyd|c|h|pyx|pxd|pyi|typed|mako|txt)$/.test(path)) return false;
  return !/^(sqlalchemy|alembic|asn1crypto|mako)\/(testing|templates|ext\/mypy)\//.test(path);
}

/** Compiles with the very Pyodide that will import it: bytecode has no other compatibility. */
async function compile(wheels) {
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide();
  const files = wheels.flat();
  for (const [path, bytes] of files) {
    python.FS.mkdirTree(`/build/${dirname(path)}`);
    python.FS.writeFile(`/build/${path}`, bytes);
  }
  python.runPython(compileScript);
  const entries = files.map(([path]) => path.replace(/\.py$/, '.pyc')).sort();
  return zipSync(Object.fromEntries(entries.map((path) => [path, [python.FS.readFile(`/build/${path}`), zipOptions]])));
}

/** The same input gives the same archive, byte for byte. */
const zipOptions = { level: 9, mtime: new Date(2000, 0, 1) };

/**
 * The memory of a Python that has the packages imported. The environment, the path and the (empty) JavaScript globals
 * must be those of src/lab/runners/alembic/python.ts, which goes on from here. Files are no part of it.
 */
async function takeSnapshot(zipped) {
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide({
    _makeSnapshot: true,
    env: { PYTHONHASHSEED: '0', HOME: '/home' },
    jsglobals: Object.freeze(Object.create(null)),
  });
  python.FS.writeFile('/packages.zip', zipped);
  python.runPython(warmUpScript);
  return python.makeMemorySnapshot();
}

/** What the runner, Alembic's environment and most migrations import. */
const warmUpScript = `
import sys
sys.path[:] = [*filter(None, sys.path), '/packages.zip']
import alembic.command, alembic.config, alembic.context, alembic.op, alembic.operations.ops
import alembic.runtime.environment, alembic.script, alembic.ddl.postgresql, alembic.ddl.sqlite
import asn1crypto, mako.template, pg8000.dbapi, pg8000.exceptions
import sqlalchemy.dialects.mysql, sqlalchemy.dialects.postgresql.pg8000, sqlalchemy.dialects.sqlite.pysqlite
import sqlalchemy.ext.declarative, sqlalchemy.orm
import csv, decimal, enum, hashlib, importlib.metadata, ipaddress, json, linecache, logging.config, operator, random
import reprlib, secrets, shutil, socket, sqlite3, string, subprocess, textwrap, traceback, typing, unicodedata, uuid
import zipfile, zoneinfo
`;

/** Unchecked: there is no source beside the bytecode that could be newer. */
const compileScript = `
import pathlib, py_compile
for source in sorted(pathlib.Path('/build').rglob('*.py')):
    name = str(source.relative_to('/build'))
    py_compile.compile(str(source), cfile=str(source) + 'c', dfile='/packages/' + name, doraise=True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
`;

async function readVerified(path, sha256) {
  const bytes = await readIfThere(path, null);
  return bytes !== null && sha256Of(bytes) === sha256 ? new Uint8Array(bytes) : null;
}

async function readIfThere(path, encoding = 'utf8') {
  try {
    return await readFile(path, encoding);
  } catch (cause) {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  }
}

async function isSame(a, b) {
  const [left, right] = [await readIfThere(a, null), await readIfThere(b, null)];
  return left !== null && right !== null && left.equals(right);
}

/** Never leaves half a file where a run that was stopped would be taken for a finished one. */
async function writeWhole(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

async function inTurn(items, act) {
  const results = [];
  for (const item of items) results.push(await act(item));
  return results;
}

async function firstValue(items, find) {
  for (const item of items) {
    const value = await find(item);
    if (value !== null) return value;
  }
  return null;
}

const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex');

const messageOf = (cause) => (cause instanceof Error ? cause.message : String(cause));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await setupPython({ log: console.log });
  if (!result.ok) console.error(result.error);
  process.exitCode = result.ok ? 0 : 1;
}
