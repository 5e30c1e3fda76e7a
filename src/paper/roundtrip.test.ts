import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import { diff } from '../schema/diff';
import { emptySchema, findTable } from '../schema/model';
import { applyAll } from './apply';
import { inferBaseline } from './baseline';
import { column, foreignKey, index, migration, op, primaryKey, unique } from './operations.fixture';
import { isMadeEarlier, isMadeHere } from './origins';
import { paperRoundTrip } from './roundtrip';

const create = op.createTable('people', [column('id', 'integer'), column('phone', 'text')], [primaryKey(['id'])]);

describe('the paper round trip', () => {
  it('walks a chain: each revision begins where the upgrade before it ended', () => {
    const [first, second] = paperRoundTrip(
      [
        migration([create], [op.dropTable('people')], 'r1'),
        migration([op.dropColumn('people', 'phone')], [op.addColumn('people', column('phone', 'text'))], 'r2', ['r1']),
      ],
      'postgresql',
    );
    expect(first?.before.tables).toEqual([]);
    expect(second?.before).toEqual(first?.after);
    expect([first?.asymmetries, second?.asymmetries]).toEqual([[], []]);
  });

  it('tells tables of this revision from those of an earlier one', () => {
    const [first, second] = paperRoundTrip(
      [
        migration([create, op.addColumn('people', column('age', 'integer'))], [], 'r1'),
        migration([op.addColumn('people', column('mail'))], [], 'r2', ['r1']),
      ],
      'sqlite',
    );
    const table = { schema: null, name: 'people' };
    expect(first?.upgrade.map(({ origins }) => isMadeHere(origins, table))).toEqual([false, true]);
    expect(second?.upgrade.map(({ origins }) => isMadeEarlier(origins, table))).toEqual([true]);
  });

  it('ends a temporary table with the session', () => {
    const scratch = op.createTable('scratch', [column('id', 'integer')], [], { temporary: true });
    const [revision] = paperRoundTrip([migration([scratch], [])], 'postgresql');
    expect(revision?.after.tables).toEqual([]);
  });
});

const tables = fc.constantFrom('people', 'posts', 'tags');
const columns = fc.constantFrom('id', 'name', 'post_id', 'phone');
const names = fc.constantFrom('ix_people_name', 'uq_posts_name', 'posts_post_id_fkey', 'odd');

/** Operations in any order, sensible or not. */
const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ table: tables, names: fc.uniqueArray(columns, { minLength: 1 }) }).map((made) =>
    op.createTable(
      made.table,
      made.names.map((each) => column(each, 'integer')),
      [primaryKey(made.names.slice(0, 1))],
    ),
  ),
  tables.map((table) => op.dropTable(table)),
  fc.tuple(tables, tables).map(([from, to]) => op.renameTable(from, to)),
  fc.tuple(tables, columns).map(([table, name]) => op.addColumn(table, column(name, 'text'))),
  fc.tuple(tables, columns).map(([table, name]) => op.dropColumn(table, name)),
  fc.tuple(tables, columns, columns).map(([table, name, newName]) => op.alterColumn(table, name, { newName })),
  fc.tuple(tables, columns, fc.boolean()).map(([table, name, nullable]) => op.alterColumn(table, name, { nullable })),
  fc.tuple(tables, columns, names).map(([table, name, called]) => op.createIndex(table, index(called, [name]))),
  fc.tuple(tables, names).map(([table, called]) => op.dropIndex(called, table)),
  fc.tuple(tables, columns, names).map(([table, name, called]) => op.addConstraint(table, unique([name], called))),
  fc
    .tuple(tables, columns, tables)
    .map(([table, name, target]) => op.addConstraint(table, foreignKey([name], `${target}.id`))),
  fc.tuple(tables, names).map(([table, called]) => op.dropConstraint(table, called)),
  fc.tuple(tables, columns).map(([table, name]) => op.update(table, { [name]: "'x'" })),
  tables.map((table) => op.mention(table, [column('name', 'text')])),
);
const sides = fc.array(operations, { maxLength: 8 });

describe('for any operations', () => {
  it('the round trip ends and gives the same twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sides, sides), { maxLength: 3 }),
        fc.constantFrom('postgresql', 'sqlite'),
        (all, dialect) => {
          const history = all.map(([up, down], at) => migration(up, down, `r${at}`));
          expect(paperRoundTrip(history, dialect)).toEqual(paperRoundTrip(history, dialect));
        },
      ),
    );
  });

  it('every presumed table has columns that differ in name, and a key over columns of its own', () => {
    fc.assert(
      fc.property(sides, sides, (up, down) => {
        for (const table of inferBaseline([migration(up, down)], 'postgresql').schema.tables) {
          const all = table.columns.map(({ name }) => name);
          expect(new Set(all).size).toBe(all.length);
          expect(all.length).toBeGreaterThan(0);
          const keys = [table.primaryKey, ...table.uniques, ...table.foreignKeys].flatMap((key) => key?.columns ?? []);
          expect(keys.filter((name) => !all.includes(name))).toEqual([]);
        }
      }),
    );
  });

  it('a table that is used and never created is presumed', () => {
    fc.assert(
      fc.property(sides, (up) => {
        const [first] = up;
        const { schema } = inferBaseline([migration(up)], 'sqlite');
        const isUse = first?.kind === 'dropColumn' || first?.kind === 'alterColumn' || first?.kind === 'update';
        const isMade = up.some((each) => each.kind === 'createTable');
        if (isUse && !isMade) expect(findTable(schema, first.table)).toBeDefined();
      }),
    );
  });
});

it('an upgrade that only adds, undone in reverse, leaves no trace', () => {
  const additions = fc.uniqueArray(columns, { minLength: 1 }).map((added) => ({
    up: added.flatMap((each): Operation[] => [
      op.addColumn('people', column(`new_${each}`, 'text')),
      op.createIndex('people', index(`ix_${each}`, [`new_${each}`])),
    ]),
    down: added
      .toReversed()
      .flatMap((each): Operation[] => [op.dropIndex(`ix_${each}`), op.dropColumn('people', `new_${each}`)]),
  }));
  fc.assert(
    fc.property(additions, ({ up, down }) => {
      const start = applyAll(emptySchema, [create], { dialect: 'postgresql' });
      expect(diff(start, applyAll(start, [...up, ...down], { dialect: 'postgresql' }))).toEqual([]);
    }),
  );
});
