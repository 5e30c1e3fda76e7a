import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Rule, Theme } from '../src/lint/rule';
import { rules, themes } from './index';
import { summaryOf } from './readme';

/** The index of all rules, made from their folders. `npx vitest run rules/page.test.ts -u` writes it anew. */
it('docs/rules/ lists every rule as its folder describes it', async () => {
  await expect(page()).toMatchFileSnapshot('../docs/rules/README.md');
});

function page(): string {
  const sections = themes.filter((theme) => theme.rules.length > 0).map(section);
  return `# Rules

${rules.length} rules, made from the folders in \`rules/\` by \`rules/page.test.ts\`. A comment suppresses: \`# noqa: RT201\` in
Python, \`-- noqa: RT201\` in SQL; the codes under _also known as_ are understood too. An unused suppression is itself
reported. An _optional_ rule is off until it is chosen: by name, code or theme, in the settings of the page or with
\`check --enable\`.

${sections.join('\n\n')}
`;
}

function section({ name, title, rules: own }: Theme): string {
  return `## ${title}

Theme \`${name}\`.

| code | rule | severity | what it flags | also known as |
| --- | --- | --- | --- | --- |
${own.map(row).join('\n')}`;
}

function row({ name, code, severity, aliases, isOptional }: Rule): string {
  const link = `[${name}](../../rules/${name}/README.md)`;
  const cells = [
    code,
    isOptional ? `${link} (optional)` : link,
    severity,
    summaryOf(readmeOf(name)),
    aliases.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function readmeOf(name: string): string {
  return readFileSync(join(import.meta.dirname, name, 'README.md'), 'utf8');
}
