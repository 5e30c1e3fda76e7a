import type { TextEdit } from '../migration/edit';

/** Where an offset of the old text is in the new one (`withEdits`): behind what was put in at it. */
export function offsetAfter(offset: number, edits: readonly TextEdit[]): number {
  return edits
    .filter(({ span }) => span.start <= offset)
    .reduce((moved, { span, text }) => moved + text.length - (Math.min(span.end, offset) - span.start), offset);
}
