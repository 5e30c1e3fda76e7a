import { isTableKept } from '../../src/paper/kept';
import { hasNoRows } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import { formatName } from '../../src/schema/model';
import { keepRows } from '../../src/lint/fix/backup';
import { rule, stepsOf, tableSubject, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'truncate',
  code: 'RT203',
  severity: 'error',
  aliases: ['MRT203', 'MRT212'],
  check: ({ revision }) => stepsOf(revision.upgrade, 'truncate').flatMap((step) => reportsOf(revision, step)),
  fix: keepRows,
});

function reportsOf(revision: PaperRevision, { operation, origins, at }: StepOf<'truncate'>): readonly Report[] {
  return operation.tables
    .filter((table) => !hasNoRows(origins, table) && !isTableKept(revision, at, table))
    .map((now) => {
      const table = tableAtStart(revision.upgrade, at, now);
      const more = operation.cascade ? ' CASCADE empties every table that refers to it as well.' : '';
      return {
        span: operation.span,
        subject: tableSubject(table),
        message:
          `TRUNCATE destroys every row of ${formatName(table)}, and no downgrade brings them back.${more} ` +
          'Copy the rows to a table that stays and restore them on downgrade, or do this outside of migrations.',
      };
    });
}
