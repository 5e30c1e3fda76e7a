import { columnSubject, formatColumn, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart, type ColumnName } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { isSameName } from '../../src/schema/model';
import { isCleared } from './cleared';

/** NOT NULL that comes back over rows which meanwhile may have no value. */
export function nullability(revision: PaperRevision): readonly Report[] {
  return stepsOf(revision.downgrade, 'alterColumn').flatMap((step) => reportOf(revision, step));
}

function reportOf(revision: PaperRevision, step: StepOf<'alterColumn'>): readonly Report[] {
  const { operation, origins, at } = step;
  const { table, column, change, span } = operation;
  if (change.nullable !== false || hasNoRows(origins, table) || isCleared(revision, step, table, [column])) return [];
  const after = columnAtStart(revision.downgrade, at, { table, column });
  const isBack = isAddedBack(step, { table, column });
  if (!isBack && findColumn(revision.after, after.table, after.column)?.nullable !== true) return [];
  if (!isBack && !isLoosened(revision, after)) return [];
  const isSure = isBack || writesNulls(revision, after);
  const why = isBack
    ? 'it is added back without values'
    : 'the upgrade lets it be empty, and rows without a value may have come since';
  const name = formatColumn(table, column);
  return [
    {
      span,
      severity: isSure ? 'error' : 'warning',
      subject: columnSubject(table, column),
      message:
        `The downgrade fails on rows that have no value in ${name}: ${why}. ` +
        `Fill them first: UPDATE ${table.name} SET ${column} = ... WHERE ${column} IS NULL.`,
    },
  ];
}

/** The downgrade has added it, with neither a default nor NOT NULL. */
function isAddedBack({ facts, schema, origins }: StepOf<'alterColumn'>, { table, column }: ColumnName): boolean {
  const last = facts.lastOfColumn(table, column, 'created', 'dropped');
  const isNew = last?.type === 'created' && last.side === 'downgrade' && last.operation.certainty === 'always';
  const known = findColumn(schema, table, column);
  const hasValue = known?.default !== null || known.hasUnknownDefault === true || known.generated !== null;
  return isNew && !hasValue && !hasNoRows(origins, table);
}

/** The upgrade makes the column nullable. */
function isLoosened({ upgrade }: PaperRevision, { table, column }: ColumnName): boolean {
  return upgrade.some(({ operation }, at) => {
    if (operation.kind !== 'alterColumn' || operation.change.nullable !== true) return false;
    if (operation.before.nullable === true) return false;
    const end = columnAtEnd(upgrade, at, operation);
    return end.column === column && isSameName(end.table, table);
  });
}

/** The upgrade itself leaves rows without a value, so that it takes nobody else for the downgrade to fail. */
function writesNulls({ upgrade }: PaperRevision, { table, column }: ColumnName): boolean {
  return upgrade.some(({ operation }, at) => {
    if (operation.kind !== 'update' || operation.certainty !== 'always') return false;
    return operation.assignments.some(({ column: written, expression }) => {
      const end = columnAtEnd(upgrade, at, { table: operation.table, column: written });
      return /^null$/i.test(expression) && end.column === column && isSameName(end.table, table);
    });
  });
}
