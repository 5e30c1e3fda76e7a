import type { OperationOf } from '../../src/migration/operation';
import { mentionsWord } from '../../src/paper/edit';
import type { Step } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type Schema } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'type-change-on-used-column',
  code: 'RT409',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...refusals(context.revision.upgrade, 'The upgrade'),
    ...refusals(context.revision.downgrade, 'The downgrade'),
    ...byPlace(blockingFor(context, 'check', 'index').filter(isChange)).map(({ first, others }) =>
      again(first, others),
    ),
  ],
});

function isChange({ step }: BlockingCost): boolean {
  return step.operation.kind === 'alterColumn';
}

/** The values stay as they are, and yet Postgres looks at each. */
function again(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  const { operation } = step;
  const column = operation.kind === 'alterColumn' ? operation.column : '';
  const work =
    blocking.type === 'build'
      ? 'its index is built anew in the new order'
      : 'its CHECK is held against every row again';
  return {
    span: operation.span,
    severity,
    subject: columnSubject(blocking.table, column),
    message:
      `Changing the type of ${formatColumn(blocking.table, column)} rewrites nothing, but ${work} while ` +
      `${whoWaits(cost)}. Drop it first, and add it again afterwards: a CHECK as NOT VALID and validated ` +
      `in a transaction of its own, an index CONCURRENTLY.${andOthers(others)}`,
  };
}

function refusals(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'alterColumn').flatMap((step) => {
    const user = step.operation.change.type === undefined ? null : userOf(step);
    return user === null ? [] : [refusal(step.operation, user, side)];
  });
}

interface User {
  /** `view active_users`. */
  readonly what: string;
  readonly remedy: string;
}

/** Something whose definition holds the column's type (ATPrepAlterColumnType and RememberAllDependentForRebuilding). */
function userOf({ operation, schema }: StepOf<'alterColumn'>): User | null {
  const view = viewOver(operation, schema);
  if (view !== null) return { what: view, remedy: 'Drop it first and create it again afterwards.' };
  const { table, column } = operation;
  const generated = findTable(schema, table)?.columns.find(
    (each) => each.generated !== null && mentionsWord(each.generated.expression, column),
  );
  if (generated !== undefined) {
    return {
      what: `generated column ${generated.name}`,
      remedy: 'Drop that column first and add it again afterwards.',
    };
  }
  const policy = schema.policies.find(
    (each) => isSameName({ schema: each.schema, name: each.table }, table) && mentionsWord(each.definition, column),
  );
  if (policy !== undefined)
    return { what: `policy ${policy.name}`, remedy: 'Drop it first and create it again afterwards.' };
  const trigger = schema.triggers.find(
    (each) => isSameName({ schema: each.schema, name: each.table }, table) && namesColumn(each.definition, column),
  );
  return trigger === undefined
    ? null
    : { what: `trigger ${trigger.name}`, remedy: 'Drop it first and create it again afterwards.' };
}

/** A view that reads the table and names the column, or takes all there are. */
function viewOver({ table, column }: OperationOf<'alterColumn'>, { views }: Schema): string | null {
  const view = views.find(
    ({ definition }) =>
      mentionsWord(definition, table.name) &&
      (mentionsWord(definition, column) || /\bselect\s+(\w+\.)?\*/i.test(definition)),
  );
  if (view === undefined) return null;
  return `${view.isMaterialized ? 'materialized view' : 'view'} ${formatName(view)}`;
}

/** `UPDATE OF column`, or a WHEN that looks at it; the rest of a trigger's text is not bound to columns. */
function namesColumn(definition: string, column: string): boolean {
  const events = /\bupdate\s+of\s+(.*?)\bon\b/is.exec(definition)?.[1] ?? '';
  const condition = /\bwhen\s*\((.*)\)\s*execute\b/is.exec(definition)?.[1] ?? '';
  return mentionsWord(events, column) || mentionsWord(condition, column);
}

function refusal({ table, column, span }: OperationOf<'alterColumn'>, { what, remedy }: User, side: string): Report {
  return {
    span,
    subject: columnSubject(table, column),
    message: `${side} fails: Postgres does not change the type of ${formatColumn(table, column)} while ${what} uses it. ${remedy}`,
  };
}
