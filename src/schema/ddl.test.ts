import { describe, expect, it } from 'vitest';
import { quoteName, renderColumn, renderSchema, renderTable } from './ddl';
import { type Column, emptySchema, emptyTable, type ForeignKey, type Table } from './model';
import { parseType } from './type';

/** That what is rendered can be built is tested on the engines: src/lab/engines/schema-roundtrip.test.ts. */

const column = (name: string, type: string | null = 'integer', more: Partial<Column> = {}): Column => ({
  name,
  type: type === null ? null : parseType(type),
  nullable: true,
  default: null,
  generated: null,
  identity: null,
  collation: null,
  comment: null,
  ...more,
});

const foreignKey = (name: string, target: string, targetColumns: readonly string[] = []): ForeignKey => ({
  name: null,
  columns: [name],
  target: { schema: null, name: target },
  targetColumns,
  onDelete: 'no action',
  onUpdate: 'no action',
  deferrable: false,
  initiallyDeferred: false,
  isValid: true,
});

const table = (name: string, columns: readonly Column[], more: Partial<Table> = {}): Table => ({
  ...emptyTable({ schema: null, name }),
  columns,
  ...more,
});

describe('quoteName', () => {
  it.each([
    ['users', 'users'],
    ['user', '"user"'],
    ['Mixed', '"Mixed"'],
    ['a b', '"a b"'],
    ['a"b', '"a""b"'],
    ['1st', '"1st"'],
    ['größe', '"größe"'],
  ])('writes %s as %s', (name, expected) => {
    expect(quoteName(name)).toBe(expected);
  });
});

describe('renderColumn', () => {
  const text = "'a'::character varying";
  it.each<[Column, string, string]>([
    [
      column('a', 'varchar(5)', { default: text, nullable: false }),
      `a varchar(5) DEFAULT ${text} NOT NULL`,
      "a VARCHAR(5) DEFAULT 'a' NOT NULL",
    ],
    [
      column('t', 'timestamptz', { default: 'now()' }),
      't timestamptz DEFAULT now()',
      't DATETIME DEFAULT CURRENT_TIMESTAMP',
    ],
    [
      column('t', 'timestamp', { default: "datetime('now')" }),
      't timestamp DEFAULT CURRENT_TIMESTAMP',
      "t DATETIME DEFAULT (datetime('now'))",
    ],
    [
      column('u', 'uuid', { default: 'gen_random_uuid()' }),
      'u uuid DEFAULT gen_random_uuid()',
      'u CHAR(32) DEFAULT (lower(hex(randomblob(16))))',
    ],
    [column('j', 'jsonb', { default: "'{}'::jsonb" }), "j jsonb DEFAULT '{}'::jsonb", "j JSON DEFAULT '{}'"],
    [column('b', 'boolean', { default: '0' }), 'b boolean DEFAULT false', 'b BOOLEAN DEFAULT 0'],
    [column('n', 'integer(11)'), 'n integer', 'n INTEGER(11)'],
    [column('n', 'tinyint(1)'), 'n smallint', 'n TINYINT(1)'],
    [column('i', 'bigint', { identity: 'always' }), 'i bigint GENERATED ALWAYS AS IDENTITY', 'i BIGINT'],
  ])('writes %j for both engines', (given, postgres, sqlite) => {
    expect(renderColumn(given, 'postgresql')).toBe(postgres);
    expect(renderColumn(given, 'sqlite')).toBe(sqlite);
  });
});

describe('renderSchema', () => {
  const parent = table('p', [column('id'), column('code', 'text')], { primaryKey: { name: null, columns: ['id'] } });

  it('makes what is referred to first, and closes circles afterwards', () => {
    const a = table('a', [column('id'), column('b_id')], {
      primaryKey: { name: null, columns: ['id'] },
      foreignKeys: [foreignKey('b_id', 'b')],
    });
    const b = table('b', [column('id'), column('a_id')], {
      primaryKey: { name: null, columns: ['id'] },
      foreignKeys: [foreignKey('a_id', 'a')],
    });
    const { statements } = renderSchema({ ...emptySchema, tables: [a, b] }, 'postgresql');
    expect(statements.map((statement) => statement.split('\n')[0])).toEqual([
      'CREATE TABLE b (',
      'CREATE TABLE a (',
      'ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a',
    ]);
  });

  it('leaves out a foreign key that Postgres would refuse, and says why', () => {
    const child = table('c', [column('code', 'text')], { foreignKeys: [foreignKey('code', 'p', ['code'])] });
    const { statements, notes } = renderSchema({ ...emptySchema, tables: [parent, child] }, 'postgresql');
    expect(statements.join()).not.toContain('REFERENCES');
    expect(notes).toEqual(['c: the foreign key on code is left out, for p (code) is neither a primary key nor unique']);
  });

  it('lets a table refer to what is in the database already', () => {
    const child = table('c', [column('p_id')], { foreignKeys: [foreignKey('p_id', 'p')] });
    expect(renderTable(child, 'postgresql', { ...emptySchema, tables: [parent] }).statements[0]).toContain(
      'REFERENCES p',
    );
    expect(renderTable(child, 'postgresql').notes).toEqual([
      'c: the foreign key on p_id is left out, for there is no table p',
    ]);
  });

  it('gives a column of unknown type the type of what it refers to, or text', () => {
    const child = table('c', [column('p_id', null), column('x', null)], { foreignKeys: [foreignKey('p_id', 'p')] });
    const [create] = renderSchema({ ...emptySchema, tables: [parent, child] }, 'postgresql').statements.slice(-1);
    expect(create).toContain('p_id integer');
    expect(create).toContain('x varchar');
  });

  it('makes the enums and sequences that columns presume', () => {
    const mood = { ...parseType('mood'), labels: ['sad'] };
    const given = table('t', [
      { ...column('m'), type: mood },
      column('id', 'integer', { default: "nextval('t_id_seq'::regclass)" }),
    ]);
    const { statements } = renderSchema({ ...emptySchema, tables: [given] }, 'postgresql');
    expect(statements[0]).toContain("CREATE TYPE mood AS ENUM ('sad')");
    expect(statements[1]).toBe('CREATE SEQUENCE IF NOT EXISTS t_id_seq');
  });

  it('says what SQLite cannot have', () => {
    const { notes } = renderSchema(
      {
        ...emptySchema,
        tables: [table('t', [column('a', 'text', { default: 'my_function()' })])],
        extensions: ['citext'],
      },
      'sqlite',
    );
    expect(notes).toEqual([
      't: the default of a is left out, for SQLite cannot compute my_function()',
      'SQLite cannot have extensions, so citext had to be left out.',
    ]);
  });
});
