import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { kinds, only } from './sql.fixture';
import { loadSqlParser, readSql } from './sql';

beforeAll(loadSqlParser);

describe("SQLite's spellings", () => {
  it('reads AUTOINCREMENT, WITHOUT ROWID and STRICT as traits', () => {
    expect(only('CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT)')).toMatchObject({
      traits: ['autoincrement'],
    });
    expect(only('CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID')).toMatchObject({
      traits: ['strict', 'without rowid'],
    });
  });

  it('reads every way of quoting a name', () => {
    expect(only('CREATE TABLE `My Table` ([First Name] TEXT, "x" INT)')).toMatchObject({
      table: { name: 'My Table' },
      columns: [{ name: 'First Name' }, { name: 'x' }],
    });
  });

  it('reads what happens to rows that are there already', () => {
    expect(only('INSERT OR IGNORE INTO t (a) VALUES (1)')).toMatchObject({ kind: 'insert', onConflict: 'nothing' });
    expect(only('REPLACE INTO t (a) VALUES (1)')).toMatchObject({ kind: 'insert', onConflict: 'update' });
  });

  it('reads PRAGMA as a setting', () => {
    expect(only('PRAGMA foreign_keys = OFF')).toEqual({ kind: 'setting', name: 'foreign_keys', value: 'OFF' });
    expect(only('PRAGMA table_info(users)')).toEqual({ kind: 'setting', name: 'table_info', value: 'users' });
  });

  it('reads triggers with a body and their DROP', () => {
    expect(only('CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON t BEGIN SELECT 1; END')).toMatchObject({
      object: 'trigger',
      name: { name: 'g' },
      table: { name: 't' },
    });
    expect(only('DROP TRIGGER IF EXISTS g')).toMatchObject({
      kind: 'dropDefined',
      object: 'trigger',
      table: null,
      ifExists: true,
    });
  });

  it('reads IS between values', () => {
    expect(only("UPDATE t SET a = b IS NOT 'null' WHERE c IS 1")).toMatchObject({ kind: 'update', where: 'c IS 1' });
  });
});

describe('parameters', () => {
  it('stand for values, wherever they are', () => {
    expect(only('UPDATE t SET a = :value WHERE id IN :ids AND b = ? AND c = %(d)s')).toMatchObject({
      assignments: [{ column: 'a', expression: ':value' }],
      where: 'id IN :ids AND b = ? AND c = %(d)s',
    });
  });

  it("are not seen in Postgres' own operators", () => {
    expect(only("SELECT data ? 'a', b::text FROM t")).toMatchObject({ reads: [{ columns: ['data', 'b'] }] });
  });
});

describe('what cannot be read', () => {
  it('is unknown, with the reason, and does not hide its neighbours', () => {
    const operations = readSql('DROP TABLE a; SELEC 1; DROP TABLE b');
    expect(operations).toMatchObject([
      { kind: 'dropTable' },
      { kind: 'unknown', reason: 'syntax' },
      { kind: 'dropTable' },
    ]);
  });

  it('names the engine whose words these are', () => {
    expect(only('ALTER TABLE t MODIFY COLUMN a INT')).toMatchObject({ reason: 'dialect' });
    expect(only('EXEC sp_rename x, y', { dialect: 'mssql' })).toMatchObject({ reason: 'dialect' });
  });

  it('places statements after text that is not ASCII', () => {
    const text = "INSERT INTO t VALUES ('naïve 😀'); ALTER TABLE é ADD COLUMN ñ int DEFAULT 1, DROP COLUMN b";
    const operations = readSql(text);
    expect(operations[1]).toMatchObject({ column: { name: 'ñ', default: '1' } });
    expect(operations.map(({ span }) => text.slice(span.start, span.end)).at(-1)).toBe('DROP COLUMN b');
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      'CREATE',
      'TABLE',
      't',
      '(',
      ')',
      'a',
      'int',
      ',',
      ';',
      'ALTER',
      'ADD',
      'DROP',
      'COLUMN',
      'DEFAULT',
      "'",
      '"',
      '$$',
    ],
    ...[
      'UPDATE',
      'SET',
      '=',
      'WHERE',
      'SELECT',
      'FROM',
      'WITH',
      'AS',
      'BEGIN',
      'END',
      'DO',
      '?',
      ':x',
      '[',
      ']',
      '`',
      'é',
      'IS',
    ],
    ...[
      'INSERT',
      'INTO',
      'VALUES',
      'INDEX',
      'ON',
      'USING',
      'CHECK',
      'PRAGMA',
      'TRIGGER',
      'IN',
      'TYPE',
      'ENUM',
      '--',
      '/*',
      '*/',
    ],
  );

  it('is read without throwing, with spans inside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words).map((each) => each.join(' ')),
        ),
        (text) => {
          for (const { span } of readSql(text)) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeLessThanOrEqual(text.length);
            expect(span.start).toBeLessThanOrEqual(span.end);
          }
        },
      ),
      { numRuns: 300 * Number(process.env.THOROUGH ?? 1) },
    );
  });

  it('may be nested absurdly', () => {
    expect(kinds(readSql(`SELECT 1${' + 1'.repeat(100_000)}; SELECT 2`))).toEqual(['unknown', 'select']);
    expect(kinds(readSql(`SELECT ${'('.repeat(50_000)}; SELECT 2`))).toEqual(['unknown']);
  });

  it('means the same with comments and line breaks between its words', () => {
    const plain = 'ALTER TABLE users ADD COLUMN a int DEFAULT 1, ALTER COLUMN b SET NOT NULL, DROP CONSTRAINT c';
    const strip = (text: string) => readSql(text).map(({ span: _span, sql: _sql, ...rest }) => rest);
    const noisy = plain.split(' ').join(' /* x, ; y */\n-- z;\n ');
    expect(strip(noisy)).toEqual(strip(plain));
  });
});
