import type { OperationOf } from '../../src/migration/operation';
import type { ColumnType } from '../../src/schema/model';
import { isAutomatic } from './casts';

/** Postgres does not convert the column by itself and is not told how: the statement fails, even on an empty table. */
export function isRefused(from: ColumnType, { change, batch }: OperationOf<'alterColumn'>): boolean {
  const { type, using } = change;
  // A batch that builds the table anew casts each column explicitly.
  if (type === undefined || type === null || using !== undefined || batch?.recreate === 'always') return false;
  return isAutomatic(from, type) === false;
}
