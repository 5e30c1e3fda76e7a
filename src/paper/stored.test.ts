import { describe, expect, it } from 'vitest';
import { diff } from '../schema/diff';
import { emptySchema, emptyTable, type Column, type Dialect, type Schema } from '../schema/model';
import { column } from './operations.fixture';
import { stored } from './stored';

const table = (one: Column): Schema => ({
  ...emptySchema,
  tables: [{ ...emptyTable({ schema: null, name: 'users' }), columns: [one] }],
});
const isSame = (a: Schema, b: Schema, dialect: Dialect) => diff(stored(a, dialect), stored(b, dialect)).length === 0;

describe('as an engine keeps it', () => {
  it.each([
    ['uuid', 'char(32)'],
    ['jsonb', 'json'],
    ['timestamptz', 'timestamp'],
    ['varchar(20)', 'text'],
  ])('%s and %s are one type on SQLite, and two on Postgres', (a, b) => {
    const [one, other] = [table(column('x', a)), table(column('x', b))];
    expect([isSame(one, other, 'sqlite'), isSame(one, other, 'postgresql')]).toEqual([true, false]);
  });

  it('a boolean has one false and one true', () => {
    const of = (value: string) => table(column('x', 'boolean', { default: value }));
    expect(isSame(of("'0'"), of('false'), 'postgresql')).toBe(true);
    expect(isSame(of('1'), of('(false)'), 'postgresql')).toBe(false);
  });

  it('a view is what it selects, however it was made', () => {
    const of = (definition: string): Schema => ({
      ...emptySchema,
      views: [{ schema: null, name: 'v', definition, isMaterialized: false }],
    });
    expect(isSame(of('CREATE VIEW v AS SELECT 1'), of('create or replace view v as select 1'), 'postgresql')).toBe(
      true,
    );
    expect(isSame(of('CREATE VIEW v AS SELECT 1'), of('CREATE VIEW v AS SELECT 2'), 'postgresql')).toBe(false);
  });

  it('SQLite has neither comments nor enum types', () => {
    const before: Schema = {
      ...table(column('x', 'text', { comment: 'a' })),
      enums: [{ schema: null, name: 'm', labels: [] }],
    };
    expect(isSame(before, table(column('x', 'text')), 'sqlite')).toBe(true);
  });
});
