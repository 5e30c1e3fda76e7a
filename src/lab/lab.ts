import { loadSqlParser } from '../formats/sql/sql';
import type { Assets } from './assets';
import { CountedAssets } from './counted';
import { engineByName } from './engines/engines';
import type { Database, EngineName } from './engines/engine';
import { wantedExtensions } from './extensions';
import type { EngineRun, LabEvent, LabRequest, RunError } from './result';
import { createAlembicRunner } from './runners/alembic/runner';
import type { Runner } from './runners/runner';
import { walk } from './walk';

/**
 * The real round trip, with everything it needs started once and used again: Python with Alembic, the SQL reader, one
 * open database per engine. Lives in a worker; only `terminate()` stops what it runs.
 */
export class Lab {
  readonly #assets: Assets;
  readonly #emit: (event: LabEvent) => void;
  readonly #databases = new Map<EngineName, OpenDatabase>();
  readonly #downloads = new Map<string, Assets>();
  #runner: Promise<RunnerStart> | null = null;

  constructor(assets: Assets, emit: (event: LabEvent) => void) {
    this.#assets = assets;
    this.#emit = emit;
  }

  /** Downloads and starts all that the request will need; nothing is fetched after it. */
  async prepare(request: Pick<LabRequest, 'files' | 'engines'> & Partial<LabRequest>): Promise<void> {
    const extensions = wantedExtensions(request.files, request.settings?.baseline);
    await Promise.all([
      loadSqlParser(),
      this.#startRunner(),
      ...request.engines.map((engine) => this.#database(engine, extensions)),
    ]);
  }

  /** Runs the request on its engines, one after the other. A failure to start is in the result's `error`. */
  async run(request: LabRequest, emit: (event: LabEvent) => void): Promise<readonly EngineRun[]> {
    await this.prepare(request);
    const started = await this.#startRunner();
    const runs: EngineRun[] = [];
    for (const engine of request.engines) {
      const run = started.ok ? await this.#runOn(engine, request, started.runner, emit) : failed(engine, started.error);
      if (!started.ok) emit({ type: 'finished', run });
      runs.push(run);
    }
    return runs;
  }

  async close(): Promise<void> {
    for (const open of this.#databases.values()) await (await open.database).close();
    this.#databases.clear();
  }

  async #runOn(engine: EngineName, request: LabRequest, runner: Runner, emit: (event: LabEvent) => void) {
    const database = await this.#database(engine, wantedExtensions(request.files, request.settings.baseline));
    await database.clear();
    return walk(request, runner, database, emit);
  }

  #startRunner(): Promise<RunnerStart> {
    this.#runner ??= this.#timed('Python with Alembic', async (assets) => {
      const started = await createAlembicRunner(assets);
      return { value: started, version: started.ok ? started.runner.version : 'not available' };
    });
    return this.#runner;
  }

  /** An open database serves until a request needs an extension that it was not started with. */
  async #database(name: EngineName, extensions: readonly string[]): Promise<Database> {
    const known = this.#databases.get(name);
    if (known && extensions.every((extension) => known.extensions.includes(extension))) return known.database;
    const engine = engineByName(name);
    const database = this.#timed(engine.label, async (assets) => {
      await (await known?.database)?.close();
      const value = await engine.open(assets, { extensions });
      return { value, version: value.version };
    });
    this.#databases.set(name, { database, extensions });
    return database;
  }

  /** Tells of the download, the start and the end of it, all under one name. */
  async #timed<T>(what: string, start: (assets: Assets) => Promise<{ value: T; version: string }>): Promise<T> {
    const began = performance.now();
    this.#emit({ type: 'loading', what, loaded: 0, total: null });
    const { value, version } = await start(this.#counted(what));
    this.#emit({ type: 'ready', what, version, ms: performance.now() - began });
    return value;
  }

  /** The same for the same name, because engines keep what they compiled by whom they had it from. */
  #counted(what: string): Assets {
    const known = this.#downloads.get(what);
    if (known) return known;
    const counted = new CountedAssets(
      this.#assets,
      (download) => this.#emit({ type: 'loading', what, ...download }),
      () => this.#emit({ type: 'starting', what }),
    );
    this.#downloads.set(what, counted);
    return counted;
  }
}

interface OpenDatabase {
  readonly database: Promise<Database>;
  readonly extensions: readonly string[];
}

type RunnerStart = Awaited<ReturnType<typeof createAlembicRunner>>;

function failed(engine: EngineName, message: string): EngineRun {
  const error: RunError = { phase: 'baseline', message, line: null, path: null, code: 'no-python', traceback: null };
  return { engine, engineVersion: '', revisions: [], error };
}
