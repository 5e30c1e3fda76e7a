import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withEdits } from '../migration/edit';
import { offsetAfter } from './edits';

test('an offset stays with the character that it stood before, unless that is replaced', () => {
  const edits = fc.array(fc.record({ at: fc.nat({ max: 39 }), text: fc.string({ maxLength: 4 }) }), { maxLength: 6 });
  fc.assert(
    fc.property(edits, fc.nat({ max: 39 }), (wanted, offset) => {
      const text = Array.from({ length: 40 }, (_, at) => String.fromCharCode(0x4e00 + at)).join('');
      const places = [...new Map(wanted.map(({ at, text }) => [at, text]))].filter(([at]) => at !== offset);
      const replaced = places.map(([at, text]) => ({ span: { start: at, end: at + 1 }, text }));
      expect(withEdits(text, replaced).indexOf(text.charAt(offset))).toBe(offsetAfter(offset, replaced));
    }),
  );
});
