import { describe, expect, it } from 'vitest';
import { compareRows } from './compare';
import { column, compare, keyless, rowsOf, schemaOf, table, threeUsers, users } from './compare.fixtures';

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
