import { beforeAll, describe, expect, it } from 'vitest';
import { kinds, users } from './sql.fixture';
import { hole, loadSqlParser, readPartialSql, readSql } from './sql';

beforeAll(loadSqlParser);

const read = (text: string, ...holes: readonly string[]) => readPartialSql({ text, holes });

describe('SQL of which a part is not known', () => {
  it('is known where that part is a value or a condition', () => {
    expect(read(`UPDATE users SET name = '${hole}' WHERE id = ${hole}`, 'name', 'row.id')).toMatchObject([
      {
        kind: 'update',
        table: users,
        assignments: [{ column: 'name', expression: "'{name}'" }],
        where: 'id = {row.id}',
        holes: ['name', 'row.id'],
      },
    ]);
    expect(read(`DELETE FROM users WHERE ${hole}`, 'condition')).toMatchObject([{ kind: 'delete', table: users }]);
    expect(read(`INSERT INTO users (id, name) VALUES (${hole}, 'x')`, 'n')).toMatchObject([
      { kind: 'insert', columns: ['id', 'name'], rows: [[null, "'x'"]] },
    ]);
    expect(read(`SELECT id FROM users WHERE id IN (${hole})`, 'ids')).toMatchObject([
      { kind: 'select', reads: [{ table: users, columns: ['id'] }] },
    ]);
    expect(read(`SET LOCAL lock_timeout = '${hole}'`, 't')).toMatchObject([{ kind: 'setting', value: "'{t}'" }]);
  });

  it('is not known where that part is a name, a label, a type or a whole clause', () => {
    expect(read(`DROP TABLE ${hole}`, 'table')).toBeNull();
    expect(read(`UPDATE users SET ${hole} = 1`, 'column')).toBeNull();
    expect(read(`ALTER TABLE users ADD COLUMN a varchar(${hole})`, 'n')).toBeNull();
    expect(read(`ALTER TYPE mood ADD VALUE '${hole}'`, 'label')).toBeNull();
    expect(read(`CREATE INDEX ix_${hole} ON users (id)`, 'name')).toBeNull();
    expect(read(`DELETE FROM users ${hole}`, 'where')).toBeNull();
    expect(read(hole, 'sql')).toBeNull();
  });
});

describe('a schema that is not known', () => {
  it('is taken for the default one, as it is the same throughout a migration', () => {
    expect(read(`DROP INDEX CONCURRENTLY "${hole}".ix`, 'schema')).toMatchObject([{ kind: 'dropIndex', name: 'ix' }]);
    expect(read(`UPDATE ${hole}.users SET a = 1`, 'schema')).toMatchObject([{ kind: 'update', table: users }]);
    expect(read(`DROP TABLE "${hole}_users"`, 'prefix')).toBeNull();
  });
});

describe('blocks', () => {
  it('may loop, and what is in a loop happens an unknown number of times', () => {
    const sql = `DO $$ DECLARE r record; BEGIN
      FOR r IN SELECT id FROM users LOOP
        UPDATE users SET a = r.id;
        IF r.id > CASE WHEN true THEN 1 ELSE 2 END THEN DELETE FROM old; END IF;
      END LOOP;
      DELETE FROM done;
    END $$`;
    expect(readSql(sql).map(({ kind, certainty }) => [kind, certainty])).toEqual([
      ['select', 'repeated'],
      ['update', 'repeated'],
      ['delete', 'repeated'],
      ['delete', 'always'],
    ]);
  });

  it('may pass over failures of what they guard', () => {
    const sql = `DO $$ BEGIN
      BEGIN ALTER TABLE users ADD COLUMN a int; EXCEPTION WHEN OTHERS THEN NULL; END;
      BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END;
    END $$`;
    const [added, created] = readSql(sql);
    expect(added && sql.slice(added.swallowed?.start, added.swallowed?.end)).toBe('WHEN OTHERS THEN');
    expect(created).not.toHaveProperty('swallowed');
  });

  it('compute what they execute from literals, format() and ||', () => {
    const block = (statement: string) => readSql(`DO $$ BEGIN EXECUTE ${statement}; END $$`);
    expect(block("format('DROP TABLE %I', 'users')")).toMatchObject([{ kind: 'dropTable', table: users }]);
    expect(block("'DROP TABLE ' || quote_ident('users') || ' CASCADE'")).toMatchObject([{ cascade: true }]);
    expect(block("format('DELETE FROM users WHERE id = %L', r.id)")).toMatchObject([{ kind: 'delete', table: users }]);
    expect(block("'DROP TABLE ' || name")).toMatchObject([{ kind: 'unknown', template: `DROP TABLE ${hole}` }]);
  });

  it('SELECT INTO sets a variable there', () => {
    expect(kinds(readSql('DO $$ BEGIN SELECT count(*) INTO STRICT n FROM users; END $$'))).toEqual(['select']);
  });

  it('in other languages are not read', () => {
    expect(readSql('DO LANGUAGE plpython3u $$ DROP = 1; DROP TABLE users; $$')).toMatchObject([{ kind: 'other' }]);
  });
});
