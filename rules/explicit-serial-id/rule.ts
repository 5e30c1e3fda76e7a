import type { Operation } from '../../src/migration/operation';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type Column, type ObjectName, type Schema } from '../../src/schema/model';
import { advanceSequence } from '../../src/lint/fix/rows';
import { columnSubject, firstOfEach, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'explicit-serial-id',
  code: 'RT709',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) =>
    firstOfEach(stepsOf(revision.upgrade, 'insert').flatMap((step) => reportsOf(revision, step))),
  fix: advanceSequence,
});

function reportsOf(revision: PaperRevision, step: StepOf<'insert'>): readonly Report[] {
  const { table, columns, rows = [], span } = step.operation;
  const column = numberedColumn(step.schema, table, step.origins.tables.has(formatName(table)));
  const at = column === null ? -1 : (columns?.indexOf(column) ?? -1);
  if (column === null || at < 0 || isAdvanced(revision, step, table)) return [];
  const numbers = rows.flatMap((row) => (/^\d+$/.test(row[at] ?? '') && row[at] !== '0' ? [Number(row[at])] : []));
  if (numbers.length === 0) return [];
  const message =
    `The rows get fixed values in ${formatColumn(table, column)}, but its sequence does not move: the next INSERTs take ${String(Math.min(...numbers))} and on again and fail on a duplicate key. ` +
    `Leave the column out, or move the sequence: SELECT setval(pg_get_serial_sequence('${formatName(table)}', '${column}'), (SELECT max(${column}) FROM ${formatName(table)})).`;
  return [{ span, subject: columnSubject(table, column), message }];
}

/** The column that a sequence numbers; of a table that the files do not make, a lone integer key called `id` is taken for one. */
function numberedColumn(schema: Schema, name: ObjectName, isMade: boolean): string | null {
  const table = findTable(schema, name);
  const numbered = table?.columns.find((column) => isNumbered(column));
  if (numbered !== undefined) return numbered.name;
  if (isMade) return null;
  const id = table?.columns.find((column) => column.name === 'id');
  const isInteger = id?.type === null || id?.type === undefined || /^(small|big)?int(eger)?$/.test(id.type.name);
  const key = table?.primaryKey?.columns ?? ['id'];
  return isInteger && key.length === 1 && key[0] === 'id' ? 'id' : null;
}

function isNumbered({ type, identity, default: value }: Column): boolean {
  return identity === 'by default' || /serial$/.test(type?.name ?? '') || /nextval/i.test(value ?? '');
}

/** The sequence is moved afterwards, or may be by something that cannot be read. */
function isAdvanced({ upgrade }: PaperRevision, { at }: StepOf<'insert'>, table: ObjectName): boolean {
  return upgrade.slice(at + 1).some(({ operation }) => moves(operation, table));
}

function moves(operation: Operation, table: ObjectName): boolean {
  switch (operation.kind) {
    case 'alterSequence':
    case 'unknown':
      return true;
    case 'select':
      return /\bsetval\b/i.test(operation.sql ?? '') || operation.calls?.some(({ name }) => name === 'setval') === true;
    case 'alterColumn':
      return isSameName(operation.table, table) && /restart/i.test(operation.sql ?? '');
    case 'delete':
    case 'dropTable':
      return isSameName(operation.table, table);
    case 'alterTable':
    case 'other':
      return /restart|setval/i.test(operation.sql ?? '');
    default:
      return false;
  }
}
