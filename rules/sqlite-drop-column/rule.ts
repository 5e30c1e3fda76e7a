import { mentionsWord } from '../../src/paper/edit';
import type { Step } from '../../src/paper/roundtrip';
import { usesColumn } from '../../src/paper/apply.columns';
import { findTable, isSameName, type ObjectName, type Schema } from '../../src/schema/model';
import { failureOf } from '../../src/lint/failure';
import { alterInBatch } from '../../src/lint/fix/batch';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-drop-column',
  code: 'RT814',
  severity: 'error',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
  fix: alterInBatch,
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'dropColumn').flatMap((step) => {
    const isPlain = step.operation.via !== 'batch' || step.operation.batch?.recreate === 'never';
    const user = isPlain ? userOf(step.schema, step.operation.table, step.operation.column) : null;
    return user === null ? [] : [reportOf(step, user, side)];
  });
}

/** What makes DROP COLUMN fail (tried on SQLite 3.40); it takes nothing along, as Postgres does. */
function userOf(schema: Schema, name: ObjectName, column: string): string | null {
  const table = findTable(schema, name);
  if (table === undefined) return null;
  const has = ({ columns }: { readonly columns: readonly string[] }) => columns.includes(column);
  if (table.primaryKey !== null && has(table.primaryKey)) return 'it is part of the primary key';
  if (table.uniques.some(has)) return 'it is UNIQUE';
  if (table.foreignKeys.some(has)) return 'a foreign key is on it';
  const index = table.indexes.find((each) => usesColumn(each, column));
  if (index !== undefined) return `index ${index.name} is on it`;
  if (table.checks.some(({ expression }) => mentionsWord(expression, column))) return 'a CHECK uses it';
  const isGenerating = table.columns.some((each) => mentionsWord(each.generated?.expression ?? '', column));
  return isGenerating ? 'a generated column is computed from it' : viewOf(schema, name, column);
}

function viewOf(schema: Schema, table: ObjectName, column: string): string | null {
  const view = schema.views.find(
    ({ definition, ...each }) =>
      !isSameName(each, table) && mentionsWord(definition, table.name) && mentionsWord(definition, column),
  );
  return view === undefined ? null : `view ${view.name} uses it`;
}

function reportOf({ operation }: StepOf<'dropColumn'>, user: string, side: string): Report {
  const { table, column, span } = operation;
  const { severity, text } = failureOf(operation, side);
  return {
    span,
    severity,
    subject: columnSubject(table, column),
    message: `SQLite refuses to drop ${formatColumn(table, column)}, for ${user}: ${text}. ` + `${advice(user, table)}`,
  };
}

function advice(user: string, { name }: ObjectName): string {
  if (user.startsWith('index')) return 'Drop the index first.';
  if (user.startsWith('view')) return 'Drop the view first, and create it again afterwards.';
  return `Do it inside \`with op.batch_alter_table("${name}")\`, which builds the table anew.`;
}
