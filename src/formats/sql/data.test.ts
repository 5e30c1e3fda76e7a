import { beforeAll, describe, expect, it } from 'vitest';
import { kinds, only, users } from './sql.fixture';
import { loadSqlParser, readSql } from './sql';

beforeAll(loadSqlParser);

const table = (name: string, schema: string | null = null) => ({ schema, name });

describe('INSERT', () => {
  it('tells values, a query and defaults apart', () => {
    expect(only("INSERT INTO users (id, name) VALUES (1, 'a')")).toMatchObject({
      columns: ['id', 'name'],
      source: 'values',
    });
    expect(only('INSERT INTO users SELECT id FROM old')).toMatchObject({
      columns: null,
      source: 'select',
      reads: [{ table: table('old'), columns: ['id'] }],
    });
    expect(only('INSERT INTO users DEFAULT VALUES')).toMatchObject({ source: 'default' });
  });

  it('reads ON CONFLICT', () => {
    expect(only('INSERT INTO users (a) VALUES (1) ON CONFLICT DO NOTHING')).toMatchObject({ onConflict: 'nothing' });
    expect(only('INSERT INTO users (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a')).toMatchObject({
      onConflict: 'update',
      reads: [],
    });
  });
});

describe('UPDATE', () => {
  it('reads assignments and the condition as written', () => {
    expect(
      only(
        'UPDATE users SET email = lower(email), n = (SELECT 1, 2) WHERE (a OR b) AND c IS DISTINCT FROM 3 RETURNING id',
      ),
    ).toMatchObject({
      assignments: [
        { column: 'email', expression: 'lower(email)' },
        { column: 'n', expression: '(SELECT 1, 2)' },
      ],
      where: '(a OR b) AND c IS DISTINCT FROM 3',
    });
  });

  it('has no condition where none is written', () => {
    expect(only('UPDATE users SET a = 1')).toMatchObject({ where: null, reads: [] });
  });
});

describe('DELETE and TRUNCATE', () => {
  it('reads the condition, or its absence', () => {
    expect(only('DELETE FROM users')).toEqual({ kind: 'delete', table: users, where: null, reads: [] });
    expect(only('DELETE FROM users USING old o WHERE users.id = o.id')).toMatchObject({ where: 'users.id = o.id' });
  });

  it('reads all the tables of a TRUNCATE', () => {
    expect(only('TRUNCATE a, app.b CASCADE')).toEqual({
      kind: 'truncate',
      tables: [table('a'), table('b', 'app')],
      cascade: true,
    });
  });
});

describe('data-modifying WITH', () => {
  it('is an operation of its own, before the statement', () => {
    const operations = readSql('WITH gone AS (DELETE FROM a WHERE x RETURNING *) INSERT INTO b SELECT * FROM gone');
    expect(kinds(operations)).toEqual(['delete', 'insert']);
  });
});

describe('MERGE', () => {
  it('is what its branches are', () => {
    const operations = readSql(`MERGE INTO users u USING incoming i ON u.id = i.id
      WHEN MATCHED THEN UPDATE SET name = i.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (i.id, i.name)`);
    expect(operations).toMatchObject([
      { kind: 'update', assignments: [{ column: 'name', expression: 'i.name' }] },
      { kind: 'insert', columns: ['id', 'name'] },
    ]);
  });
});

describe('what a statement reads', () => {
  it('resolves aliases across joins', () => {
    expect(only('SELECT u.name, o.total FROM users u JOIN app.orders AS o ON o.user_id = u.id')).toEqual({
      kind: 'select',
      reads: [
        { table: users, columns: ['name', 'id'] },
        { table: table('orders', 'app'), columns: ['total', 'user_id'] },
      ],
    });
  });

  it('attributes an unqualified column only where one table can have it', () => {
    expect(only('SELECT name FROM users')).toMatchObject({ reads: [{ table: users, columns: ['name'] }] });
    expect(only('SELECT name FROM users, old')).toMatchObject({
      reads: [
        { table: users, columns: [] },
        { table: table('old'), columns: [] },
        { table: null, columns: ['name'] },
      ],
    });
  });

  it('follows a correlated subquery', () => {
    expect(only('UPDATE users SET phone = (SELECT phone FROM bak WHERE bak.id = users.id)')).toMatchObject({
      reads: [
        { table: table('bak'), columns: ['phone', 'id'] },
        { table: users, columns: ['id'] },
      ],
    });
  });

  it('takes no CTE for a table', () => {
    expect(only('WITH recent AS (SELECT id FROM users) SELECT id FROM recent')).toEqual({
      kind: 'select',
      reads: [{ table: users, columns: ['id'] }],
    });
  });

  it('sees both sides of a UNION and the query of a view', () => {
    expect(only('CREATE VIEW v AS SELECT a FROM t1 UNION SELECT b FROM t2')).toMatchObject({
      kind: 'createDefined',
      object: 'view',
      reads: [
        { table: table('t1'), columns: ['a'] },
        { table: table('t2'), columns: ['b'] },
      ],
    });
  });
});
