import type { TextEdit } from '../../migration/edit';

/** Lines `start` to `end` of a text become other lines. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Lines with their ends, so that they can be put together again. */
export function splitLines(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** The line changes that make one list of the other: what both share stays. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  const [a, b] = [before.slice(head), after.slice(head)];
  while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  const hunks = a.length * b.length > LARGEST ? [{ start: 0, end: a.length, lines: b }] : compare(a, b);
  return hunks.map(({ start, end, lines }) => ({ start: start + head, end: end + head, lines }));
}

/** Above this many pairs of lines what differs is replaced as a whole: nobody reads such a difference line by line. */
const LARGEST = 4_000_000;

/** The longest common list of lines decides (dynamic programming, from the end). */
function compare(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const length = (x: number, y: number) => lengths[x * width + y] ?? 0;
  for (let x = a.length - 1; x >= 0; x -= 1) {
    for (let y = b.length - 1; y >= 0; y -= 1) {
      lengths[x * width + y] = a[x] === b[y] ? length(x + 1, y + 1) + 1 : Math.max(length(x + 1, y), length(x, y + 1));
    }
  }
  const hunks: Hunk[] = [];
  let [x, y] = [0, 0];
  while (x < a.length || y < b.length) {
    const [fromX, fromY] = [x, y];
    while ((x < a.length || y < b.length) && (x >= a.length || y >= b.length || a[x] !== b[y])) {
      if (y >= b.length || (x < a.length && length(x + 1, y) >= length(x, y + 1))) x += 1;
      else y += 1;
    }
    if (x > fromX || y > fromY) hunks.push({ start: fromX, end: x, lines: b.slice(fromY, y) });
    while (x < a.length && y < b.length && a[x] === b[y]) {
      x += 1;
      y += 1;
    }
  }
  return hunks;
}

/** The edits that make one text of another, as small as lines and their common beginnings and ends allow. */
export function editsBetween(before: string, after: string): readonly TextEdit[] {
  const lines = splitLines(before);
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  return diffLines(lines, splitLines(after)).map(({ start, end, lines: replacement }) =>
    trimmed(before, starts[start] ?? 0, starts[end] ?? before.length, replacement.join('')),
  );
}

function trimmed(text: string, start: number, end: number, replacement: string): TextEdit {
  const old = text.slice(start, end);
  let head = 0;
  while (head < old.length && head < replacement.length && old[head] === replacement[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, replacement.length) - head;
  while (tail < most && old.at(-1 - tail) === replacement.at(-1 - tail)) tail += 1;
  return {
    span: { start: start + head, end: end - tail },
    text: replacement.slice(head, replacement.length - tail),
  };
}

/** A difference as `diff -u` prints it, with three lines around each change. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const lines = splitLines(before);
  const output = [`--- ${path}`, `+++ ${path}`];
  let shift = 0;
  for (const group of nearHunks(diffLines(lines, splitLines(after)))) {
    const from = Math.max(0, (group[0]?.start ?? 0) - CONTEXT);
    const to = Math.min(lines.length, (group.at(-1)?.end ?? 0) + CONTEXT);
    const body: string[] = [];
    let at = from;
    for (const { start, end, lines: added } of group) {
      body.push(...lines.slice(at, start).map((line) => ` ${line}`));
      body.push(...lines.slice(start, end).map((line) => `-${line}`), ...added.map((line) => `+${line}`));
      at = end;
    }
    body.push(...lines.slice(at, to).map((line) => ` ${line}`));
    const grown = group.reduce((sum, hunk) => sum + hunk.lines.length - (hunk.end - hunk.start), 0);
    output.push(`@@ -${range(from, to - from)} +${range(from + shift, to - from + grown)} @@`, ...body.map(ended));
    shift += grown;
  }
  return output.join('\n');
}

const CONTEXT = 3;

function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

/** A last line without a line break is marked as such. */
function ended(line: string): string {
  return line.endsWith('\n') ? line.slice(0, -1) : `${line}\n\\ No newline at end of file`;
}

/** Hunks whose surroundings touch are shown together. */
function nearHunks(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && hunk.start - last.end <= 2 * CONTEXT) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}
