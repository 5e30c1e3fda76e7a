import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnType } from './model';
import { isSameType, parseType, renderType } from './type';

const type = (name: string, args: readonly number[] = [], dimensions = 0): ColumnType => ({ name, args, dimensions });

describe('parseType', () => {
  it.each<[string, ColumnType]>([
    ['INT', type('integer')],
    ['int4', type('integer')],
    ['character varying(50)', type('varchar', [50])],
    ['VARCHAR (50)', type('varchar', [50])],
    ['char', type('char', [1])],
    ['decimal(10, 2)', type('numeric', [10, 2])],
    ['numeric(10,0)', type('numeric', [10])],
    ['numeric(2,-3)', type('numeric', [2, -3])],
    ['DOUBLE PRECISION', type('double precision')],
    ['float(24)', type('real')],
    ['FLOAT', type('double precision')],
    ['timestamp(3) with time zone', type('timestamptz', [3])],
    ['TIMESTAMP WITHOUT TIME ZONE', type('timestamp')],
    ['timestamptz(3)', type('timestamptz', [3])],
    ['integer[]', type('integer', [], 1)],
    ['text[3][]', type('text', [], 2)],
    ['integer ARRAY', type('integer', [], 1)],
    ['integer ARRAY[4]', type('integer', [], 1)],
    ['pg_catalog.int4', type('integer')],
    ['"My Type"', type('My Type')],
    ['MyType', type('mytype')],
    ['"char"', type('"char"')],
    ['interval day to second(3)', type('interval day to second', [3])],
    ['geometry(Point,4326)', type('geometry(point,4326)')],
    ['UNSIGNED BIG INT', type('unsigned big int')],
    ['', type('')],
  ])('reads %s', (text, expected) => {
    expect(parseType(text)).toEqual(expected);
  });

  it('reads the schema of a user’s type', () => {
    expect(parseType('app."Mood"[]')).toEqual({ ...type('Mood', [], 1), schema: 'app' });
  });

  it('reads the labels of an enum that stands in the column', () => {
    expect(parseType("enum('a','it''s')", 'mysql')).toEqual({ ...type('enum'), labels: ['a', "it's"] });
  });

  it('takes a name for what it means in the dialect', () => {
    expect(parseType('FLOAT', 'mysql').name).toBe('real');
    expect(parseType('DATE', 'oracle').name).toBe('timestamp');
    expect(parseType('DATE', 'postgresql').name).toBe('date');
    expect(parseType('uniqueidentifier', 'mssql').name).toBe('uuid');
  });
});

describe('renderType', () => {
  const names = fc.constantFrom(
    'integer',
    'text',
    'varchar',
    'numeric',
    'timestamptz',
    'jsonb',
    'mood',
    'My Type',
    'a"b',
    'order',
    'double precision',
  );
  const types = fc.record({
    name: names,
    args: fc.constantFrom<readonly number[]>([], [5], [10, 2]),
    dimensions: fc.nat({ max: 2 }),
  });

  it('is read back as the same type', () => {
    fc.assert(
      fc.property(types, fc.option(fc.constantFrom('app', 'My Schema')), (plain, schema) => {
        const written = schema === null ? plain : { ...plain, schema };
        expect(parseType(renderType(written, 'postgresql'))).toEqual(written);
      }),
    );
  });

  it.each([
    ['uuid', 'CHAR(32)'],
    ['jsonb', 'JSON'],
    ['timestamptz', 'DATETIME'],
    ['boolean', 'BOOLEAN'],
    ['bytea', 'BLOB'],
    ['integer', 'INTEGER'],
    ['varchar(20)', 'VARCHAR(20)'],
    ['text[]', 'JSON'],
  ])('calls %s on SQLite %s', (text, expected) => {
    expect(renderType(parseType(text), 'sqlite')).toBe(expected);
  });

  it('gives an enum on SQLite room for its longest label', () => {
    expect(renderType({ ...type('mood'), labels: ['sad', 'jolly'] }, 'sqlite')).toBe('VARCHAR(5)');
  });
});

describe('isSameType', () => {
  it('does not count dimensions, which Postgres forgets', () => {
    expect(isSameType(type('text', [], 1), type('text', [], 2))).toBe(true);
    expect(isSameType(type('text'), type('text', [], 1))).toBe(false);
  });

  it('tells lengths apart', () => {
    expect(isSameType(type('varchar', [5]), type('varchar', [6]))).toBe(false);
  });

  it('counts labels only where both sides know them', () => {
    expect(isSameType({ ...type('mood'), labels: ['a'] }, type('mood'))).toBe(true);
    expect(isSameType({ ...type('mood'), labels: ['a'] }, { ...type('mood'), labels: ['b'] })).toBe(false);
  });
});
