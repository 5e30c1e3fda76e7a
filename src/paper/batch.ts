import type { Operation } from '../migration/operation';

/**
 * Whether an operation of `batch_alter_table` makes Alembic build the table anew on SQLite: everything but indexes and
 * columns that are added with no default or a plain one (SQLiteImpl.requires_recreate_in_batch in Alembic's sources).
 * What its reflection does not see is lost then: triggers, expression indexes, unnamed CHECKs, COLLATE, AUTOINCREMENT.
 */
export function isRecreating(operation: Operation): boolean {
  if (operation.via !== 'batch') return false;
  switch (operation.kind) {
    case 'addColumn': {
      const { default: value, generated } = operation.column;
      return operation.constraints.length > 0 || generated?.stored === true || (value !== null && !isPlain(value));
    }
    case 'dropColumn':
    case 'alterColumn':
    case 'addConstraint':
    case 'dropConstraint':
    case 'alterTable':
      return true;
    default:
      return false;
  }
}

/** `server_default="x"` is a string; everything that SQL would have to evaluate is not. */
function isPlain(value: string): boolean {
  return /^'(?:[^']|'')*'$/.test(value);
}
