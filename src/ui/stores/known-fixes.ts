import type { Fix, LintedFile } from '../../lint/finding';
import type { SourceFile } from '../../migration/migration';
import { keysOf } from '../findings/keys';

/** The fixes of one file's findings. */
export interface FileFixes {
  /** The text of which they speak. */
  readonly text: string;
  /** By the key of the finding. */
  readonly byKey: ReadonlyMap<string, readonly Fix[]>;
}

export const noFixes: ReadonlyMap<string, FileFixes> = new Map();

/** @param files - those that were checked, in the same order */
export function fixesByKey(
  files: readonly SourceFile[],
  linted: readonly LintedFile[],
): ReadonlyMap<string, FileFixes> {
  return new Map(
    linted.map(({ path, findings }, place) => {
      const keys = keysOf(findings.map((finding) => ({ message: finding.message, finding })));
      const byKey = new Map(findings.map(({ fixes }, at) => [keys[at] ?? '', fixes] as const));
      return [path, { text: files[place]?.text ?? '', byKey }];
    }),
  );
}
