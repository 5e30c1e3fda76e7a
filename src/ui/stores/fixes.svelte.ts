import type { Fix } from '../../lint/finding';
import type { SourceFile } from '../../migration/migration';
import { Linter, type Subject } from '../../workers/lint.client';
import type { FixAnswer } from '../../workers/lint.protocol';
import { isSame } from '../../schema/same';
import { lintOptions, type Workspace } from '../../workspace/workspace';
import type { FindingStore } from './findings.svelte';
import { fixesByKey, noFixes, type FileFixes } from './known-fixes';

/** In milliseconds without a key: fixes take longer to work out than findings, and nobody reads them while typing. */
const pause = 300;

/** Up to so many findings all of them get their fixes at once; beyond, those of the file in front. */
const mostFindings = 100;

interface Question extends Subject {
  readonly fixesIn: readonly string[];
  readonly answer: Promise<string | null>;
}

/**
 * What can be done about findings. Worked out by a linter of its own, so that the one that follows the typing never
 * waits for it. Until there is news, the fixes of the text before are shown; what is put into the text is always worked
 * out for the text as it is.
 */
export class FixStore {
  readonly #fixer = new Linter();
  readonly #findings: FindingStore;
  #known = $state.raw(noFixes);
  #asked: Question | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #safeCount = $derived(countSafe([...this.#known.values()]));

  constructor(findings: FindingStore) {
    this.#findings = findings;
  }

  /** How many findings have a safe fix, as far as fixes are known. */
  get safeCount(): number {
    return this.#safeCount;
  }

  /** Those that are known, be it of a text that has changed since. */
  of(path: string, key: string): readonly Fix[] {
    return this.#known.get(path)?.byKey.get(key) ?? [];
  }

  /** Those for exactly this text. */
  for({ path, text }: SourceFile): FileFixes | undefined {
    const known = this.#known.get(path);
    return known?.text === text ? known : undefined;
  }

  /** Works them out once nothing happens any more. */
  anticipate(workspace: Workspace): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.know(workspace), pause);
  }

  /** Works them out now. Answers why that is not possible; `null` when it is done, or a newer text took the turn. */
  know({ files, settings, active }: Workspace): Promise<string | null> {
    const subject = { files, options: lintOptions(settings) };
    const fixesIn = this.#findings.all.length > mostFindings ? [active] : files.map(({ path }) => path);
    const asked = this.#asked;
    if (asked?.files === files && isSame([asked.options, asked.fixesIn], [subject.options, fixesIn]))
      return asked.answer;
    const answer = this.#ask(subject, fixesIn);
    this.#asked = { ...subject, fixesIn, answer };
    return answer;
  }

  /** Every safe fix, over all files, as far as they go together. */
  all({ files, settings }: Workspace): Promise<FixAnswer> {
    return this.#fixer.fixAll({ files, options: lintOptions(settings) });
  }

  async #ask(subject: Subject, fixesIn: readonly string[]): Promise<string | null> {
    const answer = await this.#fixer.check(subject, fixesIn);
    if (answer === null) return null;
    if (!answer.ok) {
      this.#asked = null;
      return answer.message;
    }
    this.#known = fixesByKey(subject.files, answer.files);
    return null;
  }
}

function countSafe(files: readonly FileFixes[]): number {
  const all = files.flatMap(({ byKey }) => [...byKey.values()]);
  return all.filter((fixes) => fixes.some(({ safety }) => safety === 'safe')).length;
}
