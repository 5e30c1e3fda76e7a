import { blocksReads } from '../src/paper/locks/modes';
import type { Work } from '../src/paper/locks/model';
import { transactionsOf } from '../src/paper/locks/transactions';
import { findTable, formatName, isSameName, type ObjectName, type Schema } from '../src/schema/model';
import type { RuleContext } from '../src/lint/rule';
import { costsOf, isSurelyInUse, type Cost } from './costs';

/** A lock that keeps readers out of one table while the transaction works long on another. */
export interface KeptLock {
  /** The first statement that takes the lock. */
  readonly cost: Cost;
  readonly table: ObjectName;
  readonly later: { readonly cost: Cost; readonly work: Work };
}

/** Of work on the locked table itself, the work's own finding says that readers wait too. */
export function keptLocks(context: RuleContext): readonly KeptLock[] {
  const costs = costsOf(context);
  return transactionsOf(context.revision.upgrade).flatMap((transaction) =>
    keptIn(
      transaction.flatMap(({ at }) => costs[at] ?? []),
      context.revision.after,
    ),
  );
}

function keptIn(costs: readonly Cost[], after: Schema): readonly KeptLock[] {
  const works = costs.flatMap((cost) => longWork(cost).map((work) => ({ cost, work })));
  if (works.length === 0) return [];
  const seen = new Set<string>();
  return costs.flatMap((cost): readonly KeptLock[] =>
    lockedAgainstReads(cost, after).flatMap((table) => {
      const name = formatName(table);
      if (seen.has(name)) return [];
      seen.add(name);
      const later = works.find(
        (each) => each.cost.at > cost.at && !isOneCall(each.cost, cost) && !isSameName(each.work.table, table),
      );
      // A statement that keeps everybody waiting by its own work says so itself.
      return later === undefined || cost.blocking !== null ? [] : [{ cost, table, later }];
    }),
  );
}

/** Work on a table in use, whatever lock it takes by itself; VALIDATE is for a rule of its own. */
function longWork({ step, impact }: Cost): readonly Work[] {
  if (step.operation.kind === 'validateConstraint') return [];
  return impact.work.filter(({ table }) => isSurelyInUse(step.origins, table)).slice(0, 1);
}

/** One call makes both: a column and its key. */
function isOneCall(a: Cost, b: Cost): boolean {
  return a.step.operation.span.start === b.step.operation.span.start;
}

function lockedAgainstReads({ step, impact }: Cost, after: Schema): readonly ObjectName[] {
  return impact.locks
    .filter(({ mode, table }) => blocksReads(mode) && isSurelyInUse(step.origins, table))
    .map(({ table }) => table)
    .filter((table) => findTable(after, table) !== undefined);
}
