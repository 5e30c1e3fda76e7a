import { isMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import type { ColumnType } from '../../src/schema/model';
import { isSaid } from '../../src/lint/said';
import { columnSubject, formatColumn, rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'mysql-enum-change',
  code: 'RT825',
  severity: 'warning',
  aliases: [],
  dialects: ['mysql', 'mariadb'],
  check: ({ revision, reported }) =>
    [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')].filter(
      (report) => !isSaid(reported, report),
    ),
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'alterColumn')
    .filter(({ operation, origins }) => !isMadeHere(origins, operation.table))
    .flatMap((step) => reportOf(step, side) ?? []);
}

function reportOf({ operation, schema }: StepOf<'alterColumn'>, side: string): Report | null {
  const { table, column, change, before, span } = operation;
  const old = labelsOf(before.type ?? findColumn(schema, table, column)?.type);
  const now = labelsOf(change.type);
  if (old === null || now === null) return null;
  const gone = old.filter((label) => !now.includes(label));
  const name = formatColumn(table, column);
  const subject = columnSubject(table, column);
  if (gone.length > 0) {
    const message = `${name} can no longer be ${gone.join(' or ')}: the ${side} fails on rows that are (or, outside strict mode, makes them ''). Give them another value first.`;
    return { span, severity: 'error', subject, message };
  }
  if (old.every((label, at) => now[at] === label)) return null;
  const message = `The labels of ${name} change their order, which MySQL stores by number: it copies the whole table, and sorting by the column changes. Add new labels at the end.`;
  return { span, subject, message };
}

function labelsOf(type: ColumnType | null | undefined): readonly string[] | null {
  return type?.labels === undefined || type.labels.length === 0 ? null : type.labels;
}
