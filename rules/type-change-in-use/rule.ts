import { columnSubject, formatColumn, rule, stepsOf } from '../../src/lint/rule';
import { renderType } from '../../src/schema/type';
import { isColumnInUse } from '../in-use';
import { typeBefore } from '../type-narrowing/before';
import { isOtherKind, narrowing } from '../type-narrowing/narrowing';

export default rule({
  name: 'type-change-in-use',
  code: 'RT604',
  severity: 'warning',
  aliases: ['MRT705'],
  isOptional: true,
  check: ({ revision, dialect }) =>
    stepsOf(revision.upgrade, 'alterColumn').flatMap((step) => {
      const { table, column, change, span } = step.operation;
      const from = typeBefore(revision, step);
      if (from === null || change.type === undefined || change.type === null) return [];
      const isHarder = isOtherKind(from, change.type) || narrowing(from, change.type, dialect) !== null;
      if (!isHarder || !isColumnInUse(step, table, column)) return [];
      const message =
        `Code of the last release reads and writes ${formatColumn(table, column)} as ${renderType(from, dialect)}: from now on it gets ` +
        `${renderType(change.type, dialect)}, and its writes may not fit. Add a column of the new type, write both, and drop the old one in a later release.`;
      return [{ span, subject: columnSubject(table, column), message }];
    }),
});
