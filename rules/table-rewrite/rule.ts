import type { Operation, OperationOf } from '../../src/migration/operation';
import type { Reason } from '../../src/paper/locks/model';
import { formatName, type ColumnType, type Subject } from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import { findColumn } from '../../src/schema/lookup';
import { columnSubject, formatColumn, rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';
import { userOf } from '../type-change-on-used-column/users';
import { isSessionInUtc } from './session';

const reasons: readonly Reason[] = [
  'type',
  'volatile default',
  'default',
  'generated',
  'serial',
  'identity',
  'constrained domain',
  'storage',
];

export default rule({
  name: 'table-rewrite',
  code: 'RT408',
  severity: 'warning',
  aliases: ['MRT405'],
  dialects: ['postgresql'],
  check: (context) => byPlace(rewrites(context)).map(({ first, others }) => reportOf(first, others)),
});

function rewrites(context: RuleContext): readonly BlockingCost[] {
  return blockingFor(context, ...reasons).filter(
    (cost) => !isRefused(cost) && (!isZoneOnly(cost) || !isSessionInUtc(context.revision, cost.at)),
  );
}

/** It fails, and `type-change-on-used-column` says why. */
function isRefused({ step: { operation, schema } }: BlockingCost): boolean {
  return (
    operation.kind === 'alterColumn' && operation.change.type !== undefined && userOf({ operation, schema }) !== null
  );
}

/** Between timestamps with and without a zone. */
function isZoneOnly({ blocking }: BlockingCost): boolean {
  return blocking.reason === 'type' && !blocking.isCertain;
}

function reportOf(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  return {
    span: step.operation.span,
    severity: isZoneOnly(cost) ? 'info' : severity,
    subject: subjectOf(cost),
    message:
      `${what(cost)} every row of ${formatName(blocking.table)} and all its indexes${condition(cost)}; ` +
      `meanwhile ${whoWaits(cost)}. ${advice(cost)}${andOthers(others)}`,
  };
}

function subjectOf({ step: { operation }, blocking }: BlockingCost): Subject {
  switch (operation.kind) {
    case 'addColumn':
      return columnSubject(operation.table, operation.column.name);
    case 'alterColumn':
      return columnSubject(operation.table, operation.column);
    default:
      return tableSubject(blocking.table);
  }
}

/** The sentence's beginning: the object follows. */
function what(cost: BlockingCost): string {
  const { operation } = cost.step;
  switch (operation.kind) {
    case 'addColumn':
      return `Adding ${formatColumn(operation.table, operation.column.name)}${because(cost, operation)} rewrites`;
    case 'alterColumn':
      return operation.change.type === undefined
        ? `A new expression for ${formatColumn(operation.table, operation.column)} rewrites`
        : `Changing ${formatColumn(operation.table, operation.column)}${types(cost, operation)} rewrites`;
    default:
      return 'This rewrites';
  }
}

function because({ blocking }: BlockingCost, { column }: OperationOf<'addColumn'>): string {
  switch (blocking.reason) {
    case 'volatile default':
    case 'default':
      return ` with DEFAULT ${column.default ?? ''}`;
    case 'generated':
      return ' as a stored generated column';
    case 'constrained domain':
      return ` of domain ${column.type?.name ?? ''}, whose constraint every row is held against,`;
    case 'identity':
      return ' as an identity column';
    default:
      return ` as ${column.type?.name ?? ''}`;
  }
}

function types({ step }: BlockingCost, { table, column, change, before }: OperationOf<'alterColumn'>): string {
  const from = before.type ?? findColumn(step.schema, table, column)?.type ?? null;
  const to = change.type ?? null;
  if (to === null) return '';
  const now = renderType(to, 'postgresql');
  const then = from === null ? '' : renderType(from, 'postgresql');
  return then === '' || then === now ? ` to ${now}` : ` from ${then} to ${now}`;
}

/** What it depends on, where the text does not tell. */
function condition({ blocking, step: { operation } }: BlockingCost): string {
  if (blocking.isCertain) return '';
  switch (blocking.reason) {
    case 'type':
      return ' unless the session’s TimeZone is UTC';
    case 'volatile default':
      return operation.kind === 'addColumn' ? ', unless that function was declared STABLE or IMMUTABLE' : '';
    default:
      return ' unless it is so already';
  }
}

/** A text that only gets a limit. */
function isShortened(operation: Operation): boolean {
  const isText = (type: ColumnType | null | undefined) => type?.name === 'varchar' || type?.name === 'text';
  return operation.kind === 'alterColumn' && isText(operation.before.type) && operation.change.type?.name === 'varchar';
}

function advice({ blocking: { reason }, step: { operation } }: BlockingCost): string {
  switch (reason) {
    case 'type':
      if (isShortened(operation))
        return 'A CHECK on the length, added NOT VALID and validated later, needs no rewrite.';
      return 'Add a column of the new type beside it, fill it in batches, and let the code change over before the old one goes.';
    case 'volatile default':
    case 'default':
      return 'Add the column without the default, set the default for new rows, and fill the old ones in batches.';
    case 'serial':
    case 'identity':
      return 'Add a plain column and a sequence as its default, and fill the old rows in batches.';
    case 'generated':
      return 'Add a plain column that a trigger keeps, and fill the old rows in batches.';
    case 'constrained domain':
      return 'Use the base type with a CHECK that is added NOT VALID.';
    default:
      return 'There is no way to do it beside the traffic: set a lock_timeout, and choose a quiet moment.';
  }
}
