import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialects } from '../../workspace/checks';
import { severities } from '../findings/severity';
import { formatRoute, parseRoute } from './route';
import { noFilter } from './search';

const name = fc.stringMatching(/^[a-z]{1,9}(-[a-z]{1,9}){0,3}$/);

test('a route comes back from its address', () => {
  const filter = fc.record({
    text: fc.string({ unit: 'grapheme', maxLength: 40 }),
    severity: fc.constantFrom(null, ...severities),
    theme: fc.option(name),
    dialect: fc.constantFrom(null, ...dialects),
    use: fc.constantFrom(null, 'always' as const, 'optional' as const),
  });
  fc.assert(
    fc.property(fc.record({ rule: fc.option(name), filter }), (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test.each(['', '#', '#v1.abc', '#/rulesque', '#/rule', '#editor-region', '#/rules/a/b'])(
  '%j leads elsewhere',
  (hash) => {
    expect(parseRoute(hash)).toBeNull();
  },
);

test('what is not known in an address is left out', () => {
  expect(parseRoute('#/rules?severity=fatal&dialect=db2&theme=%3Cb%3E&colour=red')?.filter).toEqual(noFilter);
});
