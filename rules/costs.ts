import { impactOf } from '../src/paper/locks/impact';
import { noImpact, type Impact, type Reason, type Work } from '../src/paper/locks/model';
import { blocksReads, blocksWrites } from '../src/paper/locks/modes';
import { hasNoRows, isMadeEarlier, type Origins } from '../src/paper/origins';
import type { PaperRevision, Step } from '../src/paper/roundtrip';
import { formatName, type ObjectName } from '../src/schema/model';
import type { SourceFile } from '../src/migration/migration';
import { transactionsOf } from '../src/paper/locks/transactions';
import type { Span } from '../src/migration/span';
import type { Severity } from '../src/lint/finding';
import type { RuleContext } from '../src/lint/rule';
import { lineOf } from './lines';

/** What the rules of the theme locks share: what each step of an upgrade on Postgres costs whoever uses the tables. */

export interface Cost {
  readonly step: Step;
  readonly at: number;
  readonly impact: Impact;
  /** The worst work during which writers or readers wait, on a table that has some; one for each place in the text. */
  readonly blocking: Work | null;
  /** The line of an earlier statement of the transaction whose lock keeps readers out where this work by itself would not. */
  readonly heldSince: number | null;
}

/** One that blocks. */
export interface BlockingCost extends Cost {
  readonly blocking: Work;
  readonly severity: Severity;
}

const known = new WeakMap<PaperRevision, { readonly version: number | null; readonly costs: readonly Cost[] }>();

/** The costs of the upgrade's steps, in order. */
export function costsOf({ revision, file, settings: { serverVersion: version } }: RuleContext): readonly Cost[] {
  const found = known.get(revision);
  if (found?.version === version) return found.costs;
  const costs = withHeldLocks(measure(revision, version), revision, file);
  known.set(revision, { version, costs });
  return costs;
}

/** The steps whose worst work has one of the reasons: one statement is reported by one rule. */
export function blockingFor(context: RuleContext, ...reasons: readonly Reason[]): readonly BlockingCost[] {
  return costsOf(context).flatMap((cost) => {
    const { blocking, step } = cost;
    if (blocking === null || !reasons.includes(blocking.reason)) return [];
    const isNew = isMadeEarlier(step.origins, blocking.table);
    return [{ ...cost, blocking, severity: isNew ? 'info' : 'warning' }];
  });
}

function measure(revision: PaperRevision, serverVersion: number | null): readonly Cost[] {
  const costs = revision.upgrade.map((step, at): Cost => {
    const impact = isLeftOut(step)
      ? noImpact
      : impactOf(step.operation, step.schema, { serverVersion, guesses: revision.guesses });
    return { step, at, impact, blocking: impact.work.find((work) => isFelt(work, step)) ?? null, heldSince: null };
  });
  const worst = worstOfPlaces(costs);
  return costs.map((cost) => (cost.blocking === null || worst.has(cost.at) ? cost : { ...cost, blocking: null }));
}

/** Locks are kept until the transaction ends: who waits for a work is also decided by what came before. */
function withHeldLocks(costs: readonly Cost[], { upgrade }: PaperRevision, file: SourceFile): readonly Cost[] {
  if (!costs.some(({ blocking }) => blocking !== null && !blocksReads(blocking.mode))) return costs;
  const since = new Map<number, number>();
  for (const transaction of transactionsOf(upgrade)) {
    const exclusive = new Map<string, Span>();
    for (const { at, step } of transaction) {
      const cost = costs[at];
      if (cost === undefined) continue;
      const held = cost.blocking === null ? undefined : exclusive.get(formatName(cost.blocking.table));
      if (held !== undefined && held.start !== step.operation.span.start) since.set(at, lineOf(file, held));
      for (const name of lockedNames(cost)) if (!exclusive.has(name)) exclusive.set(name, step.operation.span);
    }
  }
  return costs.map((cost) =>
    cost.blocking === null || blocksReads(cost.blocking.mode)
      ? cost
      : { ...cost, heldSince: since.get(cost.at) ?? null },
  );
}

/** The tables in use from which a statement keeps readers out. */
function lockedNames({ impact, step }: Cost): readonly string[] {
  return impact.locks
    .filter(({ mode, table }) => blocksReads(mode) && isInUse(step.origins, table))
    .map(({ table }) => formatName(table));
}

/**
 * Most statements of a history are about tables that they make: these indexes concern nobody. And a batch that builds
 * its table anew alters nothing: that is for `batch-rebuild`.
 */
function isLeftOut({ operation, origins }: Step): boolean {
  const isOwnIndex = operation.kind === 'createIndex' && !isInUse(origins, operation.table);
  return isOwnIndex || operation.batch?.recreate === 'always';
}

function isFelt({ mode, table }: Work, { origins }: Step): boolean {
  return blocksWrites(mode) && isInUse(origins, table);
}

/** Rows can be in it, and others work with them. A temporary table is always made in the revision that uses it. */
export function isInUse(origins: Origins, table: ObjectName): boolean {
  return !hasNoRows(origins, table);
}

/** In use, and surely so: not made by an earlier file of the set, which may not have been applied yet. */
export function isSurelyInUse(origins: Origins, table: ObjectName): boolean {
  return !origins.tables.has(formatName(table)) && !origins.emptied.has(formatName(table));
}

/** A call that makes a column, its key and its index stands for all three: the places of those with the worst work. */
function worstOfPlaces(costs: readonly Cost[]): ReadonlySet<number> {
  const worst = new Map<string, Work>();
  for (const { step, blocking } of costs) {
    const key = place(step.operation.span);
    const other = worst.get(key);
    if (blocking !== null && (other === undefined || rank[blocking.type] < rank[other.type])) worst.set(key, blocking);
  }
  return new Set(
    costs.flatMap(({ step, at, blocking }) => {
      const chosen = worst.get(place(step.operation.span));
      return blocking !== null && chosen?.reason === blocking.reason ? [at] : [];
    }),
  );
}

const rank: Readonly<Record<Work['type'], number>> = { rewrite: 0, build: 1, scan: 2 };

function place({ start, end }: Span): string {
  return `${start}-${end}`;
}

/** One line of a helper or a loop may do a thing many times: that is one finding, about the first. */
export function byPlace<T extends { readonly step: Step }>(
  items: readonly T[],
): readonly { readonly first: T; readonly others: readonly T[] }[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = place(item.step.operation.span);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ first, others }]));
}

/**
 * `every read and write of users waits (ACCESS EXCLUSIVE lock)`, `every write to users and orgs waits (SHARE lock)`.
 *
 * @param others tables that have the same lock
 */
export function whoWaits(
  { blocking: { mode, table }, heldSince }: BlockingCost,
  ...others: readonly ObjectName[]
): string {
  const names = [...new Set([table, ...others].map(formatName))];
  if (heldSince === null) {
    return `${blocksReads(mode) ? 'every read and write of' : 'every write to'} ${names.join(' and ')} waits (${mode} lock)`;
  }
  const rest = names.slice(1).map((name) => `, and every write to ${name}`);
  return `every read and write of ${formatName(table)} waits (line ${heldSince} has locked it ACCESS EXCLUSIVE)${rest.join('')}`;
}

/** ` The same goes for 3 more from this line.` */
export function andOthers(others: readonly unknown[]): string {
  return others.length === 0 ? '' : ` The same goes for ${others.length} more from this line.`;
}
