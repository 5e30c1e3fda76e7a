import { describe, expect, test } from 'vitest';
import { emptySchema } from '../schema/model';
import { decodeLink } from './permalink';
import { lengthNote, toLink, toMarkdown, toMarkdownLink } from './share';
import { openWorkspace } from './workspace';

const page = 'https://example.org/roundtrip/';
const work = openWorkspace([{ path: 'versions/a.py', text: 'x = """\n```\n"""\n' }]);

describe('sharing', () => {
  test('a link carries the work', () => {
    const link = toLink(work, page);
    expect(link.startsWith(page)).toBe(true);
    expect(decodeLink(link.slice(page.length))).toEqual({ ok: true, workspace: work });
  });

  test('a Markdown link is named after the file', () => {
    expect(toMarkdownLink(work, page)).toMatch(/^\[a\.py in Roundtrip\]\(https:\/\/example\.org\/roundtrip\/#v1\./);
  });

  test('Markdown for a review has verdicts, findings and the code, whose own fences do not break it', () => {
    const text = toMarkdown(
      work,
      page,
      [
        {
          engine: 'sqlite',
          revision: '1a',
          path: 'versions/a.py',
          title: '',
          verdict: 'lossy',
          summary: 'a | b',
          baseline: { source: 'inferred', sql: '', pieces: [] },
          losses: [],
          drift: [],
          statements: [],
          stubs: [],
          error: null,
          notes: [],
          schemas: { before: emptySchema, after: null, back: null },
          ms: { seed: 0, upgrade: 0, downgrade: 0, compare: 0 },
        },
      ],
      [
        {
          path: 'versions/a.py',
          line: 3,
          finding: {
            rule: 'drop-column',
            code: 'RT201',
            severity: 'error',
            message: 'It is gone.',
            path: 'versions/a.py',
            span: { start: 0, end: 1 },
            subject: null,
            fixes: [],
          },
        },
      ],
    );
    expect(text).toContain('| `1a` | SQLite | **lossy** | a \\| b |');
    expect(text).toContain('- **error** RT201 versions/a.py:3: It is gone.');
    expect(text).toContain('````python\nx = """\n```\n"""\n````');
  });

  test('a link that chat programs would cut says so', () => {
    expect(lengthNote('x'.repeat(2_000))).toBeNull();
    expect(lengthNote('x'.repeat(2_001))).toMatch(/Discord/);
    expect(lengthNote('x'.repeat(4_001))).toMatch(/Slack/);
  });
});
