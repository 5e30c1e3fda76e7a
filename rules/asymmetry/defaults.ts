import { columnSubject, formatColumn, stepsOf, type Report } from '../../src/lint/rule';
import { isColumnMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart, type ColumnName } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { isSameName } from '../../src/schema/model';

/**
 * Defaults that the upgrade drops and the downgrade does not set again. What they were is in no file, so that they do not
 * show in the comparison; that there was one can be told from the dropping.
 */
export function droppedDefaults(revision: PaperRevision): readonly Report[] {
  const { upgrade, back } = revision;
  return stepsOf(upgrade, 'alterColumn').flatMap(({ operation, schema, origins, at }) => {
    const { table, column, change, before, span } = operation;
    const known = findColumn(schema, table, column);
    const isUnknown = change.default === null && before.default === undefined && known?.default === null;
    if (!isUnknown || operation.certainty !== 'always' || isColumnMadeHere(origins, table, column)) return [];
    const start = columnAtStart(upgrade, at, { table, column });
    const after = columnAtEnd(upgrade, at, { table, column });
    if (findColumn(back, start.table, start.column) === undefined || isSetAgain(revision, after, at)) return [];
    const message =
      `The upgrade drops the default of ${formatColumn(table, column)} and the downgrade does not set it again: ` +
      'older code that inserts rows without the column gets NULL, or an error. Set the default again on downgrade.';
    return [{ span, severity: 'warning' as const, subject: columnSubject(start.table, start.column), message }];
  });
}

function isSetAgain({ upgrade, downgrade }: PaperRevision, { table, column }: ColumnName, at: number): boolean {
  const sets = ({ operation }: PaperRevision['upgrade'][number]) =>
    operation.kind === 'alterColumn' &&
    operation.column === column &&
    isSameName(operation.table, table) &&
    (operation.change.default !== undefined || operation.change.identity !== undefined);
  return upgrade.slice(at + 1).some(sets) || downgrade.some(sets);
}
