import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayCell } from './compare';
import { column, compare, rowsOf, table } from './compare.fixtures';
import type { Cell } from './engines/engine';

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
