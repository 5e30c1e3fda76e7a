import { beforeAll, describe, expect, it } from 'vitest';
import { only } from '../sql.fixture';
import { loadSqlParserFor, readSql } from '../sql';

beforeAll(() => loadSqlParserFor('mysql'));
beforeAll(() => loadSqlParserFor('mssql'));

const mysql = (sql: string) => only(sql, { dialect: 'mysql' });
const users = { schema: null, name: 'users' };
const varchar = { name: 'varchar', args: [100], dimensions: 0 };

describe("MySQL's ALTER TABLE", () => {
  it.each([
    [
      'MODIFY name VARCHAR(100)',
      { kind: 'alterColumn', column: 'name', change: { type: varchar, nullable: true, default: null } },
    ],
    [
      "MODIFY COLUMN `name` VARCHAR(100) NOT NULL DEFAULT 'x' AFTER id",
      { kind: 'alterColumn', column: 'name', change: { type: varchar, nullable: false, default: "'x'" } },
    ],
    ['CHANGE a b INT NOT NULL', { kind: 'alterColumn', column: 'a', change: { newName: 'b', nullable: false } }],
    [
      "MODIFY mood ENUM('a','b') NOT NULL",
      { kind: 'alterColumn', change: { type: { name: 'enum', args: [], dimensions: 0, labels: ['a', 'b'] } } },
    ],
    ['MODIFY at DATETIME(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)', { kind: 'alterColumn' }],
    ['ADD d INT AFTER c', { kind: 'addColumn', column: { name: 'd', type: { name: 'integer' } } }],
    ['DROP FOREIGN KEY fk', { kind: 'dropConstraint', name: 'fk', type: 'foreignKey' }],
    ['DROP INDEX ix', { kind: 'dropIndex', name: 'ix', table: users }],
    ['DROP CHECK ck', { kind: 'dropConstraint', name: 'ck', type: 'check' }],
    ['DROP PRIMARY KEY', { kind: 'dropConstraint', name: 'PRIMARY', type: 'primaryKey' }],
    ['ADD INDEX ix (a, b(10) DESC)', { kind: 'createIndex', index: { name: 'ix', isUnique: false } }],
    ['ADD KEY k (a)', { kind: 'createIndex', index: { name: 'k' } }],
    ['ADD UNIQUE KEY uq (a)', { kind: 'addConstraint', constraint: { type: 'unique', name: 'uq', columns: ['a'] } }],
    [
      'ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE',
      { kind: 'addConstraint', constraint: { type: 'foreignKey', targetColumns: ['id'], onDelete: 'cascade' } },
    ],
    ['RENAME INDEX a TO b', { kind: 'renameIndex', name: 'a', newName: 'b' }],
    ['RENAME COLUMN a TO b', { kind: 'alterColumn', column: 'a', change: { newName: 'b' } }],
    ['CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', { kind: 'alterTable', table: users }],
    ['ENGINE=InnoDB', { kind: 'alterTable', table: users }],
    ["ALTER COLUMN c SET DEFAULT 'x'", { kind: 'alterColumn', change: { default: "'x'" } }],
  ])('%s', (command, operation) => {
    expect(mysql(`ALTER TABLE users ${command}`)).toMatchObject(operation);
  });

  it('does several things at once', () => {
    const sql = 'ALTER TABLE users DROP COLUMN a, ADD COLUMN b INT, ALGORITHM=INPLACE, LOCK=NONE';
    expect(readSql(sql, { dialect: 'mysql' }).map(({ kind }) => kind)).toEqual(['dropColumn', 'addColumn']);
  });
});

describe("MySQL's other statements", () => {
  it.each([
    ['RENAME TABLE users TO people', { kind: 'renameTable', table: users, newName: 'people' }],
    ['DROP INDEX ix ON users', { kind: 'dropIndex', name: 'ix', table: users }],
    ['CREATE FULLTEXT INDEX ft ON users (a)', { kind: 'createIndex', index: { name: 'ft', method: 'fulltext' } }],
    ['INSERT IGNORE INTO users (a) VALUES (1)', { kind: 'insert', columns: ['a'], onConflict: 'nothing' }],
    ['INSERT INTO users (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2', { kind: 'insert', onConflict: 'update' }],
    [
      'UPDATE users u JOIN b ON u.id = b.id SET u.x = b.y WHERE b.z = 1',
      { kind: 'update', table: users, assignments: [{ column: 'x', expression: 'b.y' }], where: 'b.z = 1' },
    ],
    ['DELETE FROM users WHERE a = 1 LIMIT 10', { kind: 'delete', table: users }],
    ['SET FOREIGN_KEY_CHECKS=0', { kind: 'setting', name: 'foreign_key_checks', value: '0' }],
    ['UPDATE `users` SET `a` = 1', { kind: 'update', table: users, where: null }],
  ])('%s', (sql, operation) => {
    expect(mysql(sql)).toMatchObject(operation);
  });

  it('creates tables with keys and options', () => {
    const sql = `CREATE TABLE IF NOT EXISTS c (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, a INT, label VARCHAR(5) CHARACTER SET utf8,
      PRIMARY KEY (id), UNIQUE KEY u (a), KEY i (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p(id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`;
    expect(mysql(sql)).toMatchObject({
      kind: 'createTable',
      ifNotExists: true,
      columns: [
        { name: 'id', nullable: false, identity: 'by default', type: { name: 'bigint' } },
        { name: 'a', nullable: true },
        { name: 'label', type: { name: 'varchar', args: [5] } },
      ],
      constraints: [{ type: 'primaryKey' }, { type: 'unique', name: 'u' }, { type: 'foreignKey', name: 'fk' }],
      indexes: [{ name: 'i' }],
    });
  });

  it('that nobody can parse are said to be of the dialect', () => {
    expect(mysql('ALTER TABLE users FROBNICATE x')).toMatchObject({ kind: 'unknown', reason: 'dialect' });
  });
});

describe('SQL Server', () => {
  it.each([
    [
      'ALTER TABLE users ALTER COLUMN c NVARCHAR(100) NOT NULL',
      { kind: 'alterColumn', column: 'c', change: { nullable: false } },
    ],
    ['ALTER TABLE users DROP COLUMN c', { kind: 'dropColumn', column: 'c' }],
    ['UPDATE users SET a = b.x FROM users INNER JOIN b ON b.id = users.id', { kind: 'update', table: users }],
  ])('%s', (sql, operation) => {
    expect(only(sql, { dialect: 'mssql' })).toMatchObject(operation);
  });
});
