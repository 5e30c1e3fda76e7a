import { isConstant } from '../../src/schema/constants';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { isEveryRow } from '../../src/paper/writes';
import { formatName, type ObjectName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule } from '../../src/lint/rule';

export default rule({
  name: 'unique-column-shared-default',
  code: 'RT308',
  severity: 'error',
  aliases: [],
  check: ({ revision }) =>
    revision.upgrade.flatMap((step) => {
      const key = hasNoRows(step.origins, tableOf(step)) ? null : sharedKey(revision, step);
      if (key === null) return [];
      const [column = ''] = key.columns;
      const message =
        `The upgrade fails as soon as ${formatName(key.table)} has two rows: each gets the same ${key.columns.length > 1 ? 'values' : 'value'} ` +
        `(${key.values.join(', ')}) in ${formatColumn(key.table, key.columns.join(', '))}, which must be unique. ` +
        'Add the column as nullable, give each row a value of its own, and make it unique afterwards.';
      return [{ span: step.operation.span, subject: columnSubject(key.table, column), message }];
    }),
});

interface SharedKey {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  readonly values: readonly string[];
}

const nowhere: ObjectName = { schema: null, name: '' };

function tableOf({ operation }: Step): ObjectName {
  return 'table' in operation ? (operation.table ?? nowhere) : nowhere;
}

/** A key that the step makes, of which every row has the same value. */
function sharedKey(revision: PaperRevision, step: Step): SharedKey | null {
  const { operation } = step;
  switch (operation.kind) {
    case 'addColumn': {
      const { table, column, constraints } = operation;
      const isKey = constraints.some(({ type }) => type === 'unique' || type === 'primaryKey');
      return isKey && isShared(column.default) ? { table, columns: [column.name], values: [column.default] } : null;
    }
    case 'addConstraint': {
      const { table, constraint } = operation;
      const isKey = constraint.type === 'unique' || constraint.type === 'primaryKey';
      return isKey ? sharedOver(revision, step, table, constraint.columns) : null;
    }
    case 'createIndex': {
      const { table, index } = operation;
      const columns = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
      const isWhole = index.isUnique && index.predicate === null && columns.length === index.keys.length;
      return isWhole ? sharedOver(revision, step, table, columns) : null;
    }
    default:
      return null;
  }
}

function sharedOver(
  revision: PaperRevision,
  step: Step,
  table: ObjectName,
  columns: readonly string[],
): SharedKey | null {
  const values = columns.flatMap((column) => sharedValue(revision, step, table, column) ?? []);
  return columns.length > 0 && values.length === columns.length ? { table, columns, values } : null;
}

/** What every row has in a column that this upgrade added: its default, or what one UPDATE wrote. */
function sharedValue({ migration }: PaperRevision, { facts }: Step, table: ObjectName, column: string): string | null {
  const own = facts.ofColumn(table, column).filter((fact) => fact.migration === migration && fact.side === 'upgrade');
  const operation = own.at(-1)?.operation;
  if (operation?.kind === 'addColumn') return isShared(operation.column.default) ? operation.column.default : null;
  if (operation?.kind !== 'update' || !isEveryRow(operation.where)) return null;
  const isNew = own.some(({ type }) => type === 'created');
  const expression = operation.assignments.find((assignment) => assignment.column === column)?.expression ?? null;
  return isNew && isShared(expression) ? expression : null;
}

function isShared(value: string | null): value is string {
  return value !== null && isConstant(value) && !/^null\b/i.test(value.trim());
}
