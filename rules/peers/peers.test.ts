import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding';
import { lint } from '../../src/lint/lint';
import { filesFromExample } from '../example';
import { rules } from '../index';
import { peers } from './index';
import { isAnswered, type PeerRule } from './peer';

/** What the suppressions' keeper reports is no rule of a folder. */
const names = new Set([...rules.map(({ name }) => name), 'unused-suppression', 'bare-suppression']);

describe.each(peers)('$name', ({ rules: theirs }) => {
  it('has each code once', () => {
    expect(new Set(theirs.map(({ code }) => code)).size).toBe(theirs.length);
  });

  it.each(theirs.filter(isAnswered))('$code is answered by rules that there are', ({ ours }) => {
    expect(ours.filter((name) => !names.has(name))).toEqual([]);
    expect(ours).not.toEqual([]);
  });

  it.each(theirs.filter(isAnswered))('$code: $says', async ({ ours, fires }) => {
    const found = await findingsIn(fires);
    expect(found.map(({ rule }) => rule).filter((name) => ours.includes(name))).not.toEqual([]);
  });

  it.each(theirs.filter(isAnswered).filter(({ silent }) => silent !== undefined))(
    '$code does not cry wolf',
    async ({ ours, silent = '' }) => {
      const found = await findingsIn(silent);
      const loud = found.filter(({ rule, severity }) => severity !== 'info' && ours.includes(rule));
      expect(loud.map(({ message }) => message)).toEqual([]);
    },
  );
});

it('pytest-mrt’s codes are understood in suppressions', () => {
  const known = new Set(rules.flatMap(({ aliases }) => aliases));
  const codes = (peers[0]?.rules ?? []).filter(isAnswered).map(({ code }) => code);
  expect(codes.filter((code) => code.startsWith('MRT') && !known.has(code))).toEqual([]);
});

/** `npx vitest run rules/peers -u` writes it anew. */
it('docs/peers.md says which of our rules answers which of theirs', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/peers.md');
});

/** On Postgres, with every optional rule. */
async function findingsIn(example: string): Promise<readonly Finding[]> {
  const files = await lint(filesFromExample(example), { dialect: 'postgresql', enable: ['all'] });
  return files.flatMap(({ findings }) => findings);
}

function page(): string {
  const sections = peers.map(({ name, version, rules: theirs }) => {
    return `## ${name} ${version}\n\n${extent(theirs)}\n\n| theirs | what it flags | ours |\n| --- | --- | --- |\n${theirs.map(row).join('\n')}`;
  });
  return `# Coming from another linter

Which of our rules says what a rule of another linter says. Made from \`rules/peers/\` by its test, which lints an example
for every row: one of our rules reports it, and where theirs is known to be wrong, ours is silent. Codes of pytest-mrt are
understood in suppressions.

${sections.join('\n\n')}
`;
}

function extent(theirs: readonly PeerRule[]): string {
  const answered = theirs.filter(isAnswered).length;
  return answered === theirs.length
    ? `All ${theirs.length} rules.`
    : `${answered} of ${theirs.length} rules; for each of the others the table says why it has no place here.`;
}

function row(rule: PeerRule): string {
  const ours = isAnswered(rule) ? rule.ours.map(link).join(', ') : rule.without;
  return `| \`${rule.code}\` | ${rule.says} | ${ours} |`;
}

function link(name: string): string {
  return rules.some((rule) => rule.name === name) ? `[${name}](../rules/${name}/README.md)` : name;
}
