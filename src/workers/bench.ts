import { proxy, wrap, type Remote } from 'comlink';
import type { LabEvent, LabRequest } from '../lab/result';
import {
  equipmentFor,
  type Equipment,
  type Failure,
  type LabService,
  type OpenAnswer,
  type Preview,
  type RunAnswer,
} from './lab.protocol';
import workerUrl from './lab.worker.ts?worker&url';
import { spawn } from './spawn';

type Listener = (event: LabEvent) => void;

/**
 * One lab worker, from its start to its end. Comlink leaves calls pending for ever when a worker is terminated, so
 * every call is raced here against `end`.
 */
export class Bench {
  readonly preview: Preview;
  readonly equipment: Equipment;
  readonly #worker: Worker;
  readonly #service: Remote<LabService>;
  readonly #opened: Promise<OpenAnswer>;
  readonly #ended: Promise<Failure>;
  #markEnded: (failure: Failure) => void = () => undefined;
  /** The last word on each thing that was started, for whoever listens later. */
  readonly #starts = new Map<string, LabEvent>();
  #listener: Listener | null = null;
  #hasEnded = false;
  #isHanded = false;
  #runs = 0;

  /** Starts loading at once. */
  constructor(preview: Preview) {
    this.preview = preview;
    this.equipment = equipmentFor(preview);
    this.#ended = new Promise((resolve) => (this.#markEnded = resolve));
    this.#worker = spawn(workerUrl, 'roundtrip-lab');
    this.#worker.onerror = (event) => {
      this.end(`The worker stopped: ${event.message || 'it could not be loaded'}.`);
    };
    this.#service = wrap<LabService>(this.#worker);
    this.#opened = this.#race<OpenAnswer>(this.#service.open(preview, proxy(this.#hearStart)));
  }

  /** How many runs were asked of it. */
  get runs(): number {
    return this.#runs;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** One at a time. Tells first what has been started so far. */
  async run(request: LabRequest, onEvent: Listener): Promise<RunAnswer> {
    const turn = ++this.#runs;
    this.#listener = onEvent;
    for (const event of this.#starts.values()) onEvent(event);
    const opened = await this.#opened;
    if (!opened.ok) return opened;
    if (turn !== this.#runs) return { ok: false, message: 'Stopped.' };
    this.#isHanded = true;
    const answer = await this.#race<RunAnswer>(this.#service.run(request, proxy(this.#hear)));
    this.#isHanded = false;
    return answer;
  }

  /** Takes a run back. Nothing stops one that has begun but the end of the worker; one that has not, costs nothing. */
  stop(): void {
    if (this.#isHanded) this.end('Stopped.');
    this.#listener = null;
    this.#runs += 1;
  }

  /** Ends the worker at once; whatever is under way answers with `reason`. */
  end(reason: string): void {
    this.#hasEnded = true;
    this.#listener = null;
    this.#worker.terminate();
    this.#markEnded({ ok: false, message: reason });
  }

  readonly #hear: Listener = (event) => {
    this.#listener?.(event);
  };

  readonly #hearStart: Listener = (event) => {
    if ('what' in event) this.#starts.set(event.what, event);
    this.#hear(event);
  };

  #race<Answer>(call: Promise<Answer | Failure>): Promise<Answer | Failure> {
    const answer = call.catch((error: unknown): Failure => ({ ok: false, message: String(error) }));
    return Promise.race([answer, this.#ended]);
  }
}
