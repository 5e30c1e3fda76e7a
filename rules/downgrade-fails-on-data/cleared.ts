import { mentionsWord } from '../../src/paper/edit';
import type { Facts } from '../../src/paper/facts';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isSameName, type ObjectName } from '../../src/schema/model';

/**
 * The downgrade has dealt with the rows before: removed some of the table, written one of the columns, or done what
 * cannot be read. A sign is enough; whether it is complete is for the run to prove.
 */
export function isCleared(
  { downgrade }: PaperRevision,
  { facts, at }: { readonly facts: Facts; readonly at: number },
  table: ObjectName,
  columns: readonly string[],
): boolean {
  const isOurs = ({ side }: { readonly side: string }) => side === 'downgrade';
  const isRemoval = facts.ofTable(table).some((fact) => isOurs(fact) && /^(deleted|emptied)$/.test(fact.type));
  const isWritten = columns.some((column) =>
    facts.ofColumn(table, column).some((fact) => isOurs(fact) && /^(filled|written)$/.test(fact.type)),
  );
  return (
    isRemoval ||
    isWritten ||
    downgrade.slice(0, at).some(({ operation }) => {
      if (operation.kind === 'unknown') return operation.reason !== 'syntax';
      if (operation.kind !== 'update' || !isSameName(operation.table, table)) return false;
      return (
        operation.assignments.length === 0 || columns.some((column) => mentionsWord(operation.where ?? '', column))
      );
    })
  );
}
