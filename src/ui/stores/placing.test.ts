import { describe, expect, test } from 'vitest';
import type { Finding, LintedFile } from '../../lint/finding';
import { place } from './placing';

const text = 'one\ntwo\nthree\n';

describe('placing findings', () => {
  test('turns offsets into lines and columns, problems and findings in one order', () => {
    const linted = { ...file([finding(8, 'late'), finding(0, 'early')]), problems: [{ message: 'odd', span: at(4) }] };
    const placed = place([{ path: 'a.py', text }], [linted], new Map()).get('a.py')?.placed;
    expect(placed?.map(({ message, start }) => [message, start.line, start.column])).toEqual([
      ['early', 1, 1],
      ['odd', 2, 1],
      ['late', 3, 1],
    ]);
  });

  test('keeps the whole list when a later answer says the same', () => {
    const first = place([{ path: 'a.py', text }], [file([finding(0, 'x')])], new Map());
    const second = place([{ path: 'a.py', text: `${text}# more` }], [file([finding(0, 'x')])], first);
    expect(second.get('a.py')?.placed).toBe(first.get('a.py')?.placed);
    expect(second.get('a.py')?.text).toBe(`${text}# more`);
  });

  test('keeps each finding that is the same, in place and content', () => {
    const first = place([{ path: 'a.py', text }], [file([finding(0, 'x'), finding(4, 'y')])], new Map());
    const second = place([{ path: 'a.py', text }], [file([finding(0, 'x'), finding(4, 'z')])], first);
    expect(second.get('a.py')?.placed[0]).toBe(first.get('a.py')?.placed[0]);
    expect(second.get('a.py')?.placed[1]?.message).toBe('z');
  });

  test('moves a finding when a line break is put before it, though its offset stays', () => {
    const first = place([{ path: 'a.py', text: 'a b' }], [file([finding(2, 'x')])], new Map());
    const second = place([{ path: 'a.py', text: 'a\nb' }], [file([finding(2, 'x')])], first);
    expect(second.get('a.py')?.placed[0]?.start).toEqual({ line: 2, column: 1 });
  });

  test('forgets a file that is gone', () => {
    const first = place([{ path: 'a.py', text }], [file([finding(0, 'x')])], new Map());
    expect(place([], [], first).size).toBe(0);
  });
});

function file(findings: readonly Finding[]): LintedFile {
  return { path: 'a.py', format: 'alembic', revision: '1', findings, problems: [] };
}

function finding(start: number, message: string): Finding {
  const span = at(start);
  return { rule: 'r', code: 'RT1', severity: 'error', message, path: 'a.py', span, subject: null, fixes: [] };
}

function at(start: number) {
  return { start, end: start + 1 };
}
