import { TEMPORARY } from '../../src/paper/apply.tables';
import { isTableKept, rebuildOf } from '../../src/paper/kept';
import { hasNoRows, isMadeHere } from '../../src/paper/origins';
import { isReadBefore, isTableRefilled } from '../../src/paper/refill';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import { findTable, formatName, type ObjectName } from '../../src/schema/model';
import { keepTable } from '../../src/lint/fix/backup';
import { rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'drop-table',
  code: 'RT202',
  severity: 'error',
  aliases: ['MRT202', 'MRT210', 'MRT211'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'dropTable')
      .filter((step) => losesRows(revision, step))
      .map((step) => reportOf(revision, step)),
    ...stepsOf(revision.upgrade, 'dropTable').flatMap((step) => rowsLeftOut(revision, step)),
    ...stepsOf(revision.upgrade, 'dropSchema').flatMap(reportSchema),
  ],
  fix: keepTable,
});

function losesRows(revision: PaperRevision, { operation, origins, schema, at }: StepOf<'dropTable'>): boolean {
  const { table } = operation;
  const known = findTable(schema, table);
  if (known === undefined || known.traits.includes(TEMPORARY) || hasNoRows(origins, table)) return false;
  // Left behind by a batch operation of Alembic that failed: nobody's data.
  if (table.name.startsWith('_alembic_tmp_')) return false;
  return (
    rebuildOf(revision, at, table) === null && !isTableKept(revision, at, table) && !isMovedAndBack(revision, at, table)
  );
}

/** Its rows were read, to be written elsewhere, and the downgrade fills the table again. */
function isMovedAndBack(revision: PaperRevision, at: number, table: ObjectName): boolean {
  const start = tableAtStart(revision.upgrade, at, table);
  return isTableRefilled(revision, start) && isReadBefore(revision, at, { table, column: null });
}

/** A rebuild of the table whose copy takes only some of the rows. */
function rowsLeftOut(revision: PaperRevision, { operation, origins, at }: StepOf<'dropTable'>): readonly Report[] {
  const { table, span } = operation;
  if (isMadeHere(origins, table) || rebuildOf(revision, at, table)?.isPartial !== true) return [];
  const start = tableAtStart(revision.upgrade, at, table);
  const message =
    `The copy of ${formatName(start)} takes only some of its rows; the others are gone when the old table is dropped here. ` +
    'Keep those in a table that stays, and insert them again on downgrade.';
  return [{ span, severity: 'warning', subject: tableSubject(start), message }];
}

function reportOf(revision: PaperRevision, { operation, at }: StepOf<'dropTable'>): Report {
  const table = tableAtStart(revision.upgrade, at, operation.table);
  const isRefilled = isTableRefilled(revision, table);
  const message =
    `Dropping ${formatName(table)} destroys its rows; ${afterwards(revision, table, isRefilled)}. ` +
    `Rename it (for example to ${table.name}_archived) and rename it back on downgrade; drop it for good in a later release.`;
  return { span: operation.span, severity: isRefilled ? 'warning' : 'error', subject: tableSubject(table), message };
}

function afterwards({ back }: PaperRevision, table: ObjectName, isRefilled: boolean): string {
  if (findTable(back, table) === undefined) return 'the downgrade does not even create the table again';
  return isRefilled
    ? 'the downgrade fills it again from other data, and only what that still tells comes back'
    : 'the downgrade creates the table again, but empty';
}

function reportSchema({ operation, schema }: StepOf<'dropSchema'>): readonly Report[] {
  const tables = schema.tables.filter((table) => table.schema === operation.name);
  if (!operation.cascade || tables.length === 0) return [];
  const names = tables.map(({ name }) => name).join(', ');
  return [
    {
      span: operation.span,
      subject: { kind: 'schema', schema: operation.name, table: null, name: operation.name },
      message:
        `Dropping the schema ${operation.name} with CASCADE destroys its tables and their rows (${names}). ` +
        'Drop what is in it one by one, so that each loss is seen, or rename the schema.',
    },
  ];
}
