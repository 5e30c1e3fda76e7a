import { mentionsWord } from '../../src/paper/edit';
import { hasNoRows } from '../../src/paper/origins';
import { columnAtStart } from '../../src/paper/tracks';
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
import { isRefused } from '../type-cast/refused';
import { typeBefore } from './before';
import { narrowing, type Narrowing } from './narrowing';

export default rule({
  name: 'type-narrowing',
  code: 'RT301',
  severity: 'error',
  aliases: ['MRT303'],
  check: (context) => stepsOf(context.revision.upgrade, 'alterColumn').flatMap((step) => reportsOf(context, step)),
});

function reportsOf({ revision, dialect }: RuleContext, step: StepOf<'alterColumn'>): readonly Report[] {
  const { operation, origins, at } = step;
  const { table, column, change, span } = operation;
  const from = typeBefore(revision, step);
  if (change.type === undefined || change.type === null || from === null || hasNoRows(origins, table)) return [];
  const loss = replacing(operation) ?? narrowing(from, change.type, dialect);
  // Of a change that Postgres refuses whatever the rows are, type-cast speaks.
  if (loss === null || (dialect === 'postgresql' && isRefused(from, operation))) return [];
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

/** `USING NULL`, `USING ARRAY[]::text[]`: an expression that does not look at what is there. */
function replacing({ column, change: { using } }: StepOf<'alterColumn'>['operation']): Narrowing | null {
  if (using === undefined || mentionsWord(using.toLowerCase(), column.toLowerCase())) return null;
  return { severity: 'error', what: `USING ${using} does not read the column, and puts the same in every row` };
}
