import type { Fix } from '../lint/finding';

export type Edit = Fix['edits'][number];

/** The text after all of the edits, each of which speaks of the text as it was. They must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { span, text: replacement } of inOrder(edits)) {
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return parts.join('') + text.slice(at);
}

/** Where an offset of the old text is in the new one: behind what was put in at it. */
export function offsetAfter(offset: number, edits: readonly Edit[]): number {
  return inOrder(edits)
    .filter(({ span }) => span.start <= offset)
    .reduce((moved, { span, text }) => moved + text.length - (Math.min(span.end, offset) - span.start), offset);
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
