import type { Drift, Loss, RunError, Verdict } from './result';

/** Everything that a verdict depends on, as the cycle saw it. */
export interface Outcome {
  /** How the upgrade ended; `blocked` when only the rows stood in its way. */
  readonly upgrade: 'ran' | 'failed' | 'blocked' | 'unsupported';
  /** `absent`: the upgrade failed, so it was never tried. */
  readonly downgrade: 'ran' | 'failed' | 'absent';
  /** The upgrade changed schema or rows. */
  readonly upgradeChanged: boolean;
  /** The downgrade changed schema or rows. */
  readonly downgradeChanged: boolean;
  readonly losses: readonly Loss[];
  readonly drift: readonly Drift[];
  /** How the second upgrade failed, if it did: something was left behind. */
  readonly reupgradeError: RunError | null;
}

/**
 * The one place where a verdict is decided. Precedence: error, unsupported > blocked > irreversible > lossy > drifted >
 * inert > reversible.
 */
export function decideVerdict(outcome: Outcome): Verdict {
  if (outcome.upgrade === 'failed') return 'error';
  if (outcome.upgrade === 'unsupported') return 'unsupported';
  if (outcome.upgrade === 'blocked') return 'blocked';
  if (outcome.downgrade !== 'ran') return 'irreversible';
  if (outcome.upgradeChanged && !outcome.downgradeChanged) return 'irreversible';
  if (outcome.losses.some(isLoss)) return 'lossy';
  if (outcome.drift.length > 0 || outcome.losses.length > 0 || outcome.reupgradeError) return 'drifted';
  return outcome.upgradeChanged ? 'reversible' : 'inert';
}

/** Rows left behind are drift: nothing that existed is gone. */
export function isLoss(loss: Loss): boolean {
  return loss.kind !== 'rows-added';
}
