import { isMadeHere } from '../../src/paper/origins';
import type { OperationOf, Read } from '../../src/migration/operation';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { formatName, isSameName, type ObjectName } from '../../src/schema/model';
import { firstOfEach, rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'insert-by-position',
  code: 'RT708',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) => [
    ...firstOfEach(stepsOf(revision.upgrade, 'insert').flatMap((step) => reportsOf(revision, step))),
    ...firstOfEach(stepsOf(revision.downgrade, 'insert').flatMap((step) => reportsOf(revision, step))),
  ],
});

function reportsOf(revision: PaperRevision, { operation, origins }: StepOf<'insert'>): readonly Report[] {
  const { table, columns, source, via, span, sql = '' } = operation;
  const isWritten = via === 'sql' && /^\s*(with\b|insert\b|replace\b)/i.test(sql);
  if (!isWritten || (columns !== null && operation.hasStar !== true) || source === 'default') return [];
  // The columns of a table that is made a few lines above are what is written there.
  const isInSight = isMadeHere(origins, table) && operation.hasStar !== true;
  if (isInSight || (source === 'values' && isOfOneValue(operation))) return [];
  if (isOfCopy(revision, operation)) return [];
  const message =
    columns === null
      ? `The values go to the columns of ${formatName(table)} by position: where the columns stand in another order, or there is one more, this fails or fills the wrong ones. Name the columns.`
      : `SELECT * gives ${formatName(table)} whatever columns the source has on the day: one more, and this fails. Name the columns.`;
  return [{ span, subject: tableSubject(table), message }];
}

/** A table of one column, or so it seems: there is not much to mix up. */
function isOfOneValue({ rows = [] }: OperationOf<'insert'>): boolean {
  return rows.length > 0 && rows.every((row) => row.length === 1);
}

/** Back from a copy of the whole table that the same file made: it has the table's columns in their order. */
function isOfCopy({ upgrade }: PaperRevision, { table, reads }: OperationOf<'insert'>): boolean {
  const isAbout = (read: Read, name: ObjectName) => read.table !== null && isSameName(read.table, name);
  return stepsOf(upgrade, 'createTable').some(
    ({ operation: copy }) =>
      copy.isFilled &&
      /\bselect\s+\*/i.test(copy.sql ?? '') &&
      reads.some((read) => isAbout(read, copy.table)) &&
      copy.reads.some((read) => isAbout(read, table)),
  );
}
