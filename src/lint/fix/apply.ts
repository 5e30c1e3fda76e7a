import { readMigration } from '../../formats/formats';
import { hasOverlap, withEdits, type TextEdit } from '../../migration/edit';
import type { SourceFile } from '../../migration/migration';
import type { Finding, Fix, LintedFile } from '../finding';
import { lint } from '../lint';
import type { LintOptions } from '../settings';

/** Which fixes are wanted: those that keep the meaning, or those that a person completes as well. */
export type Wanted = 'safe' | 'all';

/** A fix that was made. */
export interface Applied {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface FixedFiles {
  readonly files: readonly SourceFile[];
  readonly applied: readonly Applied[];
  /** What is left to be found. */
  readonly linted: readonly LintedFile[];
}

/** Rounds after which it stops, however many fixes there still are: each round fixes at least one finding. */
const MOST_ROUNDS = 100;

/**
 * Fixes files until no wanted fix is left. In each round every file gets the fixes that do not touch each other, and all
 * files are checked again: what a fix brings up is fixed in the next round. A fix after which a file cannot be read as
 * before is not made, and none is made twice.
 */
export async function fixAll(
  files: readonly SourceFile[],
  options: LintOptions,
  wanted: Wanted = 'safe',
): Promise<FixedFiles> {
  const applied: Applied[] = [];
  const tried = new Set<string>();
  let current = files;
  for (let round = 0; ; round += 1) {
    const linted = await lint(current, options);
    const made = linted.flatMap((file) => chosen(file, wanted, tried));
    if (made.length === 0 || round === MOST_ROUNDS) return { files: current, applied, linted };
    current = current.map((file) => withFixes(file, made, options, applied));
  }
}

/** The fixes of one file that can be made together: the first wanted one of each finding, unless it is in the way. */
function chosen({ findings }: LintedFile, wanted: Wanted, tried: Set<string>): readonly Applied[] {
  const made: Applied[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(({ safety }) => wanted === 'all' || safety === 'safe');
    if (fix === undefined || made.some((each) => isInTheWay(each.fix, fix))) continue;
    const key = JSON.stringify([finding.path, finding.code, finding.subject, fix]);
    if (tried.has(key)) continue;
    tried.add(key);
    made.push({ finding, fix });
  }
  return made;
}

/** Two fixes that change neighbouring text would not know of each other. */
function isInTheWay(a: Fix, b: Fix): boolean {
  const touches = (one: TextEdit, other: TextEdit) =>
    one.span.start <= other.span.end && other.span.start <= one.span.end;
  return hasOverlap([...a.edits, ...b.edits]) || a.edits.some((one) => b.edits.some((other) => touches(one, other)));
}

/** All of them together, or one after the other where that does not read. */
function withFixes(file: SourceFile, made: readonly Applied[], options: LintOptions, applied: Applied[]): SourceFile {
  const own = made.filter(({ finding }) => finding.path === file.path);
  const together = changed(file, own, options);
  if (together !== null) {
    applied.push(...own);
    return together;
  }
  for (const one of own) {
    const alone = changed(file, [one], options);
    if (alone === null) continue;
    applied.push(one);
    return alone;
  }
  return file;
}

function changed(file: SourceFile, made: readonly Applied[], { dialect }: LintOptions): SourceFile | null {
  const text = withEdits(
    file.text,
    made.flatMap(({ fix }) => fix.edits),
  );
  const before = readMigration(file, { dialect });
  const after = readMigration({ ...file, text }, { dialect });
  const isAsGood = before.ok && after.ok && after.migration.problems.length <= before.migration.problems.length;
  return isAsGood ? { ...file, text } : null;
}
