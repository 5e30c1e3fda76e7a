import type { LabEvent } from '../../lab/result';
import { Laboratory } from '../../workers/lab.client';
import { conclude, describeProgress, emptyJournal, record, resultsOf, type Journal } from '../../workspace/journal';
import { isSameRun, toLabRequest, type Workspace } from '../../workspace/workspace';

/** In milliseconds. */
const showEvery = 60;

export type RunState =
  { readonly kind: 'idle' } | { readonly kind: 'running' } | { readonly kind: 'done' } | { readonly kind: 'stopped' };

/** The run that is on the page: at most one, with everything it has shown so far. */
export class RunStore {
  readonly #laboratory = new Laboratory();
  #state = $state.raw<RunState>({ kind: 'idle' });
  #journal = $state.raw<Journal>(emptyJournal);
  #of = $state.raw<Workspace | null>(null);
  #results = $derived(resultsOf(this.#journal));
  #abort: AbortController | null = null;
  /** Heard, and not yet on the page: a chain tells more in a second than anybody can read or a page can draw. */
  #heard: LabEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  get state(): RunState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#state.kind === 'running';
  }

  get journal(): Journal {
    return this.#journal;
  }

  get results() {
    return this.#results;
  }

  /** The workspace that was run. */
  get of(): Workspace | null {
    return this.#of;
  }

  /** One line for the status bar and its live region. */
  get status(): string {
    switch (this.#state.kind) {
      case 'idle':
        return '';
      case 'running':
        return describeProgress(this.#journal);
      case 'done':
        return 'Finished';
      case 'stopped':
        return 'Stopped';
    }
  }

  /** What was run is no longer what is in the editor. */
  isOutdated(workspace: Workspace): boolean {
    return this.#of !== null && !isSameRun(this.#of, workspace);
  }

  async start(workspace: Workspace): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#of = workspace;
    this.#heard = [];
    this.#journal = emptyJournal;
    this.#state = { kind: 'running' };
    const runs = await this.#laboratory.run(
      toLabRequest(workspace),
      (event) => {
        this.#hear(event, abort);
      },
      abort.signal,
    );
    if (this.#abort !== abort) return;
    this.#abort = null;
    if (runs === null) return;
    this.#show();
    this.#journal = conclude(this.#journal, runs);
    this.#state = { kind: 'done' };
  }

  /** Takes effect at once; the worker is ended behind it. */
  stop(): void {
    const abort = this.#abort;
    if (abort === null) return;
    this.#abort = null;
    this.#show();
    this.#state = { kind: 'stopped' };
    abort.abort();
  }

  /** Forgets results that belong to other work. */
  clear(): void {
    this.stop();
    this.#state = { kind: 'idle' };
    this.#journal = emptyJournal;
    this.#of = null;
  }

  /** Starts loading before the click, when the click is likely. */
  warm(workspace: Workspace): void {
    this.#laboratory.warm(toLabRequest(workspace));
  }

  /** An ended run may still have messages on their way. */
  #hear(event: LabEvent, abort: AbortController): void {
    if (this.#abort !== abort) return;
    this.#heard.push(event);
    this.#timer ??= setTimeout(() => {
      this.#show();
    }, showEvery);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#journal = this.#heard.splice(0).reduce(record, this.#journal);
  }
}
