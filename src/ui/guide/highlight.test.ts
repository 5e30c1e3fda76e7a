import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlight } from './highlight';

const shown = (code: string) =>
  highlight(code)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`);

test('tells keywords, strings, numbers and comments apart', () => {
  expect(shown('def f():  # not "this"\n    op.add("it\\"s # 1", n=20) if True else f\'{x}\'')).toEqual([
    'keyword def',
    'comment # not "this"',
    'string "it\\"s # 1"',
    'number 20',
    'keyword if',
    'keyword True',
    'keyword else',
    "string f'{x}'",
  ]);
});

test('a docstring is one string, and a word that holds a keyword is none', () => {
  expect(shown('"""a\n"b" if\n"""\nformat(ifs, note)')).toEqual(['string """a\n"b" if\n"""']);
});

test('loses nothing, whatever the text', () => {
  const text = fc
    .array(fc.constantFrom('"', "'", '"""', '#', '\n', '\\', 'if', 'x', '1', ' ', 'é'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, (code) => {
      expect(
        highlight(code)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(code);
    }),
  );
});
