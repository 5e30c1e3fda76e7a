import { describe, expect, it } from 'vitest';
import { holdsFor, isWidened, readCondition, type Condition } from './conditions';

function condition(sql: string): Condition {
  const read = readCondition(sql);
  if (read === null) throw new Error(`not read: ${sql}`);
  return read;
}

describe('readCondition', () => {
  it.each([
    [`state IN ('new', 'done')`, ['new', 'done']],
    [`((state)::text = ANY ((ARRAY['new'::character varying, 'done'::character varying])::text[]))`, ['new', 'done']],
    [`"State" IN ('it''s')`, ["it's"]],
    ['level IN (1, 2)', ['1', '2']],
  ])('reads the values of %s', (sql, values) => {
    expect(condition(sql)).toMatchObject({ type: 'list', values });
  });

  it('reads a bound', () => {
    expect(condition('(price >= -1.5)')).toEqual({ type: 'bound', column: 'price', operator: '>=', bound: -1.5 });
  });

  it.each(['a > b', `a IN ('x') OR b`, 'a IN (SELECT 1)', 'length(a) > 3', 'a > 0 AND a < 9', ''])(
    'leaves %s alone',
    (sql) => {
      expect(readCondition(sql)).toBeNull();
    },
  );
});

it.each([
  [`state IN ('a', 'b')`, `'a'`, true],
  [`state IN ('a', 'b')`, `'c'::text`, false],
  [`state IN ('a', 'b')`, `lower('A')`, null],
  ['price > 0', '0', false],
  ['price > 0', `'1'`, true],
  ['price >= 0', '-1', false],
  ['price >= 0', 'nextval()', null],
])('%s holds for %s: %s', (sql, value, expected) => {
  expect(holdsFor(condition(sql), value)).toBe(expected);
});

it.each([
  [`state IN ('a')`, `state IN ('b', 'a')`, true],
  [`state IN ('a', 'b')`, `state IN ('a')`, false],
  ['price > 0', 'price >= 0', true],
  ['price >= 0', 'price > 0', false],
  ['price <= 10', 'price <= 20', true],
  ['price > 0', 'price < 9', null],
  ['price > 0', 'cost > 0', null],
])('from %s to %s is wider: %s', (from, to, expected) => {
  expect(isWidened(condition(from), condition(to))).toBe(expected);
});
