import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Rule } from '../src/lint/rule';
import { rules } from './index';

/** The index of all rules, made from their folders. `npx vitest run rules/page.test.ts -u` writes it anew. */
it('docs/rules.md lists every rule as its folder describes it', async () => {
  await expect(page()).toMatchFileSnapshot('../docs/rules.md');
});

function page(): string {
  const rows = rules.map(row).join('\n');
  return `# Rules

Made from the folders in \`rules/\` by \`rules/page.test.ts\`. A comment suppresses: \`# noqa: RT201\` in Python,
\`-- noqa: RT201\` in SQL; the codes under _also known as_ are understood too. An unused suppression is itself reported.

| code | rule | severity | what it flags | also known as |
| --- | --- | --- | --- | --- |
${rows}
`;
}

function row({ name, code, severity, aliases }: Rule): string {
  const cells = [code, `[${name}](../rules/${name}/README.md)`, severity, firstSentence(name), aliases.join(', ')];
  return `| ${cells.join(' | ')} |`;
}

function firstSentence(name: string): string {
  const readme = readFileSync(join(import.meta.dirname, name, 'README.md'), 'utf8');
  const paragraph = /## What it flags\n+(.+)/.exec(readme)?.[1] ?? '';
  return (/^.*?[^.][.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph).replace(/:$/, '.');
}
