import { describe, expect, it } from 'vitest';
import { columnOrderChanged, diff } from './diff';
import { type Column, emptySchema, emptyTable, type Schema, type Table } from './model';
import { parseType } from './type';

const column = (name: string, type = 'integer', more: Partial<Column> = {}): Column => ({
  name,
  type: parseType(type),
  nullable: true,
  default: null,
  generated: null,
  identity: null,
  collation: null,
  comment: null,
  ...more,
});

const table = (name: string, more: Partial<Table> = {}): Table => ({
  ...emptyTable({ schema: null, name }),
  columns: [column('id')],
  primaryKey: { name: null, columns: ['id'] },
  ...more,
});

const schema = (...tables: readonly Table[]): Schema => ({ ...emptySchema, tables });
const changes = (before: Schema, after: Schema) =>
  diff(before, after).map(({ change, kind, table: of, name }) => `${change} ${kind} ${of ?? ''}.${name}`);
const columnChange = (before: Column, after: Column) =>
  changes(schema(table('t', { columns: [before] })), schema(table('t', { columns: [after] })));

describe('diff', () => {
  it('reports a missing table as one change, without what belonged to it', () => {
    const before: Schema = {
      ...schema(table('users')),
      triggers: [{ schema: null, table: 'users', name: 'touch', definition: 'CREATE TRIGGER touch', isEnabled: true }],
      sequences: [
        { schema: null, name: 'users_id_seq', type: null, start: null, increment: null, ownedBy: 'users.id' },
      ],
    };
    expect(changes(before, emptySchema)).toEqual(['missing table users.users']);
    expect(changes(emptySchema, before)).toEqual(['extra table users.users']);
  });

  it('takes the default schema for the default schema, however it is said', () => {
    expect(diff(schema(table('t')), schema(table('t', { schema: 'public' })))).toEqual([]);
  });

  it('reports columns that are missing, extra and changed, with their texts', () => {
    const before = schema(table('t', { columns: [column('a'), column('b', 'varchar(5)')] }));
    const after = schema(table('t', { columns: [column('b', 'varchar(9)'), column('c')] }));
    expect(changes(before, after)).toEqual(['changed column t.b', 'missing column t.a', 'extra column t.c']);
    expect(diff(before, after)[0]).toMatchObject({ before: 'b varchar(5)', after: 'b varchar(9)' });
  });

  it('does not count the order of columns, but can tell of it', () => {
    const before = schema(table('t', { columns: [column('a'), column('b'), column('gone')] }));
    const after = schema(table('t', { columns: [column('b'), column('new'), column('a'), column('gone')] }));
    expect(changes(before, after)).toEqual(['extra column t.new']);
    expect(columnOrderChanged(before, after)).toEqual([{ schema: null, name: 't' }]);
    expect(columnOrderChanged(before, before)).toEqual([]);
  });

  it.each([
    ["''", "('')"],
    ["'a'", "'a'::character varying"],
    ["'a'", "CAST('a' AS text)"],
    ['CURRENT_TIMESTAMP', '(current_timestamp)'],
    ['now()', 'CURRENT_TIMESTAMP'],
    ['0', "'0'"],
    ['-1', "'-1'::integer"],
    ['0', '(0)::numeric'],
    ["'{}'", "'{}'::jsonb"],
    ["'x'", '"x"'],
    ['NULL', 'NULL::character varying(50)'],
    ["'2020-01-01'", "'2020-01-01'::timestamp without time zone"],
  ])('takes the default %s for %s', (a, b) => {
    expect(columnChange(column('a', 'text', { default: a }), column('a', 'text', { default: b }))).toEqual([]);
  });

  it.each([
    ["'a'", "'A'"],
    ['0', null],
    ['now()', 'clock_timestamp()'],
    ['1', '-1'],
  ])('tells the default %s from %s', (a, b) => {
    const found = columnChange(column('a', 'text', { default: a }), column('a', 'text', { default: b }));
    expect(found).toEqual(['changed column t.a']);
  });

  it('takes no notice when a key column says NOT NULL, and notice when another does', () => {
    const of = (nullable: boolean) => schema(table('t', { columns: [column('id', 'integer', { nullable })] }));
    expect(diff(of(true), of(false))).toEqual([]);
    expect(columnChange(column('x'), column('x', 'integer', { nullable: false }))).toEqual(['changed column t.x']);
  });

  it('finds constraints without a name by what they say', () => {
    const named = (name: string | null) => schema(table('t', { uniques: [{ name, columns: ['a', 'b'] }] }));
    expect(diff(named(null), named('t_a_b_key'))).toEqual([]);
    expect(changes(named('uq_old'), named('uq_new'))).toEqual(['changed unique t.uq_old']);
    expect(changes(named(null), schema(table('t')))).toEqual(['missing unique t.a, b']);
  });

  it('compares what an unspecific foreign key refers to', () => {
    const key = (targetColumns: readonly string[], onDelete: 'cascade' | 'no action') =>
      schema(
        table('p'),
        table('t', {
          foreignKeys: [
            {
              name: null,
              columns: ['id'],
              target: { schema: null, name: 'p' },
              targetColumns,
              onDelete,
              onUpdate: 'no action',
              deferrable: false,
              initiallyDeferred: false,
              isValid: true,
            },
          ],
        }),
      );
    expect(diff(key([], 'cascade'), key(['id'], 'cascade'))).toEqual([]);
    expect(changes(key([], 'cascade'), key([], 'no action'))).toEqual([
      'missing foreign key t.id',
      'extra foreign key t.id',
    ]);
  });

  it('does not count how a CHECK or a view is written', () => {
    const of = (expression: string, definition: string): Schema => ({
      ...schema(table('t', { checks: [{ name: null, expression, isValid: true }] })),
      views: [{ schema: null, name: 'v', definition, isMaterialized: false }],
    });
    expect(
      diff(
        of('a > 0', 'CREATE VIEW v AS SELECT a FROM t'),
        of('( "a">0 )', 'create view "v" as\n  select a from public.t;'),
      ),
    ).toEqual([]);
    expect(changes(of('a > 0', 'x'), of('a > 1', 'x'))).toEqual(['missing check t.a > 0', 'extra check t.a > 1']);
  });

  it('knows an own sequence under any name', () => {
    const serial = (name: string): Schema => ({
      ...schema(table('t', { columns: [column('id', 'integer', { default: `nextval('${name}'::regclass)` })] })),
      sequences: [{ schema: null, name, type: 'integer', start: '1', increment: '1', ownedBy: 't.id' }],
    });
    expect(diff(serial('t_id_seq'), serial('_alembic_tmp_t_id_seq'))).toEqual([]);
  });

  it('reports labels with the type alone', () => {
    const of = (...labels: readonly string[]): Schema => ({
      ...schema(table('t', { columns: [{ ...column('m', 'mood'), type: { ...parseType('mood'), labels } }] })),
      enums: [{ schema: null, name: 'mood', labels }],
    });
    expect(changes(of('a'), of('a', 'b'))).toEqual(['changed enum .mood']);
  });

  it('pairs functions of one name', () => {
    const of = (...definitions: readonly string[]): Schema => ({
      ...emptySchema,
      functions: definitions.map((definition) => ({ schema: null, name: 'f', definition })),
    });
    expect(diff(of('f(int)', 'f(text)'), of('f(text)', 'f(int)'))).toEqual([]);
    expect(changes(of('f(int)', 'f(text)'), of('f(text)'))).toEqual(['missing function .f']);
  });
});
