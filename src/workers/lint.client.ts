import { wrap, type Remote } from 'comlink';
import type { LintedFile } from '../lint/finding';
import type { SourceFile } from '../migration/migration';
import type {
  CheckOptions,
  FixAnswer,
  LintAnswer,
  LintFailure,
  LintRequest,
  LintService,
  ThemeEntry,
} from './lint.protocol';
import workerUrl from './lint.worker.ts?worker&url';
import { spawn } from './spawn';

/** Longer than any sane text needs: beyond it the worker is taken to hang. */
const patience = 20_000;

/** One answer for each file, in the order given; the same object as last time for a file of which there is no news. */
export type Checked = { readonly ok: true; readonly files: readonly LintedFile[] } | LintFailure;

export type Catalogue = { readonly ok: true; readonly themes: readonly ThemeEntry[] } | LintFailure;

/** What is asked about. */
export interface Subject {
  readonly files: readonly SourceFile[];
  readonly options: CheckOptions;
}

interface Question extends Subject {
  readonly fixesIn: readonly string[];
  readonly answer: (answer: Checked | null) => void;
}

/** A worker, and what has passed between it and the page. */
interface Talk {
  readonly service: Remote<LintService>;
  /** The texts that it has. */
  readonly sent: Map<string, string>;
  /** What it said last of each file. */
  readonly said: Map<string, LintedFile>;
  /** Ends the worker; whatever it was asked answers with the message. */
  readonly end: (message: string) => void;
  readonly ended: Promise<LintFailure>;
}

/**
 * Findings for the newest text only. One question is with the worker, one may wait; a newer one takes the waiting
 * one's place, whose promise then gives `null`. So typing never builds a queue.
 */
export class Linter {
  #talk: Talk | null = null;
  #isBusy = false;
  #waiting: Question | null = null;

  /** @param fixesIn - paths of the files whose findings are to come with their fixes */
  check({ files, options }: Subject, fixesIn: readonly string[] = []): Promise<Checked | null> {
    return new Promise((answer) => {
      this.#waiting?.answer(null);
      this.#waiting = { files, options, fixesIn, answer };
      if (!this.#isBusy) void this.#askNext();
    });
  }

  /** Every safe fix there is, over all files. */
  fixAll(subject: Subject): Promise<FixAnswer> {
    const talk = this.#open();
    return this.#race<FixAnswer>(talk, talk.service.fixAll(differenceFor(talk, subject, [])));
  }

  catalogue(): Promise<Catalogue> {
    const talk = this.#open();
    return this.#race<Catalogue>(
      talk,
      talk.service.catalogue().then((themes) => ({ ok: true, themes })),
    );
  }

  async #askNext(): Promise<void> {
    const question = this.#waiting;
    if (question === null) return;
    this.#waiting = null;
    this.#isBusy = true;
    const talk = this.#open();
    const answer = await this.#race<LintAnswer>(
      talk,
      talk.service.lint(differenceFor(talk, question, question.fixesIn)),
    );
    this.#isBusy = false;
    // A newer text may be waiting: this answer is of yesterday, but better than none until the next one is there.
    question.answer(hear(talk, question, answer));
    void this.#askNext();
  }

  /** Against the worker's own failure and against the clock; both end it, and the next question gets a new one. */
  async #race<Answer>(talk: Talk, call: Promise<Answer>): Promise<Answer | LintFailure> {
    const timer = setTimeout(() => {
      talk.end(`The static check did not end within ${patience / 1000} seconds.`);
    }, patience);
    const answer = call.catch((error: unknown) => {
      talk.end(`The static check stopped: ${error instanceof Error ? error.message : String(error)}.`);
      return talk.ended;
    });
    return Promise.race([answer, talk.ended]).finally(() => {
      clearTimeout(timer);
    });
  }

  #open(): Talk {
    this.#talk ??= openTalk((ended) => {
      if (this.#talk === ended) this.#talk = null;
    });
    return this.#talk;
  }
}

function openTalk(onEnd: (talk: Talk) => void): Talk {
  const worker = spawn(workerUrl, 'roundtrip-lint');
  let markEnded: (failure: LintFailure) => void = () => undefined;
  const ended = new Promise<LintFailure>((resolve) => (markEnded = resolve));
  const end = (message: string) => {
    worker.terminate();
    onEnd(talk);
    markEnded({ ok: false, message });
  };
  worker.onerror = ({ message }) => {
    end(`The static check stopped: ${message || 'its worker could not be loaded'}.`);
  };
  const talk = { service: wrap<LintService>(worker), sent: new Map(), said: new Map(), end, ended };
  return talk;
}

function differenceFor({ sent }: Talk, { files, options }: Subject, fixesIn: readonly string[]): LintRequest {
  const changed = files.filter(({ path, text }) => sent.get(path) !== text);
  for (const { path, text } of changed) sent.set(path, text);
  const paths = files.map(({ path }) => path);
  keepOnly(sent, paths);
  return { paths, changed, options, fixesIn };
}

function hear({ said }: Talk, { files }: Subject, answer: LintAnswer): Checked {
  if (!answer.ok) return answer;
  for (const file of answer.changed) said.set(file.path, file);
  keepOnly(
    said,
    files.map(({ path }) => path),
  );
  return { ok: true, files: files.flatMap(({ path }) => said.get(path) ?? []) };
}

function keepOnly(map: Map<string, unknown>, paths: readonly string[]): void {
  const wanted = new Set(paths);
  for (const path of map.keys()) if (!wanted.has(path)) map.delete(path);
}
