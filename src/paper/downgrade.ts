import { hasLastingEffect, isEffective } from './effects';
import type { PaperRevision, Step } from './roundtrip';

/** `none`: there is no such function; `raises`: on every path; `nothing`: it has no effect; `real`: it does something. */
export type DowngradeKind = 'none' | 'raises' | 'nothing' | 'real';

export function downgradeKind({ migration, downgrade }: PaperRevision): DowngradeKind {
  if (migration.downgrade === null) return 'none';
  if (migration.downgrade.raises !== null) return 'raises';
  const isIdle =
    migration.downgrade.operations.length > 0 && !downgrade.some(({ operation }) => isEffective(operation));
  return migration.downgrade.isEmpty || isIdle ? 'nothing' : 'real';
}

/** There is something to undo. Merge and empty revisions have nothing. */
export function needsDowngrade(revision: PaperRevision): boolean {
  return !revision.migration.upgrade.isEmpty && hasLastingEffect(revision);
}

/** The downgrade repeats the upgrade: somebody copied it and forgot to turn it round. */
export function isCopy({ upgrade, downgrade }: PaperRevision): boolean {
  const [up, down] = [upgrade, downgrade].map((steps) => steps.filter(isOwnWork).map(fingerprint));
  return up !== undefined && up.length > 0 && up.join('\n') === down?.join('\n');
}

/** Upkeep and settings may well be the same on both sides. */
function isOwnWork({ operation }: Step): boolean {
  return isEffective(operation) && operation.kind !== 'other' && operation.kind !== 'unknown';
}

function fingerprint({ operation }: Step): string {
  const { span: _span, sql: _sql, batch: _batch, text: _text, swallowed: _swallowed, ...work } = operation;
  return JSON.stringify(work, (key, value: unknown) => (key === 'span' ? undefined : value));
}
