import { quoteName } from '../../../schema/ddl';
import type { ObjectName } from '../../../schema/model';

/**
 * All rows of one table. ONLY: what a partition or an inheriting table holds is read there, and once. Values come as
 * their type's output text, because the simple query protocol sends text.
 */
export function rowsQuery({ schema, name }: ObjectName): string {
  return `SELECT * FROM ONLY ${quoteName(schema ?? 'public')}.${quoteName(name)}`;
}
