import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../src/lint/rule';
import { lint } from '../src/lint/lint';
import type { Finding } from '../src/lint/finding';
import { filesFromExample, optionsFromFence } from './example';
import { rules } from './index';
import type { LintOptions } from '../src/lint/settings';

const folder = fileURLToPath(new URL('.', import.meta.url));
const headings = ['What it flags', 'Why it hurts', 'Bad', 'Better', 'What the run proves', 'See also'];

interface Example {
  readonly section: string;
  readonly code: string;
  /** Codes of other findings that the block may have: `also=RT201,RT501` after the language. */
  readonly also: readonly string[];
  /** `dialect=sqlite`, `server=10`; an optional rule is on in its own examples. */
  readonly options: LintOptions;
}

describe('the registry', () => {
  it('has every rule folder, and nothing else', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const named = folders.map(({ name }) => name).filter((name) => name !== 'themes' && name !== 'peers');
    expect(rules.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
  });

  it('gives each rule a name and a code of its own, in the order of the codes', () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(codes).toEqual([...new Set(codes)].toSorted());
  });

  it('gives no alias to two rules', () => {
    const aliases = rules.flatMap((rule) => rule.aliases);
    expect(new Set(aliases).size).toBe(aliases.length);
  });
});

describe.each(rules.map((rule) => ({ rule, name: rule.name })))('$name', ({ rule, name }) => {
  const readme = readFileSync(`${folder}/${name}/README.md`, 'utf8');

  it('explains itself under the same headings as every rule', () => {
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(headings);
    expect(readme).toMatch(new RegExp(`^# ${name}\\n\\n\`${rule.code}\` · ${rule.severity}`));
  });

  const examples = examplesOf(readme, rule);
  const bad = examples.filter(({ section }) => section === 'Bad');
  const better = examples.filter(({ section }) => section === 'Better');

  it('has examples of both kinds', () => {
    expect([bad.length > 0, better.length > 0]).toEqual([true, true]);
  });

  it.each(bad)('flags: $code', async ({ code, also, options }) => {
    const findings = await findingsIn(code, options);
    const codes = new Set(findings.map((finding) => finding.code));
    expect(codes).toContain(rule.code);
    expect([...codes].filter((each) => each !== rule.code).toSorted()).toEqual(also.toSorted());
  });

  it.each(better)('accepts: $code', async ({ code, also, options }) => {
    const findings = await findingsIn(code, options);
    const unexpected = findings.filter((finding) => finding.severity !== 'info' && !also.includes(finding.code));
    expect(unexpected.map(({ code: finding, message }) => `${finding} ${message}`)).toEqual([]);
  });
});

async function findingsIn(code: string, options: LintOptions): Promise<readonly Finding[]> {
  const files = await lint(filesFromExample(code), options);
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  return files.flatMap(({ findings }) => findings);
}

function examplesOf(readme: string, { name, isOptional }: Rule): readonly Example[] {
  return readme.split(/^## /m).flatMap((text) => {
    const section = text.slice(0, text.indexOf('\n')).trim();
    return [...text.matchAll(/^```python(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', code = '']): Example => {
      const also = /also=(\S+)/.exec(info)?.[1]?.split(',') ?? [];
      return { section, code, also, options: { ...optionsFromFence(info), enable: isOptional === true ? [name] : [] } };
    });
  });
}
