import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEdits } from '../../migration/edit';
import { diffLines, editsBetween, splitLines, unifiedDiff } from './diff';

const line = fc.constantFrom('a', 'b', 'c', 'op.x()', '');
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.boolean())
  .map(([lines, isEnded]) => lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : ''));

describe('the difference of two texts', () => {
  it('makes the one of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(withEdits(before, editsBetween(before, after))).toBe(after);
      }),
    );
  });

  it('is nothing where there is none, and keeps what both share', () => {
    fc.assert(
      fc.property(text, (same) => {
        expect(editsBetween(same, same)).toEqual([]);
      }),
    );
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { start: 1, end: 2, lines: ['x'] },
      { start: 3, end: 3, lines: ['d'] },
    ]);
  });

  it('counts lines in its headers as they are listed', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [, , ...lines] = unifiedDiff('a.py', before, after).split('\n');
        const counts = { '-': 0, '+': 0 };
        const stated = { '-': 0, '+': 0 };
        for (const each of lines) {
          const [, removed, added] = /^@@ -\d+,(\d+) \+\d+,(\d+) @@$/.exec(each) ?? [];
          stated['-'] += Number(removed ?? 0);
          stated['+'] += Number(added ?? 0);
          if (each.startsWith(' ') || each.startsWith('-')) counts['-'] += 1;
          if (each.startsWith(' ') || each.startsWith('+')) counts['+'] += 1;
        }
        expect(counts).toEqual(stated);
      }),
    );
  });

  it('looks like that of diff -u', () => {
    expect(unifiedDiff('a.py', 'a\nb\nc', 'a\nx\nc')).toBe(
      '--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n\\ No newline at end of file',
    );
  });

  it('splits lines so that they can be joined again', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(splitLines(any).join('')).toBe(any);
      }),
    );
  });
});
