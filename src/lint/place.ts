import type { SourceFile } from '../migration/migration';
import type { Span } from '../migration/span';

/** Where a revision's own data stand: `down_revision = "a1"`. The file's first line, if the variable is not written. */
export function headerLine({ text }: SourceFile, variable: string): Span {
  const start = Math.max(0, text.search(new RegExp(`^${variable}\\b`, 'm')));
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}
