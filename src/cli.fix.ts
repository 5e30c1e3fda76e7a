import { writeFileSync } from 'node:fs';
import type { Ending } from './cli.files';
import type { LintedFile } from './lint/finding';
import { fixAll, type FixedFiles, type Wanted } from './lint/fix/apply';
import { unifiedDiff } from './lint/fix/diff';
import type { LintOptions } from './lint/settings';
import type { SourceFile } from './migration/migration';
import { fixReport } from './report/json';
import { checkText, fixText } from './report/text';

export const wantedFixes = ['safe', 'all'] as const satisfies readonly Wanted[];

interface FixOptions {
  readonly wanted: Wanted;
  readonly format: 'text' | 'json';
  /** Show what would change, and change nothing. */
  readonly isDry: boolean;
}

/** `roundtrip check --fix`: rewrites the files, and says what it did and what is left. */
export async function fix(files: readonly SourceFile[], options: LintOptions, how: FixOptions): Promise<Ending> {
  const fixed = await fixAll(files, options, how.wanted);
  const changes = files.flatMap((before) => {
    const after = fixed.files.find(({ path }) => path === before.path);
    return after === undefined || after.text === before.text ? [] : [{ path: before.path, before, after }];
  });
  if (!how.isDry) for (const { path, after } of changes) writeFileSync(path, after.text);
  const diffs = changes.map(({ path, before, after }) => unifiedDiff(path, before.text, after.text));
  const output = how.format === 'json' ? JSON.stringify(jsonOutput(fixed, how, diffs)) : textOutput(fixed, how, diffs);
  return { exitCode: exitCodeOf(fixed.linted), output };
}

/** 2: nothing could be read. 1: an error is left. */
export function exitCodeOf(linted: readonly LintedFile[]): 0 | 1 | 2 {
  if (linted.every(({ format }) => format === null)) return 2;
  return linted.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

/** A dry run prints the difference and nothing else, so that it can be piped to `patch`. */
function textOutput(fixed: FixedFiles, { isDry }: FixOptions, diffs: readonly string[]): string {
  return isDry ? diffs.join('\n') : [fixText(fixed.applied), checkText(fixed.linted, fixed.files)].join('\n');
}

function jsonOutput(fixed: FixedFiles, { isDry }: FixOptions, diffs: readonly string[]) {
  return { ...fixReport(fixed), ...(isDry ? { diff: diffs.join('\n') } : {}) };
}
