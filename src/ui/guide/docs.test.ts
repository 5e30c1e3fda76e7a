import { describe, expect, test } from 'vitest';
import { allRuleDocs, parseReadme } from './docs';
import { toHtml } from './markdown';

const docs = [...(await allRuleDocs()).values()];

describe.each(docs)('$name', ({ summary, why, parts }) => {
  test('says in a sentence what it flags, and why', () => {
    expect(summary).toMatch(/^\S[^]*\.$/);
    expect(summary).not.toContain('\n\n');
    expect(why).toBeTruthy();
  });

  test('has examples of both kinds to open', () => {
    const verdicts = parts.flatMap((part) => (part.kind === 'example' ? [part.verdict] : []));
    expect(verdicts).toContain('bad');
    expect(verdicts).toContain('better');
  });
});

describe('a README', () => {
  const markdown =
    '# a\n\n`RT1` · error\n\n## Bad\n\nSo:\n\n```python dialect=mysql server=8\nx = 1\n```\n\n## Better\n\nNot.\n';

  test('is cut at its code, without its title', () => {
    const { parts } = parseReadme('a', markdown);
    expect(parts.map(({ kind }) => kind)).toEqual(['prose', 'example', 'prose']);
    expect(parts[0]).toMatchObject({ markdown: '## Bad\n\nSo:\n\n' });
  });

  test('tells how its examples are to be checked', () => {
    const [, example] = parseReadme('a', markdown).parts;
    expect(example).toMatchObject({
      code: 'x = 1',
      language: 'python',
      verdict: 'bad',
      options: { dialect: 'mysql', serverVersion: 8 },
    });
  });
});

describe('Markdown as HTML', () => {
  test('drops raw HTML, pictures and links that lead anywhere but to the web or the page', () => {
    const html = toHtml('a <img src=x onerror=alert(1)> ![p](https://e.org/p.png) [b](javascript:alert) [c](data:x)');
    expect(html).not.toMatch(/<(img|a)\b/);
    expect(html).toContain('b');
  });

  test('leads from rule to rule inside the page', () => {
    expect(toHtml('[drop-table](../drop-table/README.md)')).toContain('href="#/rules/drop-table"');
  });

  test('sets headings one level deeper', () => {
    expect(toHtml('## Bad')).toContain('<h3>Bad</h3>');
  });
});
