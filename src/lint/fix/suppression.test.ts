import { describe, expect, it } from 'vitest';
import { withEdits } from '../../migration/edit';
import { removeSuppression } from './suppression';

function without(text: string, code: string): string {
  const start = text.indexOf(code);
  return withEdits(text, removeSuppression(text, { start, end: start + code.length }).edits);
}

describe('removing a suppression', () => {
  it.each([
    ['x()  # noqa: RT101\ny()', 'RT101', 'x()\ny()'],
    ['x()  # noqa: RT101, RT201', 'RT101', 'x()  # noqa: RT201'],
    ['x()  # noqa: RT101, RT201', 'RT201', 'x()  # noqa: RT101'],
    ['x()  # noqa: RT101 E501', 'RT101', 'x()  # noqa: E501'],
    ['x()  # noqa: RT101 agreed with the team', 'RT101', 'x()  # agreed with the team'],
    ['"DROP TABLE a -- noqa: RT202"', 'RT202', '"DROP TABLE a"'],
  ])('of %s, %s', (text, code, expected) => {
    expect(without(text, code)).toBe(expected);
  });
});
