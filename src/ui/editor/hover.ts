import { describeEvidence } from '../../workspace/evidence';
import { ruleDoc } from '../guide/docs';
import { addressOf } from '../guide/route';
import type { Placed } from '../stores/findings.svelte';
import type { Playground } from '../stores/playground.svelte';

/**
 * What is said about findings under the pointer, as Markdown, beside the message that Monaco shows by itself: why it
 * hurts, and what the last run showed.
 */
export async function hoverFor(placed: readonly Placed[], playground: Playground): Promise<readonly string[]> {
  const parts = await Promise.all(placed.map((each) => describe(each, playground)));
  return parts.filter((part) => part !== '');
}

/** In full, because Monaco's hovers know no relative links. */
export function ruleAddress(rule: string): string {
  return new URL(addressOf(rule), location.href).href;
}

async function describe(placed: Placed, playground: Playground): Promise<string> {
  if (placed.finding === null) return '';
  const doc = await ruleDoc(placed.finding.rule);
  const proof = playground.evidence(placed).map((evidence) => `**${describeEvidence(evidence)}**`);
  const more = `[More about ${placed.finding.rule}](${ruleAddress(placed.finding.rule)})`;
  return [...proof, ...(doc?.why === undefined ? [] : [doc.why, more])].join('\n\n');
}
