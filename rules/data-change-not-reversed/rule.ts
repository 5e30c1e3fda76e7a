import type { OperationOf } from '../../src/migration/operation';
import { downgradeKind } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart, tableAtEnd, tableAtStart } from '../../src/paper/tracks';
import { findTable, formatName, isSameName, type ObjectName } from '../../src/schema/model';
import {
  columnSubject,
  formatColumn,
  rule,
  stepsOf,
  tableSubject,
  type Report,
  type StepOf,
} from '../../src/lint/rule';

export default rule({
  name: 'data-change-not-reversed',
  code: 'RT104',
  severity: 'warning',
  aliases: ['MRT103', 'MRT104', 'MRT105', 'MRT106'],
  check: ({ revision }) => {
    // A downgrade that is missing, empty or raises is another rule's; one that cannot be read may do anything.
    if (downgradeKind(revision) !== 'real' || isOpaque(revision.downgrade)) return [];
    return [
      ...firstOfEach(stepsOf(revision.upgrade, 'update').flatMap((step) => updates(revision, step))),
      ...firstOfEach(stepsOf(revision.upgrade, 'insert').flatMap((step) => inserts(revision, step))),
      ...firstOfEach(stepsOf(revision.upgrade, 'delete').flatMap((step) => deletes(revision, step))),
      ...stepsOf(revision.downgrade, 'delete').flatMap((step) => sweeps(revision, step)),
    ];
  },
});

function updates(revision: PaperRevision, { operation, origins, at }: StepOf<'update'>): readonly Report[] {
  const { table, assignments, span } = operation;
  if (!livesOn(revision, at, table) || isMadeHere(origins, table) || hasNoRows(origins, table)) return [];
  return assignments
    .filter(({ column, expression }) => !isColumnMadeHere(origins, table, column) && expression.trim() !== column)
    .filter(({ column }) => keepsColumn(revision, at, table, column))
    .flatMap(({ column, expression }) => {
      const start = columnAtStart(revision.upgrade, at, { table, column });
      const message = updateMessage(revision, columnAtEnd(revision.upgrade, at, { table, column }), expression);
      return message === null ? [] : [{ span, subject: columnSubject(start.table, start.column), message }];
    });
}

function updateMessage(
  revision: PaperRevision,
  { table, column }: ReturnType<typeof columnAtEnd>,
  expression: string,
): string | null {
  const name = formatColumn(table, column);
  const answers = answersTo(revision, table, column);
  if (answers === null) return null;
  if (answers.length === 0) {
    return (
      `The upgrade overwrites ${name} and the downgrade writes nothing back: the old values are gone. ` +
      'Keep them in another column or table and restore them on downgrade.'
    );
  }
  return isFoldedFor(expression) && answers.every((answer) => !bringsBack(answer, column))
    ? `The upgrade folds different values of ${name} into one (${expression}); what the downgrade writes cannot tell them apart again. Keep the old values in another column.`
    : null;
}

/** What the downgrade writes into the column, as SQL; `null` where it fills it in another way. */
function answersTo({ downgrade }: PaperRevision, table: ObjectName, column: string): readonly string[] | null {
  const texts: string[] = [];
  for (const [index, { operation }] of downgrade.entries()) {
    const isFilling = operation.kind === 'insert' || (operation.kind === 'createTable' && operation.isFilled);
    // Asked first: to follow a table through a long side costs more than all the rest.
    if (!isFilling && operation.kind !== 'update') continue;
    if (!isAt(downgrade, index, operation.table, table)) continue;
    if (operation.kind !== 'update') return null;
    if (operation.assignments.length === 0) return null;
    texts.push(...operation.assignments.filter((each) => each.column === column).map(({ expression }) => expression));
  }
  return texts;
}

/** Functions that give one result for many values. */
function isFoldedFor(expression: string): boolean {
  return /^\s*(lower|upper|initcap|l?trim|rtrim|btrim|round|floor|ceil|ceiling|date_trunc|substr|substring|left|right|md5)\s*\(/i.test(
    expression,
  );
}

/** Text that reads more than the column itself: another column, or a query. */
function bringsBack(expression: string, column: string): boolean {
  const words = expression.replace(/'(?:[^']|'')*'/g, '').match(/[a-z_]\w*(?!\w|\s*\()/gi) ?? [];
  return words.some((word) => word !== column && !/^(null|true|false|default)$/i.test(word));
}

