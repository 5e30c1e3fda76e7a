import type { Step } from '../../src/paper/roundtrip';
import { findTable, formatName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { failureOf } from '../../src/lint/failure';
import { isNumberedByEngine } from '../modify-drops-attributes/numbered';

export default rule({
  name: 'mssql-identity-insert',
  code: 'RT834',
  severity: 'error',
  aliases: [],
  dialects: ['mssql'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
});

/** SQLAlchemy switches IDENTITY_INSERT by itself where it knows the table; SQL that is written by hand has to. */
function reports(steps: readonly Step[], side: string): readonly Report[] {
  const isSwitched = steps.some(({ operation }) => /\bidentity_insert\b/i.test(operation.sql ?? ''));
  if (isSwitched) return [];
  return stepsOf(steps, 'insert')
    .filter(({ operation }) => operation.via === 'sql')
    .flatMap((step) => reportOf(step, side) ?? []);
}

function reportOf({ operation, schema }: StepOf<'insert'>, side: string): Report | null {
  const table = findTable(schema, operation.table);
  const numbered = table?.columns.find((column) => isNumberedByEngine(column, table));
  if (numbered === undefined || operation.columns?.includes(numbered.name) !== true) return null;
  const { severity, text } = failureOf(operation, side);
  return {
    span: operation.span,
    severity,
    subject: columnSubject(operation.table, numbered.name),
    message:
      `SQL Server numbers ${formatColumn(operation.table, numbered.name)} itself and refuses a given value (error 544): ${text}. ` +
      `Run SET IDENTITY_INSERT ${formatName(operation.table)} ON before and OFF behind, or leave the column out.`,
  };
}
