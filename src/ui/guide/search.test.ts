import { describe, expect, test } from 'vitest';
import { themes } from '../../../rules';
import { catalogueOf } from '../../workers/catalogue';
import { allRuleDocs } from './docs';
import { findRules, listRules, noFilter, type RuleFilter } from './search';

const rules = listRules(catalogueOf(themes), await allRuleDocs());
const found = (filter: Partial<RuleFilter>) => findRules(rules, { ...noFilter, ...filter });
const names = (filter: Partial<RuleFilter>) => found(filter).map(({ name }) => name);

describe('looking for a rule', () => {
  test('without any wish gives all, in their order', () => {
    expect(found({})).toEqual(rules);
  });

  test.each(['RT201', 'rt201', 'MRT201', 'mrt201', 'drop-column', 'drop column'])(
    '%j gives drop-column first',
    (text) => {
      expect(names({ text })[0]).toBe('drop-column');
    },
  );

  test('finds words of the explanation, after those of the name', () => {
    const matches = names({ text: 'truncate' });
    expect(matches[0]).toBe('truncate');
    expect(names({ text: 'whoever rolls back' })).toContain('drop-column');
  });

  test('answers nothing rather than something else', () => {
    expect(names({ text: 'no such thing anywhere' })).toEqual([]);
  });

  test('keeps to severity, theme, dialect and use', () => {
    expect(found({ severity: 'error' }).every(({ severity }) => severity === 'error')).toBe(true);
    expect(found({ theme: 'loss' }).every(({ theme }) => theme === 'loss')).toBe(true);
    expect(names({ dialect: 'sqlite' })).not.toContain('index-not-concurrent');
    expect(names({ dialect: 'sqlite' })).toContain('drop-column');
    expect(found({ use: 'optional' }).every(({ isOptional }) => isOptional)).toBe(true);
    expect(found({ use: 'always' }).some(({ isOptional }) => isOptional)).toBe(false);
  });
});
