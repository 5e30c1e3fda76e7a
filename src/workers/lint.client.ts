import { wrap, type Remote } from 'comlink';
import type { SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';
import type { LintAnswer, LintService } from './lint.protocol';
import workerUrl from './lint.worker.ts?worker&url';
import { spawn } from './spawn';

/** Longer than any sane text needs: beyond it the worker is taken to hang. */
const patience = 20_000;

interface Question {
  readonly files: readonly SourceFile[];
  readonly dialect: Dialect;
  readonly answer: (answer: LintAnswer | null) => void;
}

/**
 * Findings for the newest text only. One question is with the worker, one may wait; a newer one takes the waiting
 * one's place, whose promise then gives `null`. So typing never builds a queue.
 */
export class Linter {
  #worker: Worker | null = null;
  #service: Remote<LintService> | null = null;
  #isBusy = false;
  #waiting: Question | null = null;

  check(files: readonly SourceFile[], dialect: Dialect): Promise<LintAnswer | null> {
    return new Promise((answer) => {
      this.#waiting?.answer(null);
      this.#waiting = { files, dialect, answer };
      if (!this.#isBusy) void this.#askNext();
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#service = null;
  }

  async #askNext(): Promise<void> {
    const question = this.#waiting;
    if (question === null) return;
    this.#waiting = null;
    this.#isBusy = true;
    const answer = await this.#ask(question);
    this.#isBusy = false;
    // A newer text is waiting: this answer is of yesterday, but better than none until the next one is there.
    question.answer(answer);
    void this.#askNext();
  }

  /** Races the worker against its own failure and against the clock; both end it, and the next question gets a new one. */
  #ask({ files, dialect }: Question): Promise<LintAnswer> {
    const { worker, service } = this.#open();
    return new Promise((resolve) => {
      const fail = (message: string) => {
        this.close();
        resolve({ ok: false, message });
      };
      const timer = setTimeout(() => {
        fail(`The static check did not end within ${patience / 1000} seconds.`);
      }, patience);
      worker.onerror = (event) => {
        fail(`The static check stopped: ${event.message || 'its worker could not be loaded'}.`);
      };
      void service
        .lint(files, dialect)
        .then(resolve, (error: unknown) => {
          fail(`The static check stopped: ${error instanceof Error ? error.message : String(error)}.`);
        })
        .finally(() => {
          clearTimeout(timer);
        });
    });
  }

  #open(): { readonly worker: Worker; readonly service: Remote<LintService> } {
    this.#worker ??= spawn(workerUrl, 'roundtrip-lint');
    this.#service ??= wrap<LintService>(this.#worker);
    return { worker: this.#worker, service: this.#service };
  }
}
