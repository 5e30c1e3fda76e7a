import type { Operation } from '../../migration/operation';
import { findColumn } from '../../schema/lookup';
import { findTable, formatName, type ObjectName } from '../../schema/model';
import type { PaperRevision } from '../roundtrip';

/** Changes of rows that outlive the upgrade, which only a person can undo. */
export function dataGaps(revision: PaperRevision): readonly string[] {
  const gaps = revision.upgrade.flatMap(({ operation }) => gapOf(operation, revision));
  return [...new Set(gaps)];
}

function gapOf(operation: Operation, { before, after }: PaperRevision): readonly string[] {
  const isLasting = (table: ObjectName) =>
    findTable(before, table) !== undefined && findTable(after, table) !== undefined;
  switch (operation.kind) {
    case 'insert':
      return isLasting(operation.table)
        ? [`delete the rows that the upgrade inserts into ${formatName(operation.table)}.`]
        : [];
    case 'update': {
      const columns = operation.assignments
        .map(({ column }) => column)
        .filter((column) => findColumn(before, operation.table, column) !== undefined);
      const isOld = columns.length > 0 && isLasting(operation.table);
      return isOld
        ? [`set ${columns.join(', ')} of ${formatName(operation.table)} back to what the upgrade overwrites.`]
        : [];
    }
    case 'delete':
      return isLasting(operation.table)
        ? [`bring back the rows that the upgrade deletes from ${formatName(operation.table)}.`]
        : [];
    case 'truncate':
      return operation.tables
        .filter(isLasting)
        .map((table) => `bring back the rows of ${formatName(table)}, which the upgrade empties.`);
    case 'unknown':
      return ['undo what the upgrade does in the places that could not be evaluated.'];
    default:
      return [];
  }
}
