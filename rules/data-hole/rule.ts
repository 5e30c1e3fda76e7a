import type { Fact } from '../../src/paper/facts';
import type { Migration } from '../../src/migration/migration';
import { formatName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'data-hole',
  code: 'RT211',
  severity: 'warning',
  aliases: [],
  check: ({ revision: { upgrade, migration } }) => {
    const columns = stepsOf(upgrade, 'addColumn').flatMap(({ operation: { table, column, span }, facts }) => {
      const dropped = earlierDrop(facts.ofColumn(table, column.name), migration);
      const name = formatColumn(table, column.name);
      return dropped === null ? [] : [reportOf(span, columnSubject(table, column.name), name, dropped)];
    });
    const tables = stepsOf(upgrade, 'createTable').flatMap(({ operation: { table, span }, facts }) => {
      const dropped = earlierDrop(facts.ofTable(table), migration);
      return dropped === null ? [] : [reportOf(span, tableSubject(table), formatName(table), dropped)];
    });
    return [...columns, ...tables];
  },
});

/** The object was dropped, for sure, by an earlier revision, which had not just made it for its own purposes. */
function earlierDrop(facts: readonly Fact[], migration: Migration): Migration | null {
  const at = facts.findLastIndex(({ type }) => type === 'created' || type === 'dropped');
  const last = facts[at];
  if (last?.type !== 'dropped' || last.operation.certainty !== 'always' || last.migration === migration) return null;
  const isScratch = facts.some(({ type, migration: maker }) => type === 'created' && maker === last.migration);
  return isScratch ? null : last.migration;
}

function reportOf(span: Report['span'], subject: Report['subject'], name: string, { revision }: Migration): Report {
  return {
    span,
    subject,
    message:
      `${name} was dropped by ${revision} and comes back here without what was in it. A rollback past both looks complete ` +
      `(the schema is the same) and has lost the data. If it has to have the old values, restore them here from a backup.`,
  };
}
