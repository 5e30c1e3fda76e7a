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
  const [up, down] = [upgrade, downgrade].map((steps) => steps.filter(({ operation }) => isEffective(operation)));
  if (up === undefined || down === undefined || up.length !== down.length) return false;
  const isAlike = up.every((step, at) => isChange(step) && step.operation.kind === down[at]?.operation.kind);
  if (!isAlike) return false;
  return up.length > 0 && up.every((step, at) => fingerprint(step) === fingerprint(down[at] ?? step));
}

/** A change of the schema that cannot be made twice. A fix of data may well be the same on both ways. */
function isChange({ operation }: Step): boolean {
  const isOnce = /^(create|drop|add|rename)/.test(operation.kind) && operation.kind !== 'createDefined';
  const isTentative =
    ('ifExists' in operation && operation.ifExists) || ('ifNotExists' in operation && operation.ifNotExists);
  return isOnce && !isTentative && operation.certainty === 'always' && operation.swallowed === undefined;
}

function fingerprint({ operation }: Step): string {
  const { span: _span, sql: _sql, batch: _batch, text: _text, ...work } = operation;
  return JSON.stringify(work, (key, value: unknown) => (key === 'span' ? undefined : value));
}
