import type { Operation } from '../../migration/operation';
import type { ObjectName } from '../../schema/model';

/** Tables that an operation works on or reads. */
export function tablesOf(op: Operation): readonly ObjectName[] {
  const own = 'table' in op && op.table ? [op.table] : op.kind === 'truncate' ? op.tables : [];
  const read = 'reads' in op ? op.reads.flatMap(({ table }) => (table ? [table] : [])) : [];
  return [...own, ...read];
}
