import { describe, expect, it } from 'vitest';
import { isKnownNotNull, notNullCheck, uniqueOn } from './lookup';
import { emptySchema, emptyTable, type Check, type Index, type Schema, type Table } from './model';

const users = { schema: null, name: 'users' };
const of = (more: Partial<Table>): Schema => ({ ...emptySchema, tables: [{ ...emptyTable(users), ...more }] });
const check = (expression: string, isValid = true): Check => ({ name: null, expression, isValid });

describe('a CHECK against NULL', () => {
  it.each([
    ['email IS NOT NULL', true],
    ['(("email" is not null))', true],
    ['email IS NOT NULL AND length(email) > 3', true],
    ['email IS NOT NULL OR phone IS NOT NULL', false],
    ['phone IS NOT NULL', false],
    ['email IS NULL', false],
  ])('is found in %s: %s', (expression, isFound) => {
    expect(notNullCheck(of({ checks: [check(expression)] }), users, 'email') !== undefined).toBe(isFound);
  });

  it('stands for NOT NULL once it is verified', () => {
    expect(isKnownNotNull(of({ checks: [check('email IS NOT NULL')] }), users, 'email')).toBe(true);
    expect(isKnownNotNull(of({ checks: [check('email IS NOT NULL', false)] }), users, 'email')).toBe(false);
  });
});

describe('uniqueness', () => {
  const index: Index = {
    name: 'ix',
    keys: ['a', 'b'].map((column) => ({ kind: 'column', column, suffix: '' })),
    isUnique: true,
    method: null,
    predicate: null,
    include: [],
    isValid: true,
  };

  it('comes from keys and unique indexes over the same columns, in any order', () => {
    expect(uniqueOn(of({ indexes: [index] }), users, ['b', 'a'])).toBe(index);
    expect(uniqueOn(of({ uniques: [{ name: 'uq', columns: ['a'] }] }), users, ['a'])?.name).toBe('uq');
  });

  it('does not come from a partial index, nor from one over fewer or more columns', () => {
    expect(uniqueOn(of({ indexes: [{ ...index, predicate: 'a > 0' }] }), users, ['a', 'b'])).toBeUndefined();
    expect(uniqueOn(of({ indexes: [index] }), users, ['a'])).toBeUndefined();
  });
});
