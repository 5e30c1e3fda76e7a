import type { Finding, LintedFile } from '../../lint/finding';
import { LineIndex, type Position } from '../../migration/span';
import type { SourceFile } from '../../migration/migration';
import { isSame } from '../../schema/same';

/** A finding, or something the reader could not read, placed for an editor. */
export interface Placed {
  readonly path: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
  /** `null` for what the reader says (syntax errors and the like). */
  readonly finding: Finding | null;
}

export interface PlacedFile {
  readonly text: string;
  readonly linted: LintedFile;
  readonly placed: readonly Placed[];
}

export type PlacedFiles = ReadonlyMap<string, PlacedFile>;

export const nothingPlaced: PlacedFiles = new Map();

/**
 * Findings with lines and columns. Whatever is as it was before stays the same object, down to the single finding: so
 * nobody behind draws, marks or compares what has not changed.
 */
export function place(files: readonly SourceFile[], linted: readonly LintedFile[], before: PlacedFiles): PlacedFiles {
  const byPath = new Map(linted.map((file) => [file.path, file]));
  return new Map(
    files.flatMap(({ path, text }) => {
      const file = byPath.get(path);
      return file === undefined ? [] : [[path, placeFile(text, file, before.get(path))] as const];
    }),
  );
}

function placeFile(text: string, linted: LintedFile, before: PlacedFile | undefined): PlacedFile {
  if (before?.text === text && before.linted === linted) return before;
  const placed = placeAll(text, linted);
  if (before === undefined) return { text, linted, placed };
  const kept = keepSame(before.placed, placed);
  const isUnchanged = kept.length === before.placed.length && kept.every((each, at) => each === before.placed[at]);
  return { text, linted, placed: isUnchanged ? before.placed : kept };
}

function placeAll(text: string, { path, problems, findings }: LintedFile): readonly Placed[] {
  const index = new LineIndex(text);
  const unread = problems.map(({ message, span }) => ({ message, span, severity: 'error' as const, finding: null }));
  const found = findings.map((finding) => ({ ...finding, finding }));
  return [...unread, ...found]
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ severity, message, span, finding }) => ({
      path,
      severity,
      message,
      start: index.position(span.start),
      end: index.position(span.end),
      finding,
    }));
}

function keepSame(before: readonly Placed[], now: readonly Placed[]): readonly Placed[] {
  const known = new Map<string, Placed>();
  for (const each of before) known.set(keyOf(each), each);
  return now.map((each) => {
    const old = known.get(keyOf(each));
    return old !== undefined && isSame(old, each) ? old : each;
  });
}

function keyOf({ start, finding, message }: Placed): string {
  return `${start.line}:${start.column} ${finding?.code ?? ''} ${message}`;
}
