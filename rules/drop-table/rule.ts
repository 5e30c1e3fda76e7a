import { TEMPORARY } from '../../src/paper/apply.tables';
import { isTableKept, leftOutOfRebuild } from '../../src/paper/kept';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import { findTable, formatName, type ObjectName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'drop-table',
  code: 'RT202',
  severity: 'error',
  aliases: ['MRT202', 'MRT210', 'MRT211', 'MRT703'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'dropTable')
      .filter((step) => losesRows(revision, step))
      .map((step) => reportOf(revision, step)),
    ...stepsOf(revision.upgrade, 'dropSchema').flatMap(reportSchema),
  ],
});

function losesRows(revision: PaperRevision, { operation, origins, schema, at }: StepOf<'dropTable'>): boolean {
  const { table } = operation;
  const known = findTable(schema, table);
  if (known === undefined || known.traits.includes(TEMPORARY) || hasNoRows(origins, table)) return false;
  // Left behind by a batch operation of Alembic that failed: nobody's data.
  if (table.name.startsWith('_alembic_tmp_')) return false;
  return leftOutOfRebuild(revision, at, table) === null && !isTableKept(revision, at, table);
}

function reportOf(revision: PaperRevision, { operation, at }: StepOf<'dropTable'>): Report {
  const table = tableAtStart(revision.upgrade, at, operation.table);
  const more = operation.cascade ? ' CASCADE also drops the foreign keys and views that depend on it.' : '';
  return { span: operation.span, subject: tableSubject(table), message: message(revision, table) + more };
}

function message({ back }: PaperRevision, table: ObjectName): string {
  const name = formatName(table);
  const afterwards =
    findTable(back, table) === undefined
      ? 'the downgrade does not even create the table again'
      : 'the downgrade creates the table again, but empty';
  return (
    `Dropping ${name} destroys its rows; ${afterwards}. ` +
    `Rename it (for example to ${table.name}_archived) and rename it back on downgrade; drop it for good in a later release.`
  );
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
