import { columnSubject, formatColumn, stepsOf, type Report, type RuleContext, type StepOf } from '../../src/lint/rule';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { columnAtEnd, columnAtStart } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { isSameName } from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import { isRefused } from '../type-cast/refused';
import { narrowing } from '../type-narrowing/narrowing';
import { isCleared } from './cleared';

/** A type that the upgrade widened and the downgrade narrows again: what was written meanwhile may not fit. */
export function types({ revision, dialect }: RuleContext): readonly Report[] {
  return stepsOf(revision.downgrade, 'alterColumn').flatMap((step) => {
    const { table, column, change, span } = step.operation;
    const to = change.type ?? null;
    const from = findColumn(step.schema, table, column)?.type ?? null;
    if (from === null || to === null || hasNoRows(step.origins, table) || !isWidened(revision, step)) return [];
    const loss = narrowing(from, to, dialect);
    // Of a change that Postgres refuses whatever the rows are, type-cast speaks.
    if (dialect === 'postgresql' && isRefused(from, step.operation)) return [];
    if (loss === null || isCleared(revision, step, table, [column])) return [];
    const [now, old] = [renderType(from, dialect), renderType(to, dialect)];
    const message =
      `The downgrade turns ${formatColumn(table, column)} from ${now} back into ${old}: ` +
      `${loss.what.replaceAll('the upgrade', 'the downgrade')}, if such were written meanwhile. ` +
      'Say in the downgrade what is to become of them, before the type changes.';
    return [
      { span, severity: loss.severity === 'info' ? 'info' : 'warning', subject: columnSubject(table, column), message },
    ];
  });
}

/** The upgrade changed the type of this column. */
function isWidened({ upgrade, downgrade }: PaperRevision, { operation, at }: StepOf<'alterColumn'>): boolean {
  const after = columnAtStart(downgrade, at, operation);
  return upgrade.some((step, index) => {
    if (step.operation.kind !== 'alterColumn' || step.operation.change.type === undefined) return false;
    const end = columnAtEnd(upgrade, index, step.operation);
    return end.column === after.column && isSameName(end.table, after.table);
  });
}
