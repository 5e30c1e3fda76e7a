import { beforeAll, describe, expect, it } from 'vitest';
import { first, only, users } from './sql.fixture';
import { loadSqlParser, readSql } from './sql';

beforeAll(loadSqlParser);

const detailOf = (sql: string) => only(sql).detail;
const named = (name: string) => ({ schema: null, name });

describe('privileges', () => {
  it('say what whom about which objects', () => {
    expect(detailOf('GRANT SELECT, UPDATE (email) ON users TO bob, PUBLIC')).toEqual({
      type: 'privileges',
      action: 'grant',
      privileges: ['select', 'update'],
      object: 'table',
      names: [users],
      roles: ['bob', 'public'],
      isDefault: false,
    });
    expect(detailOf('REVOKE ALL ON ALL TABLES IN SCHEMA app FROM bob')).toMatchObject({
      action: 'revoke',
      privileges: [],
      names: [],
    });
    expect(detailOf('GRANT USAGE ON SCHEMA app TO bob')).toMatchObject({ object: 'schema', names: [named('app')] });
  });

  it('may be defaults for later, or membership', () => {
    const defaults = 'ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO bob';
    expect(detailOf(defaults)).toMatchObject({ type: 'privileges', isDefault: true, object: 'table', roles: ['bob'] });
    expect(detailOf('GRANT admin TO bob')).toEqual({
      type: 'membership',
      action: 'grant',
      granted: ['admin'],
      roles: ['bob'],
    });
  });
});

describe('upkeep', () => {
  it.each([
    ['VACUUM users', { action: 'vacuum', object: 'table', names: [users] }],
    ['VACUUM (FULL, ANALYZE) users', { action: 'vacuum full', object: 'table', names: [users] }],
    ['VACUUM (FULL false) users', { action: 'vacuum' }],
    ['ANALYZE', { action: 'analyze', object: 'database', names: [] }],
    ['CLUSTER users USING ix', { action: 'cluster', object: 'table', names: [users] }],
    ['REINDEX INDEX CONCURRENTLY ix', { action: 'reindex', object: 'index', names: [named('ix')], concurrently: true }],
    ['REINDEX SCHEMA app', { action: 'reindex', object: 'schema', names: [named('app')], concurrently: false }],
    ['REFRESH MATERIALIZED VIEW mv WITH NO DATA', { action: 'refresh', names: [named('mv')], withData: false }],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY mv', { action: 'refresh', concurrently: true, withData: true }],
  ])('reads %s', (sql, detail) => {
    expect(detailOf(sql)).toMatchObject({ type: 'upkeep', ...detail });
  });

  it('LOCK takes the strongest lock unless it says otherwise', () => {
    expect(detailOf('LOCK TABLE users')).toEqual({
      type: 'lock',
      tables: [users],
      mode: 'ACCESS EXCLUSIVE',
      isPatient: true,
    });
    expect(detailOf('LOCK users IN SHARE ROW EXCLUSIVE MODE NOWAIT')).toMatchObject({
      mode: 'SHARE ROW EXCLUSIVE',
      isPatient: false,
    });
  });
});

describe('objects without a model', () => {
  it.each([
    ['ALTER SYSTEM SET work_mem = 1', { action: 'alter', object: 'system', name: named('work_mem') }],
    ['CREATE DATABASE app', { action: 'create', object: 'database', name: named('app') }],
    ['DROP ROLE IF EXISTS bob', { action: 'drop', object: 'role', name: named('bob'), ifExists: true }],
    ['CREATE RULE r AS ON INSERT TO users DO NOTHING', { action: 'create', object: 'rule', table: users }],
    ['DROP RULE r ON users CASCADE', { action: 'drop', object: 'rule', name: named('r'), table: users, cascade: true }],
    ['CREATE STATISTICS st ON a, b FROM users', { action: 'create', object: 'statistics', table: users }],
    ['DROP STATISTICS st', { action: 'drop', object: 'statistics', name: named('st') }],
    ['CREATE PUBLICATION pub FOR ALL TABLES', { action: 'create', object: 'publication', name: named('pub') }],
    ['ALTER INDEX ix SET TABLESPACE fast', { action: 'alter', object: 'index', name: named('ix'), to: 'fast' }],
    ['ALTER VIEW v OWNER TO bob', { action: 'own', object: 'view', to: 'bob' }],
    ['ALTER VIEW v RENAME TO w', { action: 'rename', object: 'view', name: named('v'), to: 'w' }],
    ['ALTER POLICY p ON users USING (true)', { action: 'alter', object: 'policy', table: users }],
    ['ALTER TRIGGER g ON users RENAME TO h', { action: 'rename', object: 'trigger', name: named('g'), table: users }],
    ['ALTER FUNCTION f(int) SET SCHEMA app', { action: 'move', object: 'function', name: named('f'), to: 'app' }],
    ['ALTER TYPE pair ADD ATTRIBUTE c int', { action: 'alter', object: 'type', name: named('pair') }],
    ['ALTER DOMAIN mail DROP NOT NULL', { action: 'alter', object: 'domain', name: named('mail') }],
    ['CREATE AGGREGATE total (int) (sfunc = f, stype = int)', { action: 'create', object: 'aggregate' }],
  ])('reads %s', (sql, detail) => {
    expect(detailOf(sql)).toMatchObject({ type: 'object', ...detail });
  });

  it('reads comments on what has none in the model, and calls', () => {
    expect(detailOf("COMMENT ON CONSTRAINT ck ON users IS 'why'")).toEqual({
      type: 'comment',
      object: 'constraint',
      name: named('ck'),
      table: users,
      comment: 'why',
    });
    expect(detailOf('CALL app.tidy(1)')).toEqual({ type: 'call', name: { schema: 'app', name: 'tidy' } });
  });
});

