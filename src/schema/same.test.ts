import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSame } from './same';

it('finds a copy the same', () => {
  fc.assert(fc.property(fc.jsonValue(), (data) => isSame(data, structuredClone(data))));
});

it('finds two values the same where their texts are', () => {
  const small = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('-0'));
  fc.assert(
    fc.property(small, small, (a, b) => {
      if (JSON.stringify(a) === JSON.stringify(b)) expect(isSame(a, b)).toBe(true);
      if (isSame(a, b)) expect(JSON.stringify(a).length).toBe(JSON.stringify(b).length);
    }),
  );
});

it.each([
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { b: 1 }],
  [{ a: null }, {}],
  [[], {}],
  [null, {}],
  ['1', 1],
])('tells %j from %j', (a, b) => {
  expect(isSame(a, b)).toBe(false);
  expect(isSame(b, a)).toBe(false);
});
