import { hasLastingEffect, isEffective } from './effects';
import type { PaperRevision } from './roundtrip';

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
