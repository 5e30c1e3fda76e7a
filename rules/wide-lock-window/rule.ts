import { blocksReads } from '../../src/paper/locks/modes';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { findTable, formatName, type ObjectName } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import { costsOf, isSurelyInUse, type Cost } from '../costs';

export default rule({
  name: 'wide-lock-window',
  code: 'RT418',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: (context) => {
    const costs = costsOf(context);
    return transactionsOf(context.revision.upgrade).flatMap((transaction) => {
      const locked = transaction
        .flatMap(({ at }) => costs[at] ?? [])
        .flatMap((cost) => exclusive(cost).map((table) => ({ cost, table })))
        .filter(({ table }) => findTable(context.revision.after, table) !== undefined);
      return reportsOf(locked);
    });
  },
});

interface Locked {
  readonly cost: Cost;
  readonly table: ObjectName;
}

function exclusive({ step, impact }: Cost): readonly ObjectName[] {
  return impact.locks
    .filter(({ table, mode }) => blocksReads(mode) && isSurelyInUse(step.origins, table))
    .map(({ table }) => table);
}

/** At the statement that locks the second table. */
function reportsOf(locked: readonly Locked[]): readonly Report[] {
  const names = [...new Set(locked.map(({ table }) => formatName(table)))];
  const second = locked.find(({ table }) => formatName(table) === names[1]);
  if (second === undefined) return [];
  return [
    {
      span: second.cost.step.operation.span,
      subject: tableSubject(second.table),
      message:
        `This transaction ends up with ACCESS EXCLUSIVE locks on ${names.length} tables at once (${names.join(', ')}): ` +
        'a query that uses them in another order deadlocks with it, and all wait for the slowest. Change one table in each transaction.',
    },
  ];
}
