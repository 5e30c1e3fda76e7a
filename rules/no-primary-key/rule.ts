import { findTable, formatName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject } from '../../src/lint/rule';

export default rule({
  name: 'no-primary-key',
  code: 'RT757',
  severity: 'info',
  aliases: [],
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'createTable')
      .filter(({ operation }) => !operation.temporary && !operation.isFilled && operation.columns.length > 0)
      .filter(({ operation }) => {
        const made = findTable(revision.after, operation.table);
        return made?.primaryKey === null && made.isComplete && made.parent === null;
      })
      .map(({ operation: { table, span } }) => ({
        span,
        subject: tableSubject(table),
        message:
          `${formatName(table)} has no primary key: a row cannot be named, so that it cannot be updated alone, replicated logically, or compared after a rollback. ` +
          'Give it one; for a table of pairs, both columns.',
      })),
});
