import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenient } from './lenient';
import { PythonSource } from './tree';

describe('Python that the grammar does not know', () => {
  it.each([
    'x = 100. * float(a or 0.) / 15.',
    'with (open("a") as b, op.batch_alter_table("t") as c):\n    pass',
    'with (\n    open("(") as b,  # one )\n    other() as c,\n):\n    pass',
    'async with (a as b):\n    pass',
    'try:\n    a()\nexcept* ValueError:\n    pass',
    'x = t"{a}"',
  ])('is read: %s', (text) => {
    expect(new PythonSource(text).errors()).toEqual([]);
    expect(lenient(text)).toHaveLength(text.length);
  });

  it('leaves everything else as it is', () => {
    const text = 'with (a):\n    b = c.d(1.5)[0].e\nprint("with (", 1.0)\nx = (1, 2)[1]\n';
    expect(lenient(text)).toBe(text);
  });

  it('never changes the length of a text', () => {
    const piece = fc.constantFrom(
      'with (',
      'a as b',
      ')',
      ':',
      '\n',
      '1.',
      '#',
      '"',
      "'",
      't"',
      'except*',
      ' ',
      ',',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(lenient(text)).toHaveLength(text.length);
      }),
    );
  });
});
