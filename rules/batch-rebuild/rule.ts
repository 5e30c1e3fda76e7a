import type { Operation } from '../../src/migration/operation';
import { isMadeEarlier } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { formatName, type ObjectName } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import { isInUse } from '../costs';

export default rule({
  name: 'batch-rebuild',
  code: 'RT428',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql', 'mysql', 'mariadb', 'mssql', 'oracle'],
  check: ({ revision }) => firstOfBatches(revision.upgrade).flatMap(reportOf),
});

/** Alembic does all that a batch says in one rebuild. */
function firstOfBatches(steps: readonly Step[]): readonly Step[] {
  const seen = new Set<number>();
  return steps.filter(({ operation: { batch } }) => {
    if (batch?.recreate !== 'always' || seen.has(batch.span.start)) return false;
    seen.add(batch.span.start);
    return true;
  });
}

function reportOf({ operation, origins }: Step): readonly Report[] {
  const table = tableOf(operation);
  if (table === null || operation.batch === undefined || !isInUse(origins, table)) return [];
  const name = formatName(table);
  return [
    {
      span: operation.batch.span,
      severity: isMadeEarlier(origins, table) ? 'info' : 'warning',
      subject: tableSubject(table),
      message:
        `recreate="always" copies ${name} into a new table and drops the old one on this database too: rows that others write during the copy are lost, ` +
        'and sequences, permissions, triggers and keys that point at it do not come along. Leave it at recreate="auto", which rebuilds on SQLite only.',
    },
  ];
}

function tableOf(operation: Operation): ObjectName | null {
  return 'table' in operation && operation.table !== null ? operation.table : null;
}
