import { comment, writeBlock } from '../../formats/alembic/write/block';
import { render } from '../../formats/alembic/write/python';
import { writeExecute } from '../../formats/alembic/write/sql';
import { insertBefore, insertAfter } from '../../formats/alembic/write/statements';
import type { Action, OperationOf } from '../../migration/operation';
import { quoteName, quoteObject, quoteText } from '../../schema/ddl.names';
import { findColumn } from '../../schema/lookup';
import { findTable, formatName, type ColumnType } from '../../schema/model';
import { formatColumn, type Fixer, type RuleContext } from '../rule';
import { keepValues } from './backup';
import { fillBeforeNotNull } from './columns';
import { toDowngrade } from './downgrade';
import { isAlone, operationAt, siteOf, stepAt } from './place';
import { fixOf, tentatively } from './rewrite';

/** Fixes of what a migration does to rows. */

/** Undoes a change of rows on downgrade: deletes what was inserted, restores what was overwritten or deleted. */
export const undoRows: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  return operation?.kind === 'insert' ? deleteInserted(operation, context) : keepValues(report, context);
};

/** By the keys that the upgrade inserts: whether such rows were there before, a person has to know. */
function deleteInserted(operation: OperationOf<'insert'>, context: RuleContext) {
  const condition = keysOf(operation, context);
  const { table } = operation;
  const raises = context.revision.migration.downgrade?.raises ?? null;
  if (condition === null || raises !== null || operation.certainty !== 'always') return [];
  const remark = comment(`make sure that no such row of ${formatName(table)} was there before: it would go too.`);
  return fixOf(context, tentatively(`Delete the inserted rows of ${formatName(table)} on downgrade`), (file) => {
    const sql = writeExecute(`DELETE FROM ${quoteObject(table)} WHERE ${condition}`, file);
    return [toDowngrade(file, [...remark, ...render(sql, file.unit, file.unit.length)])];
  });
}

/** `id IN (1, 2)`: the values of the primary key, else of the first column, where all of them are known. */
function keysOf(
  { table, columns, rows = [], source }: OperationOf<'insert'>,
  { revision }: RuleContext,
): string | null {
  if (columns === null || rows.length === 0 || source !== 'values') return null;
  const key = findTable(revision.before, table)?.primaryKey?.columns ?? [];
  const [only, ...others] = key;
  const column = only !== undefined && others.length === 0 && columns.includes(only) ? only : columns[0];
  const at = columns.indexOf(column ?? '');
  const values = rows.map((row) => row[at] ?? null);
  const isKnown = values.every((value) => value !== null && /^('(?:[^']|'')*'|-?\d+(\.\d+)?)$/.test(value));
  return column === undefined || !isKnown ? null : `${quoteName(column)} IN (${[...new Set(values)].join(', ')})`;
}

/** Lets the sequence go on behind the keys that were inserted by hand. */
export const advanceSequence: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'insert' || context.dialect !== 'postgresql' || report.subject === null) return [];
  const { table } = operation;
  const column = report.subject.name;
  const sequence = `pg_get_serial_sequence(${quoteText(quoteObject(table))}, ${quoteText(column)})`;
  const sql = `SELECT setval(${sequence}, (SELECT max(${quoteName(column)}) FROM ${quoteObject(table)}))`;
  return fixOf(context, { title: `Move the sequence of ${formatColumn(table, column)} on`, safety: 'safe' }, (file) => {
    const site = siteOf(file, operation);
    const lines = render(writeExecute(sql, file), file.unit, file.unit.length);
    return site === null || !isAlone(operation, context) ? null : [insertAfter(file, site.statement, lines)];
  });
};

/** Makes the rows fit that were written meanwhile, before a downgrade takes the room or the NULLs away. */
export const fitRowsFirst: Fixer = (report, context) => {
  const step = stepAt(report, context, 'alterColumn');
  if (step?.operation.change.nullable === false) return fillBeforeNotNull(report, context);
  if (step === null || !isAlone(step.operation, context)) return [];
  const { table, column, change } = step.operation;
  const length = lengthOf(change.type ?? null);
  const isText = /^(varchar|text|char)$/.test(findColumn(step.schema, table, column)?.type?.name ?? '');
  if (length === null || !isText) return [];
  const cut: Action = {
    kind: 'update',
    table,
    assignments: [{ column, expression: `substr(${quoteName(column)}, 1, ${length})` }],
    where: `length(${quoteName(column)}) > ${length}`,
    reads: [],
  };
  const remark = `values longer than ${length} characters are cut here: choose what becomes of them.`;
  return fixOf(context, tentatively(`Shorten the values of ${formatColumn(table, column)} before`), (file) => {
    const site = siteOf(file, step.operation);
    const lines = writeBlock([{ action: cut, remarks: [remark] }], file);
    return site === null ? null : [insertBefore(file, site.batch ?? site.statement, lines)];
  });
};

function lengthOf(type: ColumnType | null): number | null {
  return type !== null && /^(varchar|char)$/.test(type.name) ? (type.args[0] ?? null) : null;
}