function inserts(revision: PaperRevision, { operation, origins, at }: StepOf<'insert'>): readonly Report[] {
  const { table, span } = operation;
  if (!livesOn(revision, at, table) || isMadeHere(origins, table)) return [];
  const end = tableAtEnd(revision.upgrade, at, table);
  if (revision.downgrade.some((step, index) => removesRows(revision, step.operation, index, end))) return [];
  return [
    {
      span,
      subject: tableSubject(tableAtStart(revision.upgrade, at, table)),
      message:
        `The rows inserted into ${formatName(table)} stay after the downgrade, and the next upgrade inserts them again. ` +
        'Delete them on downgrade by the keys they were inserted with.',
    },
  ];
}

function removesRows(
  { downgrade }: PaperRevision,
  operation: PaperRevision['downgrade'][number]['operation'],
  index: number,
  table: ObjectName,
): boolean {
  if (operation.kind === 'truncate') return operation.tables.some((each) => isAt(downgrade, index, each, table));
  const isRemoval = operation.kind === 'delete' || operation.kind === 'dropTable';
  return isRemoval && isAt(downgrade, index, operation.table, table);
}

function deletes(revision: PaperRevision, { operation, origins, at }: StepOf<'delete'>): readonly Report[] {
  const { table, span } = operation;
  if (!livesOn(revision, at, table) || hasNoRows(origins, table)) return [];
  const end = tableAtEnd(revision.upgrade, at, table);
  const isRefilled = revision.downgrade.some(
    ({ operation: back }, index) => back.kind === 'insert' && isAt(revision.downgrade, index, back.table, end),
  );
  if (isRefilled) return [];
  const which = isEverything(operation) ? 'every row' : 'rows';
  return [
    {
      span,
      severity: 'error',
      subject: tableSubject(tableAtStart(revision.upgrade, at, table)),
      message:
        `The upgrade deletes ${which} of ${formatName(table)} and the downgrade inserts none again: they are gone. ` +
        'Copy them to a table that stays before deleting them, and insert them from there on downgrade.',
    },
  ];
}

/** A DELETE without a condition on the way back takes more than the upgrade put there. */
function sweeps(revision: PaperRevision, { operation, origins }: StepOf<'delete'>): readonly Report[] {
  const { table, span } = operation;
  if (!isEverything(operation) || hasNoRows(origins, table) || findTable(revision.before, table) === undefined)
    return [];
  return [
    {
      span,
      severity: 'error',
      subject: tableSubject(table),
      message:
        `The downgrade deletes every row of ${formatName(table)}, also those that were there before the upgrade. ` +
        'Delete only what the upgrade inserted, by its keys.',
    },
  ];
}

function isEverything({ where }: OperationOf<'delete'>): boolean {
  return where === null || /^\s*\(*\s*(1\s*=\s*1|true)\s*\)*\s*$/i.test(where);
}

/** The table is still there after the upgrade: of one that is not, another rule speaks. */
function livesOn(revision: PaperRevision, at: number, table: ObjectName): boolean {
  return findTable(revision.after, tableAtEnd(revision.upgrade, at, table)) !== undefined;
}

function keepsColumn(revision: PaperRevision, at: number, table: ObjectName, column: string): boolean {
  const end = columnAtEnd(revision.upgrade, at, { table, column });
  return findTable(revision.after, end.table)?.columns.some(({ name }) => name === end.column) === true;
}

/** The table that step `index` of the downgrade speaks of is the one called `table` when the downgrade begins. */
function isAt(steps: PaperRevision['downgrade'], index: number, spoken: ObjectName, table: ObjectName): boolean {
  return isSameName(tableAtStart(steps, index, spoken), table);
}

/** One report for each object: a statement in a loop, or a second UPDATE, says nothing new. */
function firstOfEach(reports: readonly Report[]): readonly Report[] {
  const seen = new Set<string>();
  return reports.filter(({ subject }) => {
    const key = JSON.stringify(subject);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
