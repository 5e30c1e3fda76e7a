import type { Step } from '../../src/paper/roundtrip';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { dialectNames } from '../unsupported-statement/dialects';
import { features } from './features';

export default rule({
  name: 'server-version',
  code: 'RT854',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql', 'sqlite', 'mysql'],
  check: (context) => [
    ...reports(context, context.revision.upgrade, 'upgrade'),
    ...reports(context, context.revision.downgrade, 'downgrade'),
  ],
});

/** `serverVersion` is the oldest that has to do: a feature of that very version is there. */
function reports(
  { dialect, settings: { serverVersion } }: RuleContext,
  steps: readonly Step[],
  side: string,
): readonly Report[] {
  if (serverVersion === null) return [];
  const missing = (features[dialect] ?? []).filter(({ since }) => since > serverVersion);
  return steps.flatMap(({ operation }) => {
    const feature = missing.find(({ uses }) => uses(operation));
    if (feature === undefined) return [];
    const name = dialectNames[dialect];
    const message = `${name} has ${feature.what} since version ${feature.since}, and this has to run on ${serverVersion}: the ${side} fails there.`;
    return [{ span: operation.span, subject: null, message }];
  });
}
