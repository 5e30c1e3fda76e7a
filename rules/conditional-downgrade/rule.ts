import { downgradeKind, needsDowngrade } from '../../src/paper/downgrade';
import { isEffective } from '../../src/paper/effects';
import type { Step } from '../../src/paper/roundtrip';
import { headerOf, rule } from '../../src/lint/rule';

export default rule({
  name: 'conditional-downgrade',
  code: 'RT105',
  severity: 'warning',
  aliases: [],
  check: ({ revision, file }) => {
    const { migration, upgrade, downgrade } = revision;
    const side = migration.downgrade;
    const asked = effects(downgrade).find(({ operation }) => operation.condition?.about === 'environment')?.operation
      .condition;
    if (asked === undefined || side === null) return [];
    if (downgradeKind(revision) !== 'real' || !needsDowngrade(revision)) return [];
    const isOpen = effects(downgrade).every(isConditional) && !effects(upgrade).every(isConditional);
    if (!isOpen) return [];
    return [
      {
        span: headerOf(file, side.span),
        subject: null,
        message:
          `The upgrade always acts, the downgrade only on a condition (${asked.text}): where that is not met, it does nothing, ` +
          'and the tool records the older revision all the same. Undo the upgrade without a condition, or raise where it cannot be undone.',
      },
    ];
  },
});

function effects(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ operation }) => isEffective(operation));
}

function isConditional({ operation }: Step): boolean {
  return operation.certainty !== 'always';
}