describe('what statements say on top', () => {
  it('a SELECT names the functions it calls, with their literals', () => {
    expect(only("SELECT setval('users_id_seq'::regclass, 10, true)").calls).toEqual([
      { name: 'setval', args: ['users_id_seq', '10', 'true'] },
    ]);
    expect(only('SELECT pg_catalog.set_config($1, name, false) FROM t').calls).toEqual([
      { name: 'set_config', args: [null, null, 'false'] },
    ]);
  });

  it('an INSERT tells its literal values, and whether it copies all columns', () => {
    expect(only("INSERT INTO users (id, name, at) VALUES (1, 'O''Brien', now()), (2, NULL, '1'::date)").rows).toEqual([
      ['1', "'O''Brien'", null],
      ['2', 'NULL', "'1'"],
    ]);
    expect(only('INSERT INTO users SELECT * FROM old')).toMatchObject({ hasStar: true, source: 'select' });
    expect(only('INSERT INTO users SELECT id FROM old')).not.toHaveProperty('hasStar');
    expect(only('CREATE VIEW v AS SELECT u.* FROM users u')).toMatchObject({ hasStar: true });
  });

  it('sequences keep their options', () => {
    expect(only('ALTER SEQUENCE s RESTART WITH 10 OWNED BY t.c')).toMatchObject({
      options: [
        { name: 'restart', value: '10' },
        { name: 'owned_by', value: 't.c' },
      ],
    });
    expect(only('ALTER SEQUENCE s RENAME TO z')).toMatchObject({ kind: 'alterSequence', newName: 'z' });
    expect(only('CREATE SEQUENCE s AS bigint START 5').options).toEqual([
      { name: 'as', value: 'int8' },
      { name: 'start', value: '5' },
    ]);
  });

  it('a partitioned table knows its key, a partition its parent', () => {
    expect(only('CREATE TABLE t (a int, b text) PARTITION BY RANGE (a, lower(b))')).toMatchObject({
      partitionBy: { strategy: 'range', columns: ['a'] },
    });
    expect(only('CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2)')).toMatchObject({ parent: named('t') });
  });

  it('a trigger says when it calls what', () => {
    const sql = 'CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a ON users FOR EACH ROW EXECUTE FUNCTION app.f()';
    expect(only(sql).trigger).toEqual({
      timing: 'before',
      events: ['insert', 'update'],
      isForEachRow: true,
      callee: { schema: 'app', name: 'f' },
    });
  });

  it('a function says how it runs, and keeps what its body does apart', () => {
    const sql = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = app AS $$
      BEGIN
        DELETE FROM users;
      END $$`;
    const made = first('createDefined', readSql(sql));
    expect(made.routine).toEqual({
      language: 'plpgsql',
      volatility: 'stable',
      isSecurityDefiner: true,
      settings: ['search_path'],
    });
    expect(made.body).toMatchObject([{ kind: 'delete', table: users }]);
    expect(made.body?.map(({ span }) => sql.slice(span.start, span.end))).toEqual(['DELETE FROM users']);
  });

  it('reads the bodies of functions in SQL, quoted or not', () => {
    const body = (sql: string) => first('createDefined', readSql(sql)).body?.map(({ kind }) => kind);
    expect(body("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM users; SELECT 1'")).toEqual([
      'delete',
      'select',
    ]);
    expect(body('CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM users; SELECT 1; END')).toEqual([
      'delete',
      'select',
    ]);
    expect(body("CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1'")).toBeUndefined();
  });
});
