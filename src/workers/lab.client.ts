import type { EngineRun, LabEvent, LabRequest } from '../lab/result';
import { Supervisor, type LabProcess } from '../lab/supervise';
import { Bench } from './bench';
import { equipmentFor, previewOf, suffices, type Preview } from './lab.protocol';

/** `null`: it was stopped. */
export type RunOutcome = readonly EngineRun[] | null;

/** A worker is replaced after so many runs: closed databases give their memory back only with it. */
const mostRuns = 25;
/** The longest that one step of one revision may take, in milliseconds. */
const patience = 120_000;
/**
 * When a spare worker is started, in milliseconds. While a run goes on: one that is not over by then is the kind that
 * gets stopped. After a run: a spare must not take the processor from whoever runs again at once.
 */
const spareDelay = { running: 700, done: 2_500 } as const;

/**
 * Runs requests in a worker, one at a time, and keeps a warm one behind it: stopping ends the worker (nothing else
 * stops SQL), and the next run goes to the spare.
 */
export class Laboratory {
  #bench: Bench | null = null;
  #spare: Bench | null = null;
  #spareTimer: ReturnType<typeof setTimeout> | undefined;

  /** Starts a worker for a request that is likely to come. */
  warm(request: LabRequest): void {
    this.#take(previewOf(request));
  }

  /** Aborting answers at once; no event comes after it. */
  async run(request: LabRequest, onEvent: (event: LabEvent) => void, signal: AbortSignal): Promise<RunOutcome> {
    const preview = previewOf(request);
    const supervisor = new Supervisor(() => this.#process(preview, signal), patience);
    const stopped = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => {
        supervisor.close();
        this.#keepWarm(preview);
        resolve(null);
      });
    });
    clearTimeout(this.#spareTimer);
    const hear = (event: LabEvent) => {
      if (event.type === 'plan') this.#spareSoon(preview, spareDelay.running);
      onEvent(event);
    };
    const runs = await Promise.race([supervisor.run(request, hear), stopped]);
    if (!signal.aborted) {
      this.#keepWarm(preview);
      this.#spareSoon(preview, spareDelay.done);
    }
    return runs;
  }

  #process(preview: Preview, signal: AbortSignal): LabProcess {
    const bench = this.#take(preview);
    return {
      run: async (request, onEvent) => {
        const answer = await bench.run(request, onEvent);
        if (!answer.ok) throw new Error(answer.message);
        return answer.runs;
      },
      terminate: () => {
        if (signal.aborted) bench.stop();
        else bench.end('It was not heard of any more.');
      },
    };
  }

  /** The worker at hand if it will do, else the spare, else a new one. */
  #take(preview: Preview): Bench {
    const fit = [this.#bench, this.#spare].find((bench) => bench !== null && canServe(bench, preview));
    const bench = fit ?? new Bench(preview);
    if (this.#spare === bench) this.#spare = null;
    if (this.#bench !== bench) this.#bench?.end('Replaced.');
    this.#bench = bench;
    return bench;
  }

  /** After a run: a worker that has ended, or has served long enough, makes way for the next. */
  #keepWarm(preview: Preview): void {
    if (this.#bench !== null && this.#bench.runs >= mostRuns) this.#bench.end('It has served its time.');
    if (this.#bench === null || this.#bench.hasEnded) this.#take(preview);
  }

  #spareSoon(preview: Preview, delay: number): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      this.#keepSpare(preview);
    }, delay);
  }

  #keepSpare(preview: Preview): void {
    if (!hasRoomForTwo() || (this.#spare !== null && canServe(this.#spare, preview))) return;
    this.#spare?.end('Replaced.');
    this.#spare = new Bench(preview);
  }
}

function canServe(bench: Bench, preview: Preview): boolean {
  return !bench.hasEnded && suffices(bench.equipment, equipmentFor(preview));
}

/** Two workers hold half a gigabyte: too much for a phone. `deviceMemory` is in GiB and not known everywhere. */
function hasRoomForTwo(): boolean {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return deviceMemory === undefined ? !matchMedia('(pointer: coarse)').matches : deviceMemory >= 4;
}
