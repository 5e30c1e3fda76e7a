import { bodyOf } from '../../formats/alembic/python/tree';
import { insertAfter, removeStatement, replaceStatement } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import type { Site } from './place';

/** Puts lines in the place of a statement; of one in a batch block, after the block, which goes if nothing is left in it. */
export function movedOut({ file, statement, batch }: Site, lines: readonly string[]): readonly TextEdit[] {
  if (batch === null) return [replaceStatement(file, statement, lines)];
  const isOnly = bodyOf(statement.parent).length === 1;
  return isOnly
    ? [replaceStatement(file, batch, lines)]
    : [removeStatement(file, statement), insertAfter(file, batch, lines)];
}
