import { blocksReads, blocksWrites, type LockMode } from '../../src/paper/locks/modes';
import type { Work } from '../../src/paper/locks/impact';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { findTable, formatName, isSameName, type ObjectName, type Schema } from '../../src/schema/model';
import { rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { lineOf } from '../lines';
import { costsOf, isSurelyInUse, type Cost } from '../costs';

export default rule({
  name: 'lock-held-during-work',
  code: 'RT410',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const costs = costsOf(context);
    return transactionsOf(context.revision.upgrade).flatMap((transaction) => {
      const own = transaction.flatMap(({ at }) => costs[at] ?? []);
      return [...keptLocks(own, context), ...explicitLocks(own)];
    });
  },
});

interface Kept {
  readonly cost: Cost;
  readonly table: ObjectName;
  /** What goes on later, while the lock is held. */
  readonly later: { readonly cost: Cost; readonly work: Work };
}

/** The first statement that locks a table against readers, with the long work for which it stays locked. */
function keptLocks(costs: readonly Cost[], context: RuleContext): readonly Report[] {
  const works = costs.flatMap((cost, place) => longWork(cost).map((work) => ({ cost, work, place })));
  const seen = new Set<string>();
  const kept = costs.flatMap((cost, place): readonly Kept[] =>
    locksInUse(cost, context.revision.after, 'ACCESS EXCLUSIVE').flatMap((table) => {
      const name = formatName(table);
      if (seen.has(name)) return [];
      seen.add(name);
      const later = works.find((each) => each.place > place && !isOneOf(each.cost, cost) && isWorse(each.work, table));
      // A statement that keeps everybody waiting by its own work says so itself.
      return later === undefined || cost.blocking !== null ? [] : [{ cost, table, later }];
    }),
  );
  return grouped(kept).map((group) => reportOf(group, context));
}

/** Work on tables in use, whatever lock it takes by itself; a constraint just added and validated is another rule's. */
function longWork({ step, impact }: Cost): readonly Work[] {
  if (step.operation.kind === 'validateConstraint') return [];
  return impact.work.filter(({ table }) => isSurelyInUse(step.origins, table)).slice(0, 1);
}

/** The lock makes more wait than the work would by itself. */
function isWorse(work: Work, table: ObjectName): boolean {
  return !isSameName(work.table, table) || !blocksReads(work.mode);
}

/** One call makes both: its column and its key. */
function isOneOf(a: Cost, b: Cost): boolean {
  return a.step.operation.span.start === b.step.operation.span.start;
}

function locksInUse({ step, impact }: Cost, after: Schema, mode: LockMode): readonly ObjectName[] {
  return impact.locks
    .filter((lock) => lock.mode === mode && isSurelyInUse(step.origins, lock.table))
    .map(({ table }) => table)
    .filter((table) => findTable(after, table) !== undefined);
}

/** What waits for the same work is one finding, at the first statement. */
function grouped(kept: readonly Kept[]): readonly (readonly [Kept, ...Kept[]])[] {
  const groups = new Map<Cost, [Kept, ...Kept[]]>();
  for (const each of kept) {
    const group = groups.get(each.later.cost);
    if (group === undefined) groups.set(each.later.cost, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function reportOf(group: readonly [Kept, ...Kept[]], { file }: RuleContext): Report {
  const [{ cost, table, later }] = group;
  const { operation } = cost.step;
  const names = group.map((each) => formatName(each.table)).join(', ');
  const isSame = group.every((each) => isSameName(each.table, later.work.table));
  return {
    span: operation.span,
    subject: tableSubject(table),
    message:
      `From here on ${names} ${group.length > 1 ? 'are' : 'is'} locked against reads too (ACCESS EXCLUSIVE), until the transaction ends: ` +
      `also while ${working[later.work.type]} ${isSame ? 'it' : formatName(later.work.table)} in line ${lineOf(file, later.cost.step.operation.span)}. ` +
      'Do the long part first, or in a revision of its own.',
  };
}

const working: Readonly<Record<Work['type'], string>> = {
  rewrite: 'Postgres rewrites',
  build: 'an index is built on',
  scan: 'every row is read of',
};

/** LOCK TABLE in a mode that keeps readers or writers out. */
function explicitLocks(costs: readonly Cost[]): readonly Report[] {
  return costs.flatMap(({ step, impact }) => {
    const { operation } = step;
    if (operation.kind !== 'other' || operation.detail?.type !== 'lock') return [];
    return impact.locks
      .filter(({ table, mode }) => blocksWrites(mode) && isSurelyInUse(step.origins, table))
      .slice(0, 1)
      .map(({ table, mode }) => ({
        span: operation.span,
        subject: tableSubject(table),
        message:
          `LOCK TABLE keeps ${blocksReads(mode) ? 'every read and write' : 'every write'} of ${formatName(table)} waiting until the transaction ends (${mode} lock). ` +
          'The statements that follow take the locks that they need; where it is meant to hold off writers, set a lock_timeout and keep it short.',
      }));
  });
}
