import { beforeAll, describe, expect, it } from 'vitest';
import { kinds, only, users } from './sql.fixture';
import { loadSqlParser, readSql } from './sql';

beforeAll(loadSqlParser);

const named = (name: string) => ({ schema: null, name });

describe('enums', () => {
  it.each([
    ["CREATE TYPE mood AS ENUM ('sad', 'ok')", { kind: 'createEnum', labels: ['sad', 'ok'], ifNotExists: false }],
    [
      "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new' AFTER 'ok'",
      { kind: 'addEnumValue', label: 'new', ifNotExists: true },
    ],
    ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", { kind: 'renameEnumValue', label: 'ok', newLabel: 'fine' }],
    ['ALTER TYPE mood RENAME TO temper', { kind: 'renameType', newName: 'temper' }],
    ['DROP TYPE IF EXISTS mood CASCADE', { kind: 'dropEnum', ifExists: true, cascade: true }],
  ])('reads %s', (sql, action) => {
    expect(only(sql)).toEqual({ ...action, name: named('mood') });
  });
});

describe('definitions', () => {
  it('keeps the text of views, functions and triggers', () => {
    const view = 'CREATE OR REPLACE VIEW v AS SELECT name FROM users';
    expect(only(view)).toMatchObject({ object: 'view', name: named('v'), definition: view, orReplace: true });
    const body = 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; RETURN NEW; END $$';
    expect(only(body)).toMatchObject({ object: 'function', name: named('f'), definition: body });
    expect(only('CREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()')).toMatchObject({
      object: 'trigger',
      name: named('g'),
      table: users,
    });
    expect(only('CREATE MATERIALIZED VIEW mv AS SELECT 1')).toMatchObject({ object: 'materialized view' });
  });

  it('drops them by kind, with the table where there is one', () => {
    expect(only('DROP TRIGGER g ON users')).toMatchObject({
      kind: 'dropDefined',
      object: 'trigger',
      name: named('g'),
      table: users,
    });
    expect(only('DROP FUNCTION IF EXISTS f(int)')).toMatchObject({
      object: 'function',
      name: named('f'),
      ifExists: true,
    });
    expect(only('DROP MATERIALIZED VIEW mv CASCADE')).toMatchObject({ object: 'materialized view', cascade: true });
    expect(kinds(readSql('DROP TABLE a, b'))).toEqual(['dropTable', 'dropTable']);
  });

  it('reads comments on tables and columns as changes', () => {
    expect(only("COMMENT ON COLUMN app.t.c IS 'x'")).toMatchObject({
      kind: 'alterColumn',
      table: { schema: 'app', name: 't' },
      column: 'c',
      change: { comment: 'x' },
    });
    expect(only('COMMENT ON TABLE users IS NULL')).toMatchObject({ change: { type: 'comment', comment: null } });
  });
});

describe('session and rest', () => {
  it.each([
    ["SET LOCAL lock_timeout = '5s'", { kind: 'setting', name: 'lock_timeout', value: "'5s'", isLocal: true }],
    ['SET ROLE bob', { kind: 'setting', name: 'role', value: 'bob', isLocal: false }],
    ['RESET lock_timeout', { kind: 'setting', name: 'lock_timeout', value: null, isLocal: false }],
    ['COMMIT', { kind: 'transaction', action: 'commit' }],
    ['SAVEPOINT a', { kind: 'transaction', action: 'savepoint' }],
    ['CREATE EXTENSION IF NOT EXISTS citext', { kind: 'createExtension', name: 'citext', ifNotExists: true }],
    ['DROP SCHEMA app CASCADE', { kind: 'dropSchema', name: 'app', ifExists: false, cascade: true }],
  ])('reads %s', (sql, action) => {
    expect(only(sql)).toEqual(action);
  });
});

describe('DO blocks', () => {
  it('are what their plain statements do, in their own places', () => {
    const text = `DO $$ BEGIN
      DROP TABLE IF EXISTS old;
      IF EXISTS (SELECT 1 FROM pg_tables) THEN
        ALTER TABLE users DROP COLUMN phone;
      ELSE
        DELETE FROM a;
      END IF;
      UPDATE a SET b = 1;
    END $$`;
    const operations = readSql(text);
    expect(operations).toMatchObject([
      { kind: 'dropTable', certainty: 'always' },
      { kind: 'dropColumn', column: 'phone', certainty: 'conditional' },
      { kind: 'delete', certainty: 'conditional' },
      { kind: 'update', certainty: 'always' },
    ]);
    expect(operations.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      'DROP TABLE IF EXISTS old',
      'ALTER TABLE users DROP COLUMN phone',
      'DELETE FROM a',
      'UPDATE a SET b = 1',
    ]);
  });

  it('see through EXECUTE of a literal, and say nothing of built SQL', () => {
    expect(only("DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$")).toMatchObject({ kind: 'dropTable' });
    expect(only("DO $$ BEGIN EXECUTE format('DROP TABLE %I', x); END $$")).toMatchObject({
      kind: 'unknown',
      reason: 'dynamic',
    });
  });

  it('without statements are something else', () => {
    expect(only('DO $$ BEGIN RAISE NOTICE $x$hi$x$; END $$')).toEqual({
      kind: 'other',
      statement: 'DoStmt',
      reads: [],
    });
  });
});
