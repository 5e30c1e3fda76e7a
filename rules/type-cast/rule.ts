import type { Severity } from '../../src/lint/finding';
import { isSameName, type Column, type ColumnType } from '../../src/schema/model';
import { columnAtStart } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { renderType } from '../../src/schema/type';
import { sayUsing } from '../../src/lint/fix/columns';
import {
  columnSubject,
  formatColumn,
  rule,
  stepsOf,
  type Report,
  type RuleContext,
  type StepOf,
} from '../../src/lint/rule';
import { typeBefore } from '../type-narrowing/before';
import { explicitCast, isAutomatic } from './casts';
import { isRefused } from './refused';

export default rule({
  name: 'type-cast',
  code: 'RT307',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) => [
    ...stepsOf(revision.upgrade, 'alterColumn').flatMap((step) => {
      const start = columnAtStart(revision.upgrade, step.at, step.operation);
      return reportsOf(step, typeBefore(revision, step), 'The upgrade', columnSubject(start.table, start.column));
    }),
    ...stepsOf(revision.downgrade, 'alterColumn').flatMap((step) => {
      const { table, column } = step.operation;
      return reportsOf(step, typeAfter(revision, step), 'The downgrade', columnSubject(table, column));
    }),
  ],
  fix: sayUsing,
});

type Step = StepOf<'alterColumn'>;

/** The type that a column has when it is changed on the way back: as the upgrade left it, or as stated there. */
function typeAfter({ upgrade }: RuleContext['revision'], { operation, schema }: Step): ColumnType | null {
  const { table, column, before } = operation;
  const isSet = upgrade.some(({ operation: up }) => {
    const isTyped = up.kind === 'alterColumn' && up.column === column && up.change.type !== undefined;
    return isTyped && isSameName(up.table, table);
  });
  return (isSet ? findColumn(schema, table, column)?.type : null) ?? before.type ?? null;
}

function reportsOf(step: Step, from: ColumnType | null, side: string, subject: Report['subject']): readonly Report[] {
  const { operation, schema } = step;
  const { table, column, change, span } = operation;
  if (from === null || change.type === undefined || change.type === null) return [];
  const name = formatColumn(table, column);
  const [old, now] = [renderType(from, 'postgresql'), renderType(change.type, 'postgresql')];
  if (isRefused(from, operation)) {
    const cast = explicitCast(column, from, change.type);
    const message =
      `${side} fails on any database: Postgres does not convert ${name} from ${old} to ${now} by itself. ` +
      (cast === null
        ? 'Say how in postgresql_using="…": which value becomes which, only you know.'
        : `Say how: postgresql_using="${cast}", or an expression that also takes care of values that do not fit.`);
    return [{ span, severity: certaintyOf(operation), subject, message }];
  }
  const value = defaultOf(operation, findColumn(schema, table, column));
  if (value === null || isAutomatic(from, change.type) !== false) return [];
  const message =
    `${side} fails: Postgres converts the values of ${name} as USING says, but not its default ${value}. ` +
    'Drop the default in a statement before, and set it again after.';
  return [{ span, severity: certaintyOf(operation), subject, message }];
}

/** Under a condition, or in a handler, it may never run. */
function certaintyOf({ certainty }: Step['operation']): Severity {
  return certainty === 'conditional' ? 'warning' : 'error';
}

/** The default that the column has at this point, where the files tell. */
function defaultOf({ before }: Step['operation'], column: Column | undefined): string | null {
  const value = column === undefined ? (before.default ?? null) : (column.default ?? null);
  return value === null || /^null\b/i.test(value.trim()) ? null : value;
}
