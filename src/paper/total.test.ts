import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Circumstances, Operation } from '../migration/operation';
import { diff } from '../schema/diff';
import { emptySchema, type Dialect, type ObjectName } from '../schema/model';
import { apply } from './apply';
import { Chronicle } from './facts';
import { failureOf } from './failures';
import { check, column, foreignKey, index, migration, op, primaryKey, unique } from './operations.fixture';
import { paperRoundTrip } from './roundtrip';
import { stored } from './stored';

/** Whatever the order of operations, sensible or not, paper has an answer. */

const names = fc.constantFrom('people', 'pets', 'other.pets', 'moods', '');
const columns = fc.constantFrom('id', 'name', 'pet_id', 'mood', '');
const dialects = fc.constantFrom<Dialect>('postgresql', 'sqlite', 'mysql', 'mssql', 'oracle');
const yes = fc.boolean();

const circumstances: fc.Arbitrary<Partial<Circumstances>> = fc.record({
  certainty: fc.constantFrom<Circumstances['certainty']>('always', 'conditional', 'repeated'),
  via: fc.constantFrom<Circumstances['via']>('op', 'batch', 'sql', 'core'),
});

const plain: Circumstances = {
  span: { start: 0, end: 1 },
  certainty: 'always',
  dialects: null,
  via: 'sql',
  autocommit: false,
};

const objectName = (name: string): ObjectName => {
  const [first = '', second] = name.split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
};

const constraints = fc.oneof(
  columns.map((name) => primaryKey([name], null)),
  fc.tuple(columns, fc.constantFrom(null, 'uq')).map(([name, called]) => unique([name], called)),
  fc.tuple(columns, names).map(([name, target]) => foreignKey([name], `${target}.id`, 'fk')),
  columns.map((name) => check(`${name} IS NOT NULL`, 'ck')),
);

const operations: fc.Arbitrary<Operation> = fc
  .oneof<fc.Arbitrary<Operation>[]>(
    fc.tuple(names, fc.uniqueArray(columns), constraints).map(([table, all, key]) =>
      op.createTable(
        table,
        all.map((name) => column(name, name === 'mood' ? 'moods' : 'integer')),
        [key],
      ),
    ),
    fc.tuple(names, yes, yes).map(([table, cascade, ifExists]) => op.dropTable(table, { cascade, ifExists })),
    fc.tuple(names, names).map(([from, to]) => op.renameTable(from, to)),
    fc
      .tuple(names, columns, yes)
      .map(([table, name, ifNotExists]) => op.addColumn(table, column(name), { ifNotExists })),
    fc.tuple(names, columns, yes).map(([table, name, cascade]) => op.dropColumn(table, name, { cascade })),
    fc.tuple(names, columns, columns).map(([table, name, newName]) => op.alterColumn(table, name, { newName })),
    fc.tuple(names, columns).map(([table, name]) => op.alterColumn(table, name, { default: null, nullable: false })),
    fc
      .tuple(names, columns, yes)
      .map(([table, name, isUnique]) => op.createIndex(table, index('ix', [name], { isUnique }))),
    fc.constantFrom('ix', 'uq', null).map((name) => op.dropIndex(name)),
    fc.tuple(names, constraints).map(([table, constraint]) => op.addConstraint(table, constraint)),
    fc.tuple(names, fc.constantFrom('uq', 'fk', 'ck', null)).map(([table, name]) => op.dropConstraint(table, name)),
    names.map((name) => op.createEnum(name, ['a', 'b'])),
    names.map((name) => op.dropEnum(name)),
    fc.tuple(names, names).map(([name, newName]) => op.renameType(name, newName)),
    names.map((name) => op.addEnumValue(name, 'c')),
    names.map((name) => op.createView(name, `SELECT * FROM ${name}`)),
    names.map((name) => op.dropView(name)),
    fc.tuple(names, columns).map(([table, name]) => op.update(table, { [name]: "'x'" }, `${name} IS NULL`)),
    names.map((name): Operation => ({ ...plain, kind: 'dropSchema', name, ifExists: false, cascade: true })),
    names.map((name): Operation => ({ ...plain, kind: 'createSequence', name: objectName(name), ifNotExists: false })),
    names.map((name): Operation => ({
      ...plain,
      kind: 'alterTable',
      table: objectName(name),
      change: { type: 'schema', schema: 'other' },
    })),
    names.map((name): Operation => ({ ...plain, kind: 'truncate', tables: [objectName(name)], cascade: true })),
    names.map((name): Operation => ({ ...plain, kind: 'delete', table: objectName(name), where: null, reads: [] })),
    fc.constant<Operation>({ ...plain, kind: 'unknown', reason: 'dynamic', message: 'unreadable' }),
  )
  .chain((operation) => circumstances.map((how) => ({ ...operation, ...how })));

const sides = fc.array(operations, { maxLength: 12 });

describe('for any operations, in any order', () => {
  it('apply gives a schema, leaves the one it was given as it is, and compares with itself as the same', () => {
    fc.assert(
      fc.property(sides, dialects, (all, dialect) => {
        let schema = emptySchema;
        for (const operation of all) {
          const before = JSON.stringify(schema);
          const after = apply(schema, operation, { dialect });
          expect(JSON.stringify(schema)).toBe(before);
          expect(diff(after, after)).toEqual([]);
          expect(diff(stored(after, dialect), stored(after, dialect))).toEqual([]);
          schema = after;
        }
      }),
    );
  });

  it('every step has facts and perhaps a reason to fail', () => {
    fc.assert(
      fc.property(sides, sides, dialects, (up, down, dialect) => {
        for (const { upgrade, downgrade } of paperRoundTrip([migration(up, down)], dialect)) {
          for (const step of [...upgrade, ...downgrade]) {
            failureOf(step, dialect);
            expect(step.facts.ofTable({ schema: null, name: 'people' }).length).toBeLessThanOrEqual(24);
          }
        }
      }),
    );
  });

  it('names that go round in a circle end', () => {
    const chronicle = Chronicle.begin();
    const one = migration([]);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['a', 'a'],
    ] as const) {
      chronicle.record(op.renameTable(from, to), emptySchema, one, 'upgrade');
    }
    const told = chronicle.facts.ofTable({ schema: null, name: 'a' }).map(({ type }) => type);
    expect(told).toEqual(['renamed', 'renamed', 'renamed']);
  });
});
