import { findTable, formatName, type ObjectName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'unlogged-table',
  code: 'RT209',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision: { upgrade, after } }) => {
    const isLeft = (table: ObjectName) => findTable(after, table)?.traits.includes('unlogged') === true;
    const created = stepsOf(upgrade, 'createTable')
      .filter(({ operation }) => operation.traits.includes('unlogged') && isLeft(operation.table))
      .map(({ operation: { table, span } }) => reportOf(table, span));
    const altered = stepsOf(upgrade, 'alterTable')
      .filter(({ operation: { change } }) => change.type === 'trait' && change.trait === 'unlogged' && change.isOn)
      .filter(({ operation }) => isLeft(operation.table))
      .map(({ operation: { table, span } }) => reportOf(table, span));
    return [...created, ...altered];
  },
});

function reportOf(table: ObjectName, span: Report['span']): Report {
  return {
    span,
    subject: tableSubject(table),
    message:
      `${formatName(table)} is UNLOGGED: Postgres empties it after a crash, and replicas never have its rows. ` +
      'Leave UNLOGGED out, unless everything in it can be made again.',
  };
}
