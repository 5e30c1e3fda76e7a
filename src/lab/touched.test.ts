import { describe, expect, it } from 'vitest';
import { emptySchema, emptyTable, type Schema, type Table } from '../schema/model';
import { touchedBy } from './touched';

const index = { keys: [], isUnique: false, method: null, predicate: null, include: [], isValid: true };
const key = { onDelete: 'no action', onUpdate: 'no action', deferrable: false, initiallyDeferred: false } as const;
const table = (name: string, parts: Partial<Table> = {}): Table => ({
  ...emptyTable({ schema: null, name }),
  ...parts,
});
const to = (name: string) => {
  const target = { schema: null, name };
  return { ...key, name: `to_${name}`, columns: ['id'], target, targetColumns: ['id'], isValid: true };
};

const schema: Schema = {
  ...emptySchema,
  tables: [
    table('users', { indexes: [{ ...index, name: 'ix_mail' }] }),
    table('orders', { foreignKeys: [to('users')] }),
    table('items', { foreignKeys: [to('orders')] }),
    table('logs'),
    table('Odd Name'),
  ],
  views: [{ schema: null, name: 'active', definition: '', isMaterialized: false }],
  functions: [{ schema: null, name: 'tidy', definition: '' }],
};
const tables = (...sql: readonly string[]) => {
  const touched = touchedBy(
    sql.map((each) => ({ sql: each })),
    schema,
  );
  return touched && schema.tables.map(({ name }) => name).filter((name) => touched.has(name));
};

describe('the tables that statements can have changed', () => {
  it.each([
    ['DELETE FROM logs', ['logs']],
    ['delete from LOGS', ['logs']],
    [`INSERT INTO "Odd Name" VALUES ('logs')`, ['Odd Name']],
    ['ALTER TABLE items ADD COLUMN a int; -- not logs', ['items']],
    ['SELECT 1', []],
    ['CREATE TABLE fresh (id int)', []],
  ])('%s: those that are named', (sql, names) => expect(tables(sql)).toEqual(names));

  it('with those that depend on them by keys', () =>
    expect(tables('UPDATE users SET a = 1')).toEqual(['users', 'orders', 'items']));

  it('also by the name of an index or a key', () => {
    expect(tables('DROP INDEX ix_mail')).toContain('users');
    expect(tables('ALTER TABLE x RENAME CONSTRAINT to_orders TO y')).toContain('items');
  });

  it.each([
    'DO $$ BEGIN DELETE FROM logs; END $$',
    'SELECT tidy()',
    'INSERT INTO active VALUES (1)',
    'DROP TABLE users CASCADE',
    'ALTER TABLE users DROP COLUMN a CASCADE',
    'TRUNCATE users CASCADE',
    `ALTER TYPE mood ADD VALUE 'x'`,
    'ALTER SEQUENCE a RENAME TO b',
    'CALL p()',
    'DELETE FROM logs; DO $$ BEGIN END $$',
    'PRAGMA main.writable_schema = ON',
  ])('cannot be told: %s', (sql) => expect(tables(sql)).toBeNull());

  it('cannot be told where rows have triggers', () => {
    const trigger = { schema: null, table: 'users', name: 't', definition: '', isEnabled: true };
    expect(touchedBy([{ sql: 'DELETE FROM logs' }], { ...schema, triggers: [trigger] })).toBeNull();
  });

  it('names what is new', () =>
    expect(touchedBy([{ sql: 'CREATE TABLE "Fresh" (id int)' }], schema)).toContain('Fresh'));
});
