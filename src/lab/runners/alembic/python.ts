import type { PyodideAPI } from 'pyodide';
import { type Assets, AssetError } from '../../assets';
import type { Bridge } from './bridge';
import { loadSnapshot, roomFor } from './snapshot';
import { sources } from './sources';

/** The running Python: one function, text in, text out. */
export interface Python {
  /** Calls a method of `Runner` in main.py. Throws only for bugs of ours, and when Python itself has died. */
  call(method: string, ...values: readonly unknown[]): unknown;
}

/**
 * Loads Pyodide and the packages, imports them, and closes the doors: from then on Python knows no way to JavaScript
 * but `bridge`.
 *
 * @throws AssetError when the packages or Pyodide cannot be had.
 */
export async function startPython(assets: Assets, bridge: Bridge): Promise<Python> {
  return new Door(await loadPackages(assets), bridge);
}

/**
 * Pyodide with the packages and our own modules on its path, and all doors still open.
 *
 * @throws AssetError
 */
export async function loadPackages(assets: Assets): Promise<PyodideAPI> {
  const [packages, snapshot, giveBack] = await Promise.all([
    assets.load('python/packages.zip'),
    loadSnapshot(assets),
    assets.lend('pyodide/', ['pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json', 'pyodide.asm.mjs']),
  ]);
  const pyodide = await load(assets, snapshot).finally(giveBack);
  pyodide.FS.writeFile('/packages.zip', packages);
  writeSources(pyodide);
  // Without '', where Python would find the pasted files before its own: project.py does that.
  pyodide.runPython(
    `import sys; sys.path[:] = [*(p for p in sys.path if p not in ('', '/packages.zip')), '/packages.zip', '/lab']`,
  );
  return pyodide;
}

/** Must be what the snapshot was taken with (scripts/setup-python.mjs). */
const settings = {
  // Alembic orders branches by sets of texts: the same files shall give the same order in every run.
  env: { PYTHONHASHSEED: '0', HOME: '/home' },
  // Not the global scope: `import js` would hand it out.
  jsglobals: Object.freeze(Object.create(null)) as object,
};

async function load(assets: Assets, snapshot: Uint8Array | null): Promise<PyodideAPI> {
  const { loadPyodide } = await import('pyodide');
  const quiet = { stdout: () => undefined, stderr: () => undefined };
  const continued =
    snapshot === null ? {} : { _loadSnapshot: snapshot, createPyodideModule: roomFor(snapshot, assets) };
  try {
    return await loadPyodide({ indexURL: assets.locate('pyodide/'), ...settings, ...quiet, ...continued });
  } catch (cause) {
    throw new AssetError('pyodide/', cause instanceof Error ? cause.message : String(cause));
  }
}

function writeSources(pyodide: PyodideAPI): void {
  pyodide.FS.mkdirTree('/lab/alembic_runner');
  for (const [name, text] of Object.entries(sources)) pyodide.FS.writeFile(`/lab/alembic_runner/${name}`, text);
}

class Door implements Python {
  readonly #call: (method: string, values: string) => string;

  constructor(pyodide: PyodideAPI, bridge: Bridge) {
    const main = pyodide.pyimport('alembic_runner.main');
    // The door stays open for as long as Python runs; it is never destroyed.
    this.#call = main.Door(...bridge.lent()).call;
    main.destroy();
  }

  call(method: string, ...values: readonly unknown[]): unknown {
    // Written by Door.call() in main.py alone.
    const answer = JSON.parse(this.#call(method, JSON.stringify(values))) as { value: unknown } | { bug: string };
    if ('bug' in answer) throw new Error(`The Alembic runner broke in ${method}().\n${answer.bug}`);
    return answer.value;
  }
}
