import { describe, expect, it } from 'vitest';
import { parseType } from '../../src/schema/type';
import { narrowing } from './narrowing';

const severity = (from: string, to: string, dialect: 'postgresql' | 'sqlite' = 'postgresql') =>
  narrowing(parseType(from), parseType(to), dialect)?.severity ?? null;

describe('a change of type', () => {
  it.each([
    ['varchar(50)', 'varchar(100)'],
    ['varchar(50)', 'text'],
    ['smallint', 'bigint'],
    ['integer', 'double precision'],
    ['integer', 'text'],
    ['numeric(5,2)', 'numeric(10,2)'],
    ['numeric(10,2)', 'numeric'],
    ['date', 'timestamp'],
    ['timestamp', 'timestamptz'],
    ['jsonb', 'json'],
    ['integer', 'serial'],
    ['some_type', 'other_type'],
  ])('from %s to %s keeps every value', (from, to) => {
    expect(severity(from, to)).toBeNull();
  });

  it.each([
    ['varchar(200)', 'varchar(20)', 'warning'],
    ['text', 'varchar(255)', 'warning'],
    ['bigint', 'integer', 'warning'],
    ['numeric(10,4)', 'numeric(10,2)', 'error'],
    ['numeric(10,2)', 'numeric(6,2)', 'warning'],
    ['timestamptz', 'date', 'error'],
    ['double precision', 'integer', 'error'],
    ['text', 'integer', 'warning'],
    ['text[]', 'text', 'error'],
    ['bigint', 'double precision', 'warning'],
    ['timestamptz', 'timestamp', 'warning'],
    ['json', 'jsonb', 'info'],
  ])('from %s to %s is reported (%s)', (from, to, expected) => {
    expect(severity(from, to)).toBe(expected);
  });

  it('is one of kind, not of length, on SQLite', () => {
    expect(severity('varchar(200)', 'varchar(20)', 'sqlite')).toBeNull();
    expect(severity('timestamp', 'date', 'sqlite')).toBe('error');
  });
});
