import { tableAtEnd, columnAtEnd } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import type { Column } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, type RuleContext, type StepOf } from '../../src/lint/rule';
import { isTableInUse } from '../in-use';

export default rule({
  name: 'required-for-old-writers',
  code: 'RT605',
  severity: 'warning',
  aliases: ['MRT704'],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'addColumn').flatMap((step) => {
      const { table, column, span } = step.operation;
      const after = columnAfter(revision, step);
      if (after === undefined || !isRequired(after) || !isTableInUse(step, table)) return [];
      const message =
        `Code of the last release does not know ${formatColumn(table, column.name)} and leaves it out of its INSERTs, which fail: it is NOT NULL and has no default in the database. ` +
        'Give it a server_default, at least until no old code is left, or set NOT NULL in a later release.';
      return [{ span, subject: columnSubject(table, column.name), message }];
    }),
});

/** The column as the upgrade leaves it: filled and made NOT NULL further down, renamed, or with its default dropped. */
function columnAfter({ upgrade, after }: RuleContext['revision'], { operation, at }: StepOf<'addColumn'>) {
  const end = columnAtEnd(upgrade, at + 1, { table: operation.table, column: operation.column.name });
  return findColumn(after, tableAtEnd(upgrade, at + 1, operation.table), end.column);
}

function isRequired({ nullable, default: value, hasUnknownDefault, generated, identity, type }: Column): boolean {
  const isMade = generated !== null || identity !== null || /serial$/.test(type?.name ?? '');
  return !nullable && value === null && hasUnknownDefault !== true && !isMade;
}
