import type { LintedFile } from '../lint/finding';
import { lint } from '../lint/lint';
import type { LintAnswer, LintRequest } from './lint.protocol';
import { isSame } from './same';

/** The worker's side of the talk about a set of files: it remembers what it was sent, and what it has said. */
export class LintDesk {
  readonly #texts = new Map<string, string>();
  #said: ReadonlyMap<string, LintedFile> = new Map();

  async lint({ paths, changed, options }: LintRequest): Promise<LintAnswer> {
    this.#remember(paths, changed);
    const files = paths.map((path) => ({ path, text: this.#texts.get(path) ?? '' }));
    try {
      return { ok: true, changed: this.#news(await lint(files, options)) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  #remember(paths: readonly string[], changed: LintRequest['changed']): void {
    for (const { path, text } of changed) this.#texts.set(path, text);
    const wanted = new Set(paths);
    for (const path of this.#texts.keys()) if (!wanted.has(path)) this.#texts.delete(path);
  }

  #news(linted: readonly LintedFile[]): readonly LintedFile[] {
    const before = this.#said;
    this.#said = new Map(linted.map((file) => [file.path, file]));
    return linted.filter((file) => !isSame(before.get(file.path), file));
  }
}
