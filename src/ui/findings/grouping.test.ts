import { describe, expect, test } from 'vitest';
import type { Severity } from '../../lint/finding';
import type { Placed } from '../stores/placing';
import { groupFindings, type Entry } from './grouping';

describe('the list of findings', () => {
  test('shows the worst first, and each severity in the order of the text', () => {
    const groups = groupFindings([found('info', 'a', 1), found('error', 'b', 2), found('error', 'c', 3)]);
    expect(groups.map(({ severity, count }) => [severity, count])).toEqual([
      ['error', 2],
      ['info', 1],
    ]);
    expect(groups[0]?.entries.map(lineOf)).toEqual([2, 3]);
  });

  test('folds away what a rule says over and over, where it would have gone on', () => {
    const many = [1, 2, 3, 5, 6, 7].map((line) => found('error', 'drop-column', line));
    const [errors] = groupFindings([...many.slice(0, 3), found('error', 'truncate', 4), ...many.slice(3)]);
    expect(errors?.entries.map(lineOf)).toEqual([1, 2, 3, 'more of drop-column: 3', 4]);
    expect(errors?.count).toBe(7);
  });

  test('does not fold five of a kind', () => {
    const [errors] = groupFindings([1, 2, 3, 4, 5].map((line) => found('error', 'drop-column', line)));
    expect(errors?.entries.map(lineOf)).toEqual([1, 2, 3, 4, 5]);
  });

  test('gives a finding the same key wherever it moves, and no key twice', () => {
    const before = keysOf([found('error', 'a', 1, 'phone'), found('error', 'a', 2, 'mail')]);
    const after = keysOf([found('error', 'a', 8, 'phone'), found('error', 'a', 9, 'mail')]);
    expect(after).toEqual(before);
    expect(new Set(keysOf([found('error', 'a', 1), found('error', 'a', 1)])).size).toBe(2);
  });
});

function lineOf(entry: Entry): number | string {
  if (entry.kind === 'finding') return entry.row.placed.start.line;
  return `more of ${entry.more.rule}: ${entry.more.rows.length}`;
}

function keysOf(placed: readonly Placed[]): readonly string[] {
  return groupFindings(placed).flatMap(({ entries }) =>
    entries.map((entry) => (entry.kind === 'finding' ? entry.row.key : entry.more.key)),
  );
}

function found(severity: Severity, rule: string, line: number, name = 'x'): Placed {
  const at = { line, column: 1 };
  const subject = { kind: 'column', schema: null, table: 'users', name } as const;
  const finding = {
    rule,
    code: rule,
    severity,
    message: '',
    path: 'a.py',
    span: { start: 0, end: 1 },
    subject,
    fixes: [],
  };
  return { path: 'a.py', severity, message: '', start: at, end: at, finding };
}
