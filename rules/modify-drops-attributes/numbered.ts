import type { Column, Table } from '../../src/schema/model';

/**
 * The engine numbers the column: it is an identity, or SQLAlchemy made it AUTO_INCREMENT (IDENTITY on SQL Server), as it
 * does with the only integer column of a primary key, unless that is a foreign key or has a default.
 */
export function isNumberedByEngine(
  { name, type, identity, default: value }: Column,
  table: Table | undefined,
): boolean {
  if (identity !== null) return true;
  const key = table?.isComplete === true ? table.primaryKey?.columns : undefined;
  const isOwn = table?.foreignKeys.some(({ columns }) => columns.includes(name)) === false;
  return key?.length === 1 && key[0] === name && value === null && isOwn && /int|serial/.test(type?.name ?? '');
}
