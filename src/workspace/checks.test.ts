import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, isChosen, type OptionalRule } from './checks';

const all: readonly OptionalRule[] = [
  { name: 'rename-table', code: 'RT601', theme: 'rolling' },
  { name: 'rename-column', code: 'RT602', theme: 'rolling' },
  { name: 'no-comment', code: 'RT790', theme: 'sql' },
];
const [table, column, comment] = all as readonly [OptionalRule, OptionalRule, OptionalRule];

describe('choosing optional rules', () => {
  test('one is on by its name, its code, its theme, or with all of them', () => {
    for (const word of ['rename-table', 'RT601', 'rolling', 'all']) expect(isChosen([word], table)).toBe(true);
    expect(isChosen(['rename-column', 'sql'], table)).toBe(false);
  });

  test('a theme that is on as a whole is named as a whole', () => {
    expect(choose(['rename-table'], [column], true, all)).toEqual(['rolling']);
    expect(choose([], [table, column], true, all)).toEqual(['rolling']);
  });

  test('one rule less leaves the names of the others', () => {
    expect(choose(['rolling'], [table], false, all)).toEqual(['rename-column']);
    expect(choose(['all'], [table], false, all)).toEqual(['rename-column', 'sql']);
    expect(choose(['RT602', 'RT790'], [comment], false, all)).toEqual(['rename-column']);
  });

  test('words of another version stay', () => {
    expect(choose(['of-tomorrow', 'RT601'], [table], false, all)).toEqual(['of-tomorrow']);
  });

  test('switches what was meant, and nothing else', () => {
    const words = fc.subarray(['all', 'rolling', 'sql', 'rename-table', 'RT602', 'no-comment', 'else']);
    fc.assert(
      fc.property(words, fc.subarray([...all]), fc.boolean(), (before, switched, isOn) => {
        const after = choose(before, switched, isOn, all);
        for (const rule of all) {
          expect(isChosen(after, rule)).toBe(switched.includes(rule) ? isOn : isChosen(before, rule));
        }
      }),
    );
  });
});
