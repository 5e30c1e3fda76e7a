import { isOpaque } from '../../src/paper/effects';
import { isTableKept } from '../../src/paper/kept';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isMoved, isRefilled, livesOn } from '../../src/paper/rows';
import { tableAtEnd, tableAtStart } from '../../src/paper/tracks';
import { isEveryRow } from '../../src/paper/writes';
import { foreignKeysTo } from '../../src/schema/lookup';
import { formatName, type ObjectName, type Schema } from '../../src/schema/model';
import { keepRows } from '../../src/lint/fix/backup';
import { firstOfEach, rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'delete-rows',
  code: 'RT204',
  severity: 'error',
  aliases: [],
  check: ({ revision }) =>
    // What cannot be read on the way back may insert the rows again.
    isOpaque(revision.downgrade)
      ? []
      : firstOfEach(stepsOf(revision.upgrade, 'delete').flatMap((step) => reportsOf(revision, step))),
  fix: keepRows,
});

function reportsOf(
  revision: PaperRevision,
  { operation, schema, origins, facts, at }: StepOf<'delete'>,
): readonly Report[] {
  const { table, span, where } = operation;
  if (!livesOn(revision, at, table) || hasNoRows(origins, table)) return [];
  if (isRefilled(revision, tableAtEnd(revision.upgrade, at, table)) || isTableKept(revision, at, table)) return [];
  // A placeholder that the same upgrade has inserted, and takes out again.
  const isOwnRow = facts
    .ofTable(table)
    .some(({ type, migration }) => type === 'inserted' && migration === revision.migration);
  if (isOwnRow && !isEveryRow(where)) return [];
  const name = formatName(table);
  const which = isEveryRow(where) ? `every row of ${name}` : `rows of ${name}`;
  const message = isMoved(revision.upgrade, at, table)
    ? `The upgrade moves rows of ${name} elsewhere and deletes them here; the downgrade does not bring them back. Insert them again from where they went.`
    : `The upgrade deletes ${which} and the downgrade inserts none again: they are gone${childrenOf(schema, table)}. ` +
      'Copy them to a table that stays before deleting them, and insert them from there on downgrade.';
  return [{ span, subject: tableSubject(tableAtStart(revision.upgrade, at, table)), message }];
}

/** Rows of other tables that go along, by ON DELETE CASCADE. */
function childrenOf(schema: Schema, table: ObjectName): string {
  const cascading = foreignKeysTo(schema, table).filter(({ key }) => key.onDelete === 'cascade');
  const names = [...new Set(cascading.map((each) => formatName(each.table)))];
  return names.length === 0
    ? ''
    : `, and so are the rows of ${names.join(', ')} that refer to them (ON DELETE CASCADE)`;
}
