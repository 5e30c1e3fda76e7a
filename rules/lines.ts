import type { SourceFile } from '../src/migration/migration';
import type { Span } from '../src/migration/span';

/** The number of the line on which a place of the file begins, as editors count: from 1. */
export function lineOf({ text }: SourceFile, { start }: Span): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
