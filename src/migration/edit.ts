import type { Span } from './span';

/** A change of a file's text: what stands at the span is replaced. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The text with the edits made. Spans are those of the text as it is; where two begin together, the first comes first. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return parts.join('') + text.slice(at);
}

/** Two of the edits change the same place, so that they cannot be made together. */
export function hasOverlap(edits: readonly TextEdit[]): boolean {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.some((edit, index) => {
    const next = sorted[index + 1];
    return next !== undefined && next.span.start < edit.span.end;
  });
}
