import { describe, expect, it } from 'vitest';
import { op } from './operations.fixture';
import { isEveryRow, overwriteOf, type Overwrite } from './writes';

function overwrite(expression: string, where: string | null): Overwrite {
  const operation = { ...op.update('users', { email: expression }, where), via: 'sql' as const };
  const [assignment] = operation.assignments;
  if (assignment === undefined) throw new Error('nothing is assigned');
  return overwriteOf(operation, assignment);
}

describe('an assignment', () => {
  it.each<[string, string | null, Overwrite]>([
    ['email', null, 'nothing'],
    ['users.email', 'id > 5', 'nothing'],
    ["''", 'email IS NULL', 'fills'],
    ["''", '(users.email is null) AND id < 9', 'fills'],
    ["coalesce(email, '')", null, 'fills'],
    ["''", "email IS NULL OR email = 'none'", 'replaces'],
    ['lower(email)', null, 'folds'],
    ["'x' || trim(email)", null, 'folds'],
    ['email / 100', null, 'folds'],
    ['email::int', null, 'folds'],
    ["CASE email WHEN 'a' THEN 'b' WHEN 'c' THEN 'b' ELSE email END", null, 'folds'],
    ["CASE WHEN email = 'a' THEN 'b' ELSE 'c' END", null, 'folds'],
    ["CASE email WHEN 'a' THEN 'b' WHEN 'c' THEN 'd' ELSE email END", null, 'maps'],
    ["'mailto:' || email", null, 'maps'],
    ['email * 100', null, 'maps'],
    ["'done'", "email = 'finished'", 'maps'],
    ['false', 'email', 'maps'],
    ['true', 'NOT email', 'maps'],
    ["CASE WHEN other = 1 THEN 'x' ELSE 'y' END", "users.email = 'new'", 'maps'],
    ["'done'", "email IN ('finished', 'closed')", 'replaces'],
    ["'done'", 'id > 100', 'replaces'],
    ['NULL', null, 'replaces'],
    ['(SELECT x FROM other)', null, 'replaces'],
    ['now()', null, 'replaces'],
    [':value', null, 'unknown'],
  ])('SET email = %s WHERE %s: %s', (expression, where, expected) => {
    expect(overwrite(expression, where)).toBe(expected);
  });
});

it.each([
  [null, true],
  ['1=1', true],
  ['(TRUE)', true],
  ['id > 0 OR 1 = 1', true],
  ['1 = 2', false],
  ['id IS NOT NULL', false],
])('WHERE %s is every row: %s', (where, expected) => {
  expect(isEveryRow(where)).toBe(expected);
});
