import { isMadeHere } from '../../src/paper/origins';
import { formatName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'insert-by-position',
  code: 'RT708',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) =>
    [...stepsOf(revision.upgrade, 'insert'), ...stepsOf(revision.downgrade, 'insert')].flatMap(reportsOf),
});

function reportsOf({ operation, origins }: StepOf<'insert'>): readonly Report[] {
  const { table, columns, source, via, span, sql = '' } = operation;
  const isWritten = via === 'sql' && /^\s*(with\b|insert\b|replace\b)/i.test(sql);
  if (!isWritten || (columns !== null && operation.hasStar !== true) || source === 'default') return [];
  // The columns of a table that is made a few lines above are what is written there.
  if (source === 'values' && isMadeHere(origins, table)) return [];
  const message =
    columns === null
      ? `The values go to the columns of ${formatName(table)} by position: where the columns stand in another order, or there is one more, this fails or fills the wrong ones. Name the columns.`
      : `SELECT * gives ${formatName(table)} whatever columns the source has on the day: one more, and this fails. Name the columns.`;
  return [{ span, subject: tableSubject(table), message }];
}
