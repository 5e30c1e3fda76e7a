import { downgradeKind } from '../../src/paper/downgrade';
import { isMadeHere } from '../../src/paper/origins';
import { columnAtEnd, tableAtEnd } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, stepsOf, tableSubject } from '../../src/lint/rule';

export default rule({
  name: 'new-data-lost',
  code: 'RT213',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: ({ revision }) => {
    if (downgradeKind(revision) !== 'real') return [];
    const { upgrade, after, back } = revision;
    const tables = stepsOf(upgrade, 'createTable').flatMap(({ operation: { table, span }, at }) => {
      const end = tableAtEnd(upgrade, at + 1, table);
      if (findTable(after, end) === undefined || findTable(back, end) !== undefined) return [];
      return [{ span, subject: tableSubject(end), message: message(formatName(end)) }];
    });
    const columns = stepsOf(upgrade, 'addColumn').flatMap(({ operation: { table, column, span }, origins, at }) => {
      const end = columnAtEnd(upgrade, at + 1, { table, column: column.name });
      const isGone = findTable(back, end.table) !== undefined && findColumn(back, end.table, end.column) === undefined;
      if (isMadeHere(origins, table) || !isGone || findColumn(after, end.table, end.column) === undefined) return [];
      return [
        { span, subject: columnSubject(end.table, end.column), message: message(formatColumn(end.table, end.column)) },
      ];
    });
    return [...tables, ...columns];
  },
});

function message(name: string): string {
  return `What is written into ${name} after the deploy is gone with a rollback. Copy it out first if it has to survive.`;
}
