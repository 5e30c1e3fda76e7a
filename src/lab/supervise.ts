import type { EngineName } from './engines/engine';
import { unrun } from './unrun';
import type { EngineRun, LabEvent, LabRequest, Phase, RevisionResult, RunError, Step } from './result';

/** A lab in a worker of its own, whatever kind of worker that is. */
export interface LabProcess {
  run(request: LabRequest, onEvent: (event: LabEvent) => void): Promise<readonly EngineRun[]>;
  /** Ends it at once; a pending `run` may never settle. */
  terminate(): void;
}

/**
 * Runs requests in a lab that may be killed: a revision from which nothing is heard for too long ends as an error, and
 * the walk goes on behind it in a fresh process. SQL in WebAssembly cannot be interrupted in any other way.
 */
export class Supervisor {
  readonly #spawn: () => LabProcess;
  readonly #quietMs: number;
  #process: LabProcess | null = null;
  #isClosed = false;

  /** `quietMs`: how long one step of one revision may take. */
  constructor(spawn: () => LabProcess, quietMs: number) {
    this.#spawn = spawn;
    this.#quietMs = quietMs;
  }

  async run(request: LabRequest, onEvent: (event: LabEvent) => void): Promise<readonly EngineRun[]> {
    const runs: EngineRun[] = [];
    for (const engine of request.engines) {
      if (this.#isClosed) break;
      runs.push(await this.#runEngine({ ...request, engines: [engine] }, engine, onEvent));
    }
    return runs;
  }

  /** Ends what is under way, and starts nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#terminate();
  }

  #terminate(): void {
    this.#process?.terminate();
    this.#process = null;
  }

  async #runEngine(request: LabRequest, engine: EngineName, onEvent: (event: LabEvent) => void): Promise<EngineRun> {
    const seen = new Seen();
    const outcome = await this.#attempt(request, (event) => {
      seen.note(event);
      onEvent(event);
    });
    if (outcome.ok) return outcome.run;
    this.#terminate();
    const hung = this.#isClosed ? null : seen.hungResult(engine, outcome.message);
    if (!hung) return { engine, engineVersion: '', revisions: seen.results, error: startError(outcome.message) };
    onEvent({ type: 'revision', result: hung });
    const skip = [...(request.skip ?? []), hung.revision];
    if (skip.length >= mostDeaths) {
      const error = startError(`Given up after ${skip.length} revisions that had to be stopped. ${outcome.message}`);
      return { engine, engineVersion: '', revisions: [...seen.results, hung], error };
    }
    const rest = await this.#runEngine({ ...request, skip }, engine, onEvent);
    return { ...rest, revisions: seen.inOrder([...rest.revisions, hung]) };
  }

  async #attempt(request: LabRequest, onEvent: (event: LabEvent) => void): Promise<Attempt> {
    this.#process ??= this.#spawn();
    const watch = new Watch(this.#quietMs);
    const run = this.#process.run(request, (event) => {
      watch.heard();
      onEvent(event);
    });
    const ended = run.then(
      ([only]): Attempt => (only ? { ok: true, run: only } : { ok: false, message: 'The lab gave no answer.' }),
      (error: unknown): Attempt => ({ ok: false, message: `The lab broke down: ${String(error)}` }),
    );
    const attempt = await Promise.race([ended, watch.silence]);
    watch.stop();
    return attempt;
  }
}

/** A history in which so many revisions hang or break the lab would take for ever. */
const mostDeaths = 5;

type Attempt = { readonly ok: true; readonly run: EngineRun } | { readonly ok: false; readonly message: string };

/** Ends when nothing was heard for a while. */
class Watch {
  readonly silence: Promise<Attempt>;
  readonly #quietMs: number;
  #end: (attempt: Attempt) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
    this.silence = new Promise((resolve) => (this.#end = resolve));
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    const message = `It was stopped after ${Math.round(this.#quietMs / 1000)} s without an end: does it loop, sleep or wait?`;
    this.#timer = setTimeout(() => {
      this.#end({ ok: false, message });
    }, this.#quietMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** What was heard of a walk before it went silent. */
class Seen {
  readonly results: RevisionResult[] = [];
  #plan: Extract<LabEvent, { type: 'plan' }>['revisions'] = [];
  #step: { readonly revision: string; readonly step: Step } | null = null;

  note(event: LabEvent): void {
    if (event.type === 'plan') this.#plan = event.revisions;
    if (event.type === 'step') this.#step = event;
    if (event.type === 'revision') this.results.push(event.result);
  }

  hungResult(engine: EngineName, message: string): RevisionResult | null {
    const step = this.#step;
    const planned = this.#plan.find(({ revision }) => revision === step?.revision);
    if (!step || !planned) return null;
    return unrun(planned, engine, {
      phase: phaseOf(step.step),
      message,
      line: null,
      path: planned.path,
      code: 'time-limit',
      traceback: null,
    });
  }

  inOrder(results: readonly RevisionResult[]): readonly RevisionResult[] {
    const place = new Map(this.#plan.map(({ revision }, index) => [revision, index]));
    return [...results].sort((a, b) => (place.get(a.revision) ?? 0) - (place.get(b.revision) ?? 0));
  }
}

function phaseOf(step: Step): Phase {
  return step === 'compare' ? 'downgrade' : step;
}

function startError(message: string): RunError {
  return { phase: 'baseline', message, line: null, path: null, code: 'no-start', traceback: null };
}
