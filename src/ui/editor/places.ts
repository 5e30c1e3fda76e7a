import type { Placed } from '../stores/findings.svelte';

/** A position in Monaco's counting, which is ours: 1-based lines and columns in UTF-16 units. */
interface At {
  readonly lineNumber: number;
  readonly column: number;
}

export function encloses({ start, end }: Pick<Placed, 'start' | 'end'>, { lineNumber, column }: At): boolean {
  const isAfterStart = lineNumber > start.line || (lineNumber === start.line && column >= start.column);
  const isBeforeEnd = lineNumber < end.line || (lineNumber === end.line && column <= end.column);
  return isAfterStart && isBeforeEnd;
}
