import { Linter, type Subject } from '../../workers/lint.client';
import type { ThemeEntry } from '../../workers/lint.protocol';
import { isSame } from '../../schema/same';
import { lintOptions, type Workspace } from '../../workspace/workspace';
import { nothingPlaced, place, type Placed, type PlacedFiles } from './placing';

export type { Placed } from './placing';

const none: readonly Placed[] = [];

/** What the static half says about the workspace as it is now, a few milliseconds behind the typing. */
export class FindingStore {
  readonly #linter = new Linter();
  #files = $state.raw<PlacedFiles>(nothingPlaced);
  #all = $derived([...this.#files.values()].flatMap(({ placed }) => placed));
  #failure = $state.raw<string | null>(null);
  #isFresh = $state.raw(false);
  #asked: Subject | null = null;
  #catalogue: Promise<readonly ThemeEntry[]> | null = null;

  /** Sorted by file (in the order of the tabs), then by place. */
  get all(): readonly Placed[] {
    return this.#all;
  }

  /** Why there are no findings, if the check itself failed. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The findings belong to the text as it is now. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  /** The same list as before where nothing about the file has changed. */
  in(path: string): readonly Placed[] {
    return this.#files.get(path)?.placed ?? none;
  }

  async check({ files, settings }: Workspace): Promise<void> {
    const question = { files, options: lintOptions(settings) };
    if (this.#asked?.files === files && isSame(this.#asked.options, question.options)) return;
    this.#asked = question;
    this.#isFresh = false;
    const answer = await this.#linter.check(question);
    if (answer === null) return;
    // An answer that a newer question has overtaken is shown all the same: who types fast sees findings while typing.
    this.#isFresh = this.#asked === question;
    this.#failure = answer.ok ? null : answer.message;
    if (answer.ok) this.#files = place(files, answer.files, this.#files);
  }

  /** All themes and rules there are; asked for once. Rejects when the linter cannot be started. */
  catalogue(): Promise<readonly ThemeEntry[]> {
    this.#catalogue ??= this.#askForCatalogue();
    return this.#catalogue;
  }

  async #askForCatalogue(): Promise<readonly ThemeEntry[]> {
    const answer = await this.#linter.catalogue();
    if (answer.ok) return answer.themes;
    this.#catalogue = null;
    throw new Error(answer.message);
  }
}
