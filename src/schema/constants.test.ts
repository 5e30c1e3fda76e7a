import { expect, it } from 'vitest';
import { isConstant } from './constants';

it.each([
  `''`,
  '0',
  '-1',
  `'{}'::jsonb`,
  'true',
  'now()',
  'CURRENT_TIMESTAMP',
  `ARRAY[]::text[]`,
  `timezone('utc', now())`,
])('%s is the same in every row', (sql) => {
  expect(isConstant(sql)).toBe(true);
});

it.each([
  'gen_random_uuid()',
  'random()',
  `nextval('s')`,
  'id',
  `'user-' || id`,
  'make_token()',
  ':value',
  '"name"',
  '',
  'clock_timestamp()',
])('%s may differ from row to row', (sql) => {
  expect(isConstant(sql)).toBe(false);
});
