import type { LintedFile } from '../lint/finding';
import { fixAll } from '../lint/fix/apply';
import { editsBetween } from '../lint/fix/diff';
import { lint } from '../lint/lint';
import type { SourceFile } from '../migration/migration';
import type { FixAnswer, LintAnswer, LintFailure, LintRequest } from './lint.protocol';
import { isSame } from '../schema/same';

/** The worker's side of the talk about a set of files: it remembers what it was sent, and what it has said. */
export class LintDesk {
  readonly #texts = new Map<string, string>();
  #said: ReadonlyMap<string, LintedFile> = new Map();

  async lint(request: LintRequest): Promise<LintAnswer> {
    const files = this.#filesOf(request);
    const withFixes = new Set(request.fixesIn);
    try {
      const linted = await lint(files, { ...request.options, fixes: ({ path }) => withFixes.has(path) });
      return { ok: true, changed: this.#news(linted) };
    } catch (error) {
      return failure(error);
    }
  }

  async fixAll(request: LintRequest): Promise<FixAnswer> {
    const files = this.#filesOf(request);
    try {
      const { files: fixed } = await fixAll(files, request.options);
      const edits = files.map(({ path, text }, at) => ({ path, edits: editsBetween(text, fixed[at]?.text ?? text) }));
      return { ok: true, fixed: edits.filter((file) => file.edits.length > 0) };
    } catch (error) {
      return failure(error);
    }
  }

  #filesOf({ paths, changed }: LintRequest): readonly SourceFile[] {
    for (const { path, text } of changed) this.#texts.set(path, text);
    const wanted = new Set(paths);
    for (const path of this.#texts.keys()) if (!wanted.has(path)) this.#texts.delete(path);
    return paths.map((path) => ({ path, text: this.#texts.get(path) ?? '' }));
  }

  #news(linted: readonly LintedFile[]): readonly LintedFile[] {
    const before = this.#said;
    this.#said = new Map(linted.map((file) => [file.path, file]));
    return linted.filter((file) => !isSame(before.get(file.path), file));
  }
}

function failure(error: unknown): LintFailure {
  return { ok: false, message: error instanceof Error ? error.message : String(error) };
}
