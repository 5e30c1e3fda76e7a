import type { OperationOf } from '../../src/migration/operation';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart } from '../../src/paper/tracks';
import { findTable, formatName, isSameName, type ColumnType } from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import {
  columnSubject,
  formatColumn,
  rule,
  stepsOf,
  type Report,
  type RuleContext,
  type StepOf,
} from '../../src/lint/rule';
import { narrowing } from './narrowing';

export default rule({
  name: 'type-narrowing',
  code: 'RT301',
  severity: 'error',
  aliases: ['MRT303', 'MRT705'],
  check: (context) => stepsOf(context.revision.upgrade, 'alterColumn').flatMap((step) => reportsOf(context, step)),
});

function reportsOf({ revision, dialect }: RuleContext, step: StepOf<'alterColumn'>): readonly Report[] {
  const { operation, origins, at } = step;
  const { table, column, change, span } = operation;
  const from = typeBefore(revision, step);
  if (change.type === undefined || change.type === null || from === null || hasNoRows(origins, table)) return [];
  const loss = narrowing(from, change.type, dialect);
  if (loss === null) return [];
  const start = columnAtStart(revision.upgrade, at, { table, column });
  const [old, now] = [renderType(from, dialect), renderType(change.type, dialect)];
  return [
    {
      span,
      severity: loss.severity,
      subject: columnSubject(start.table, start.column),
      message:
        `${formatColumn(table, column)} goes from ${old} to ${now}: ${loss.what}. ` +
        'Add a column of the new type beside it, copy what fits, and keep the old one until no rollback is needed.',
    },
  ];
}

/** The old type where the files state it: a guess would make a false alarm. */
function typeBefore(revision: PaperRevision, step: StepOf<'alterColumn'>): ColumnType | null {
  const { operation, schema, origins, at } = step;
  if (operation.before.type !== undefined && operation.before.type !== null) return operation.before.type;
  if (origins.tables.has(formatName(operation.table))) {
    const columns = findTable(schema, operation.table)?.columns ?? [];
    return columns.find(({ name }) => name === operation.column)?.type ?? null;
  }
  return typeRestored(revision, operation, at);
}

/** The type to which the downgrade turns the column back. */
function typeRestored(
  { upgrade, downgrade }: PaperRevision,
  { table, column }: OperationOf<'alterColumn'>,
  at: number,
): ColumnType | null {
  const end = columnAtEnd(upgrade, at, { table, column });
  const undoing = downgrade.find((step) => retypes(step, end));
  return undoing?.operation.kind === 'alterColumn' ? (undoing.operation.change.type ?? null) : null;
}

function retypes({ operation }: Step, { table, column }: ReturnType<typeof columnAtEnd>): boolean {
  return (
    operation.kind === 'alterColumn' &&
    operation.column === column &&
    isSameName(operation.table, table) &&
    operation.change.type !== undefined
  );
}
