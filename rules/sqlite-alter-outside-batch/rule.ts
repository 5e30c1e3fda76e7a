import type { Operation, OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { formatName } from '../../src/schema/model';
import { alterInBatch } from '../../src/lint/fix/batch';
import { failureOf } from '../../src/lint/failure';
import { columnSubject, formatColumn, rule, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sqlite-alter-outside-batch',
  code: 'RT812',
  severity: 'error',
  aliases: [],
  dialects: ['sqlite'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
  fix: alterInBatch,
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return steps.flatMap(({ operation }) => {
    const what = isInBatch(operation) ? null : refused(operation);
    if (what === null || !('table' in operation) || operation.table === null) return [];
    const { severity, text } = failureOf(operation, side);
    const message =
      `SQLite cannot ${what}: ${text}. ` +
      `Do it inside \`with op.batch_alter_table("${formatName(operation.table)}")\`, which builds the table anew.`;
    return [{ span: operation.span, severity, subject: subjectOf(operation, operation.table), message }];
  });
}

/** `recreate="never"` makes a batch the same as no batch. */
function isInBatch({ via, batch }: Operation): boolean {
  return via === 'batch' && batch?.recreate !== 'never';
}

/** What ALTER TABLE lacks there (sqlite.org/lang_altertable.html); renaming and plain adding and dropping work. */
function refused(operation: Operation): string | null {
  switch (operation.kind) {
    case 'alterColumn':
      return refusedChange(operation);
    case 'addConstraint':
      return `add a constraint to ${formatName(operation.table)}`;
    case 'dropConstraint':
      return `drop a constraint of ${formatName(operation.table)}`;
    case 'addColumn':
      return refusedWithColumn(operation);
    default:
      return null;
  }
}

function refusedChange({ table, column, change }: OperationOf<'alterColumn'>): string | null {
  const name = formatColumn(table, column);
  if (change.type !== undefined) return `change the type of ${name}`;
  if (change.nullable !== undefined) return `${change.nullable ? 'drop' : 'set'} NOT NULL on ${name}`;
  if (change.default !== undefined || change.hasUnknownDefault) return `change the default of ${name}`;
  return change.comment === undefined ? null : `keep a comment on ${name}`;
}

/** Alembic adds the column first, and its foreign key or UNIQUE by an ALTER TABLE of its own. */
function refusedWithColumn({ table, column, constraints, via, given }: OperationOf<'addColumn'>): string | null {
  const isInline = via !== 'op' || given?.includes('inline_references') === true;
  const added = constraints.find(({ type }) => type === 'foreignKey' || type === 'unique');
  if (isInline || added === undefined) return null;
  const what = added.type === 'unique' ? 'UNIQUE' : 'foreign key';
  return `add the ${what} of ${formatColumn(table, column.name)} to an existing table`;
}

function subjectOf(operation: Operation, table: Parameters<typeof tableSubject>[0]) {
  if (operation.kind === 'alterColumn') return columnSubject(table, operation.column);
  if (operation.kind === 'addColumn') return columnSubject(table, operation.column.name);
  return tableSubject(table);
}
