import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySchema, type Column, type Schema, type Table } from '../schema/model';
import { compareRows, displayCell } from './compare';
import type { Cell, TableRows } from './engines/engine';

function column(name: string, type = 'text', rest: Partial<Column> = {}): Column {
  return {
    name,
    type: { name: type, args: [], dimensions: 0 },
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
    ...rest,
  };
}

function table(
  name: string,
  columns: readonly Column[],
  key: readonly string[] | null,
  rest: Partial<Table> = {},
): Table {
  return {
    schema: null,
    name,
    columns,
    primaryKey: key && { name: null, columns: key },
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    comment: null,
    traits: [],
    partitionBy: null,
    parent: null,
    isComplete: true,
    ...rest,
  };
}

const users = table('users', [column('id', 'integer'), column('name'), column('data', 'jsonb')], ['id']);
const keyless = table('log', [column('at'), column('text'), column('level')], null);

function schemaOf(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

function rowsOf(table: Table, ...rows: readonly (readonly Cell[])[]): TableRows {
  return { table, columns: table.columns.map((column) => column.name), rows };
}

const threeUsers = rowsOf(users, ['1', 'Ada', '{"a": 1}'], ['2', 'Bob', null], ['3', null, '[1]']);

/** Compares two states of tables whose schema is the same before and after, unless said otherwise. */
function compare(before: TableRows, after: readonly TableRows[], was: Table, is: Table = was, dialect = 'postgresql') {
  const schema = { before: schemaOf(was), after: schemaOf(is) };
  return compareRows([before], after, schema, dialect === 'sqlite' ? 'sqlite' : 'postgresql');
}

describe('compareRows', () => {
  it('finds nothing between a state and itself, in whatever order its rows come', () => {
    expect(compare(threeUsers, [threeUsers], users)).toEqual([]);
    expect(compare(threeUsers, [{ ...threeUsers, rows: [...threeUsers.rows].reverse() }], users)).toEqual([]);
  });

  it('counts lost and added rows, with their keys', () => {
    const after = rowsOf(users, ['1', 'Ada', '{"a": 1}'], ['4', 'Eve', null]);
    const [lost, added] = compare(threeUsers, [after], users);
    expect(lost).toMatchObject({ kind: 'rows-lost', column: null, count: 2, of: 3 });
    expect(lost?.sample[0]).toEqual({ key: 'id=2', before: 'id=2, name=Bob, data=NULL', after: null });
    expect(added).toMatchObject({ kind: 'rows-added', column: null, count: 1, of: 2 });
    expect(added?.sample[0]).toEqual({ key: 'id=4', before: null, after: 'id=4, name=Eve, data=NULL' });
  });

  it('counts a value that became NULL as lost, out of the values that were there', () => {
    const after = rowsOf(users, ['1', null, '{"a": 1}'], ['2', 'Bob', null], ['3', null, '[1]']);
    expect(compare(threeUsers, [after], users)).toEqual([
      {
        table: users,
        column: 'name',
        kind: 'values-lost',
        count: 1,
        of: 2,
        sample: [{ key: 'id=1', before: 'Ada', after: null }],
      },
    ]);
  });

  it('counts other values as changed, a NULL that was filled among them', () => {
    const after = rowsOf(users, ['1', 'ada', '{"a": 1}'], ['2', 'Bob', null], ['3', '', '[1]']);
    expect(compare(threeUsers, [after], users)).toMatchObject([
      {
        column: 'name',
        kind: 'values-changed',
        count: 2,
        of: 3,
        sample: [{ after: 'ada' }, { before: null, after: '' }],
      },
    ]);
  });

  it('counts every value of a column that is gone, but not those that went with their rows', () => {
    const without = table('users', [column('id', 'integer'), column('data', 'jsonb')], ['id']);
    const after = rowsOf(without, ['2', null], ['3', '[1]']);
    expect(compare(threeUsers, [after], users, without)).toMatchObject([
      { kind: 'rows-lost', count: 1, of: 3 },
      { kind: 'values-lost', column: 'name', count: 1, of: 2, sample: [{ key: 'id=2', before: 'Bob', after: null }] },
    ]);
  });

  it('counts every row of a table that is gone, and nothing of one that was empty', () => {
    expect(compare(threeUsers, [], users)).toMatchObject([
      { kind: 'rows-lost', count: 3, of: 3, sample: { length: 3 } },
    ]);
    expect(compare(rowsOf(users), [], users)).toEqual([]);
  });

  it('takes no more than five samples and cuts long texts', () => {
    const many = rowsOf(users, ...Array.from({ length: 40 }, (_, index) => [`${index}`, 'x'.repeat(500), null]));
    const [lost] = compare(many, [rowsOf(users)], users);
    expect(lost?.sample).toHaveLength(5);
    expect(lost?.sample[0]?.before?.length).toBeLessThanOrEqual(120);
  });

  it('does not report tables that exist only afterwards', () => {
    expect(compare(threeUsers, [threeUsers, rowsOf(keyless, ['a', 'b', 'c'])], users)).toEqual([]);
  });

  it('tells tables of the same name in two schemas apart', () => {
    const other = { ...users, schema: 'app' };
    const both = [threeUsers, rowsOf(other, ['9', 'Zoe', null])];
    const schema = { before: schemaOf(users, other), after: schemaOf(users) };
    expect(compareRows(both, [threeUsers], schema, 'postgresql')).toMatchObject([
      { table: { schema: 'app', name: 'users' }, kind: 'rows-lost', count: 1 },
    ]);
  });

  it('ignores generated columns: their values follow from others', () => {
    const generated = { expression: 'upper(name)', stored: true };
    const before = table('users', [...users.columns, column('loud', 'text', { generated })], ['id']);
    const rows = rowsOf(before, ['1', 'Ada', '{"a": 1}', 'ADA']);
    expect(compare(rows, [rowsOf(users, ['1', 'Ada', '{"a": 1}'])], before, users)).toEqual([]);
  });
});

describe('renames that were not undone', () => {
  it('are no loss of a table that lives on under another name', () => {
    const people = { ...users, name: 'people' };
    expect(compare(threeUsers, [{ ...threeUsers, table: people }], users, people)).toEqual([]);
  });

  it('excuse only one table each', () => {
    const before = [threeUsers, { ...threeUsers, table: { schema: null, name: 'copies' } }];
    const after = [{ ...threeUsers, table: { schema: null, name: 'people' } }];
    const schema = { before: schemaOf(users), after: schemaOf() };
    expect(compareRows(before, after, schema, 'postgresql')).toMatchObject([{ kind: 'rows-lost', count: 3 }]);
  });

  it('are no loss of a column whose values a new column holds', () => {
    const renamed = table('users', [column('id', 'integer'), column('full_name'), column('data', 'jsonb')], ['id']);
    expect(
      compare(threeUsers, [{ ...threeUsers, table: renamed, columns: ['id', 'full_name', 'data'] }], users),
    ).toEqual([]);
  });

  it('are found for key columns too', () => {
    const after = { ...threeUsers, columns: ['user_id', 'name', 'data'], rows: [...threeUsers.rows].reverse() };
    expect(compare(threeUsers, [after], users)).toEqual([]);
  });

  it('do not excuse a new column with other values', () => {
    const after = {
      ...threeUsers,
      columns: ['id', 'nick', 'data'],
      rows: [['1', 'A', '{"a": 1}'], ...threeUsers.rows.slice(1)],
    };
    expect(compare(threeUsers, [after], users)).toMatchObject([
      { kind: 'values-lost', column: 'name', count: 2, of: 2 },
    ]);
  });
});

describe('keys', () => {
  it('that all changed are reported as changed values of the key, not as other rows', () => {
    const after = rowsOf(users, ['a-1', 'Ada', '{"a": 1}'], ['a-2', 'Bob', null], ['a-3', null, '[1]']);
    expect(compare(threeUsers, [after], users)).toMatchObject([
      {
        kind: 'values-changed',
        column: 'id',
        count: 3,
        of: 3,
        sample: [{ key: 'id=1', before: '1', after: 'a-1' }, {}, {}],
      },
    ]);
  });

  it('of a table that has nothing else change likewise', () => {
    const link = table('link', [column('a'), column('b')], ['a', 'b']);
    expect(compare(rowsOf(link, ['1', '2']), [rowsOf(link, ['x', 'y'])], link)).toMatchObject([
      { kind: 'values-changed', column: 'a', count: 1 },
      { kind: 'values-changed', column: 'b', count: 1 },
    ]);
  });

  it('do not make entirely different rows the same', () => {
    const after = rowsOf(users, ['7', 'Kim', '1'], ['8', 'Lee', '2'], ['9', 'Max', '3']);
    expect(compare(threeUsers, [after], users)).toMatchObject([
      { kind: 'rows-lost', count: 3 },
      { kind: 'rows-added', count: 3 },
    ]);
  });

  it('changed in one row only are seen where the rest of the row is the same', () => {
    const after = rowsOf(users, ['1', 'Ada', '{"a": 1}'], ['20', 'Bob', null], ['3', null, '[1]']);
    expect(compare(threeUsers, [after], users)).toMatchObject([{ kind: 'values-changed', column: 'id', count: 1 }]);
  });

  it('may be unique and required columns where there is no primary key', () => {
    const required = table('t', [column('code', 'text', { nullable: false }), column('v')], null, {
      uniques: [{ name: 'u', columns: ['code'] }],
    });
    const before = rowsOf(required, ['a', '1'], ['b', '2'], ['c', '3']);
    expect(compare(before, [rowsOf(required, ['b', '9'], ['a', '8'], ['c', '7'])], required)).toMatchObject([
      { kind: 'values-changed', column: 'v', count: 3, sample: [{ key: 'code=a', before: '1', after: '8' }, {}, {}] },
    ]);
  });

  it('that repeat afterwards leave the surplus as added rows', () => {
    const after = rowsOf(users, ...threeUsers.rows, ['1', 'Ada', '{"a": 1}']);
    expect(compare(threeUsers, [after], users)).toMatchObject([{ kind: 'rows-added', count: 1, of: 4 }]);
  });

  it('of several columns do not run together', () => {
    const pair = table('pair', [column('a'), column('b'), column('v')], ['a', 'b']);
    const before = rowsOf(pair, ['x', '1y', '1'], ['x1', 'y', '2']);
    expect(compare(before, [rowsOf(pair, ['x1', 'y', '2'], ['x', '1y', '3'])], pair)).toMatchObject([
      { kind: 'values-changed', column: 'v', count: 1, sample: [{ key: 'a=x, b=1y' }] },
    ]);
  });
});

describe('tables without a key', () => {
  const before = rowsOf(keyless, ['1', 'start', 'info'], ['1', 'start', 'info'], ['2', 'stop', 'warn']);

  it('are compared as multisets of rows', () => {
    expect(compare(before, [rowsOf(keyless, ...[...before.rows].reverse())], keyless)).toEqual([]);
    expect(compare(before, [rowsOf(keyless, ...before.rows.slice(1))], keyless)).toMatchObject([
      { kind: 'rows-lost', count: 1, of: 3, sample: [{ before: 'at=1, text=start, level=info' }] },
    ]);
  });

  it('have a changed column where most of the row is still there', () => {
    const after = rowsOf(keyless, ['1', 'start', null], ['1', 'start', null], ['2', 'stop', null]);
    expect(compare(before, [after], keyless)).toMatchObject([
      { kind: 'values-lost', column: 'level', count: 3, of: 3 },
    ]);
  });

  it('lose a column without losing rows', () => {
    const after = {
      table: keyless,
      columns: ['at', 'level'],
      rows: before.rows.map(([at = null, , level = null]) => [at, level]),
    };
    expect(compare(before, [after], keyless)).toMatchObject([{ kind: 'values-lost', column: 'text', count: 3, of: 3 }]);
  });
});

describe('values', () => {
  const cell = (type: string, value: Cell) =>
    rowsOf(table('t', [column('id'), column('v', type)], ['id']), ['1', value]);
  const isChanged = (type: string, was: Cell, is: Cell, typeAfter = type, dialect = 'postgresql') => {
    const before = cell(type, was);
    const tables = {
      was: table('t', [column('id'), column('v', type)], ['id']),
      is: table('t', [column('id'), column('v', typeAfter)], ['id']),
    };
    return compare(before, [{ ...before, rows: [['1', is]] }], tables.was, tables.is, dialect).length > 0;
  };

  it('of JSON columns compare by meaning', () => {
    expect(isChanged('json', '{"a":1, "b":[1.0]}', '{"b": [1], "a": 1}')).toBe(false);
    expect(isChanged('jsonb', '{"a": 1}', '{"a": "1"}')).toBe(true);
    expect(isChanged('json', '[{"a":1}]', '{"a":1}')).toBe(true);
    expect(isChanged('json', '["a:1"]', '{"a":1}')).toBe(true);
    expect(isChanged('json', '12345678901234567890', '12345678901234567891')).toBe(true);
    expect(isChanged('json', '"\\u0041"', '"A"')).toBe(false);
    expect(isChanged('json', `'{"a":1}'`, `'{"a": 1}'`, 'json', 'sqlite')).toBe(false);
    expect(isChanged('json', `'{"a":1}'`, `'{"a": '`, 'json', 'sqlite')).toBe(true);
  });

  it('of JSON kept in text columns compare by text', () => {
    expect(isChanged('text', '{"a":1}', '{"a": 1}')).toBe(true);
  });

  it('compare exactly where the type is the same', () => {
    expect(isChanged('numeric', '1.50', '1.5')).toBe(true);
    expect(isChanged('integer', '1', '1.0', 'integer', 'sqlite')).toBe(true);
    expect(isChanged('text', "'NULL'", null, 'text', 'sqlite')).toBe(true);
  });

  it('compare by what they say where the type was not restored: that is drift, not loss', () => {
    expect(isChanged('numeric', '1.50', '1.5000', 'decimal')).toBe(false);
    expect(isChanged('integer', '1', "'1'", 'text', 'sqlite')).toBe(false);
    expect(isChanged('timestamp', '2024-02-29 12:00:00', '2024-02-29 12:00:00+00', 'timestamptz')).toBe(false);
    expect(isChanged('timestamp', '2024-02-29 12:00:00', '2024-02-29', 'date')).toBe(true);
    expect(isChanged('date', '2024-02-29', '2024-02-29 00:00:00', 'timestamp')).toBe(false);
    expect(isChanged('text', '007', '7', 'integer')).toBe(true);
  });

  it('are shown without the quotes of SQLite literals', () => {
    expect(displayCell("'it''s'", 'sqlite')).toBe("it's");
    expect(displayCell('1.0', 'sqlite')).toBe('1.0');
    expect(displayCell("'quoted'", 'postgresql')).toBe("'quoted'");
    expect(displayCell(null, 'sqlite')).toBeNull();
  });
});

describe('any two states', () => {
  const cellArbitrary = fc.oneof(fc.constant(null), fc.string({ maxLength: 4 }), fc.constantFrom('a', 'b', ''));
  const wide = table('wide', [column('id'), column('a'), column('b'), column('c')], ['id']);
  const state = fc
    .array(fc.tuple(cellArbitrary, cellArbitrary, cellArbitrary), { minLength: 1, maxLength: 12 })
    .map((rows) => rowsOf(wide, ...rows.map((row, index) => [`${index}`, ...row])));

  it('differ in exactly the cell that was changed', () => {
    const mutation = fc.tuple(state, fc.nat(), fc.integer({ min: 1, max: 3 }), cellArbitrary);
    fc.assert(
      fc.property(mutation, ([before, chosen, place, value]) => {
        const index = chosen % before.rows.length;
        const was = before.rows[index]?.[place] ?? null;
        fc.pre(was !== value);
        const rows = before.rows.map((row, at) => (at === index ? row.with(place, value) : row));
        const changes = compare(before, [{ ...before, rows }], wide);
        expect(changes).toHaveLength(1);
        expect(changes[0]).toMatchObject({
          column: wide.columns[place]?.name,
          count: 1,
          sample: [{ key: `id=${index}` }],
        });
        expect(changes[0]?.kind).toBe(value === null ? 'values-lost' : 'values-changed');
      }),
    );
  });

  it('do not differ when rows are shuffled and columns come in another order', () => {
    fc.assert(
      fc.property(state, (before) => {
        const after = {
          ...before,
          columns: [...before.columns].reverse(),
          rows: before.rows.map((row) => [...row].reverse()).reverse(),
        };
        expect(compare(before, [after], wide)).toEqual([]);
        expect(compare(before, [after], { ...wide, primaryKey: null })).toEqual([]);
      }),
    );
  });

  it('account for every row, whatever the key', () => {
    fc.assert(
      fc.property(state, state, fc.boolean(), (before, after, hasKey) => {
        const schema = hasKey ? wide : { ...wide, primaryKey: null };
        const changes = compare(before, [after], schema);
        const count = (kind: string) => changes.find((change) => change.kind === kind)?.count ?? 0;
        expect(before.rows.length - count('rows-lost')).toBe(after.rows.length - count('rows-added'));
      }),
    );
  });
});
