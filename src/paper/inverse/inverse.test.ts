import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../migration/operation';
import { diff } from '../../schema/diff';
import { parseType } from '../../schema/type';
import { applyAction } from '../apply';
import { check, column, foreignKey, index, migration, op, primaryKey, unique } from '../operations.fixture';
import { paperRoundTrip, type PaperRevision } from '../roundtrip';
import { inverseOfUpgrade, restOfDowngrade } from './inverse';

const setting = { dialect: 'postgresql' } as const;

const start = [
  op.createTable(
    'people',
    [column('id', 'integer', { nullable: false }), column('name', 'text'), column('phone', 'varchar(20)')],
    [primaryKey(['id']), unique(['phone'], 'uq_phone'), check('length(name) > 1', 'ck_name')],
    { indexes: [index('ix_name', ['name'])] },
  ),
  op.createTable(
    'posts',
    [column('id', 'integer', { nullable: false }), column('author', 'integer')],
    [primaryKey(['id']), foreignKey(['author'], 'people.id', 'fk_author')],
  ),
];

/** The second of two revisions: what it finds, an earlier file has defined. */
function second(up: readonly Operation[], down: readonly Operation[] = []): PaperRevision {
  const history = [migration(start, [], 'r1'), migration(up, down, 'r2', ['r1'])];
  const revision = paperRoundTrip(history, 'postgresql')[1];
  if (revision === undefined) throw new Error('There are two revisions.');
  return revision;
}

function kinds(revision: PaperRevision): readonly string[] {
  return inverseOfUpgrade(revision, setting).steps.map(({ action }) => action.kind);
}

const tables = fc.constantFrom('people', 'posts', 'tags');
const columns = fc.constantFrom('id', 'name', 'author', 'phone', 'extra');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.uniqueArray(columns, { minLength: 1 }).map((names) =>
    op.createTable(
      'tags',
      names.map((each) => column(each, 'integer')),
      [primaryKey(names.slice(0, 1))],
    ),
  ),
  tables.map((table) => op.dropTable(table, { cascade: true })),
  fc.tuple(tables, fc.constantFrom('renamed', 'also')).map(([from, to]) => op.renameTable(from, to)),
  fc.tuple(tables, columns).map(([table, name]) => op.addColumn(table, column(name, 'text'))),
  fc.tuple(tables, columns).map(([table, name]) => op.dropColumn(table, name, { cascade: true })),
  fc.tuple(tables, columns).map(([table, name]) => op.alterColumn(table, name, { newName: `${name}_2` })),
  fc.tuple(tables, columns, fc.boolean()).map(([table, name, nullable]) => op.alterColumn(table, name, { nullable })),
  fc.tuple(tables, columns).map(([table, name]) => op.alterColumn(table, name, { default: "'x'" })),
  fc.tuple(tables, columns).map(([table, name]) => op.createIndex(table, index(`ix_new_${name}`, [name]))),
  tables.map((table) => op.dropIndex('ix_name', table)),
  fc.tuple(tables, columns).map(([table, name]) => op.addConstraint(table, unique([name], 'uq_new'))),
  fc
    .tuple(tables, fc.constantFrom('uq_phone', 'ck_name', 'fk_author'))
    .map(([table, called]) => op.dropConstraint(table, called)),
);
const upgrade = fc.array(operation, { maxLength: 6 });

describe('the inverse of an upgrade', () => {
  it('brings the schema back, whatever the upgrade does to tables that are known', () => {
    fc.assert(
      fc.property(upgrade, (up) => {
        const revision = second(up);
        const { steps, gaps } = inverseOfUpgrade(revision, setting);
        const end = steps.reduce((schema, { action }) => applyAction(schema, action, setting), revision.after);
        if (gaps.length === 0) expect(diff(revision.before, end)).toEqual([]);
        else expect(diff(revision.before, end).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves no more than the rest to be done after a part of it', () => {
    fc.assert(
      fc.property(upgrade, fc.nat(), (up, seed) => {
        const all = inverseOfUpgrade(second(up), setting).steps.map(({ action }) => action);
        const down = all.slice(0, seed % (all.length + 1)).map((action) => ({ ...op.dropTable('x'), ...action }));
        const revision = second(up, down as Operation[]);
        const { steps, gaps } = restOfDowngrade(revision, setting);
        const end = steps.reduce((schema, { action }) => applyAction(schema, action, setting), revision.back);
        // Where no line makes `tags`, its keys are presumed, and what is presumed is not written as a fact.
        const left = diff(revision.before, end).filter(({ table }) => table !== 'tags');
        if (gaps.length === 0) expect(left).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('drops what depends on something before it', () => {
    const up = [
      op.createTable('tags', [column('id', 'integer')], [primaryKey(['id'])]),
      op.addColumn('posts', column('tag', 'integer')),
      op.addConstraint('posts', foreignKey(['tag'], 'tags.id', 'fk_tag')),
      op.createIndex('posts', index('ix_tag', ['tag'])),
    ];
    expect(kinds(second(up))).toEqual(['dropConstraint', 'dropIndex', 'dropColumn', 'dropTable']);
  });

  it('needs no word about the backfill of a column that it drops', () => {
    const up = [
      op.addColumn('people', column('age', 'integer')),
      op.update('people', { age: '0' }),
      op.alterColumn('people', 'age', { nullable: false }),
    ];
    const { steps, gaps } = inverseOfUpgrade(second(up), setting);
    expect(steps.map(({ action }) => action.kind)).toEqual(['dropColumn']);
    expect(gaps).toEqual([]);
  });

  it('says that overwritten values are for a person to bring back', () => {
    expect(inverseOfUpgrade(second([op.update('people', { name: "''" })]), setting).gaps).toEqual([
      'set name of people back to what the upgrade overwrites.',
    ]);
  });

  it('adds a required column with a value for the rows that are there, and asks which', () => {
    const [add, change] = inverseOfUpgrade(
      second([op.dropConstraint('posts', 'fk_author'), op.dropColumn('posts', 'id')]),
      setting,
    ).steps;
    expect(add?.action).toMatchObject({ kind: 'addColumn', column: { nullable: false, default: '0' } });
    expect(add?.gaps).toEqual([
      'rows that are there get 0 in posts.id: choose a value that the older code understands.',
    ]);
    expect(change?.action).toMatchObject({ kind: 'alterColumn', change: { default: null } });
  });

  it('does not take for known what the baseline made up', () => {
    const [revision] = paperRoundTrip([migration([op.dropColumn('people', 'shoe_size')], [])], 'postgresql');
    const steps = revision === undefined ? [] : inverseOfUpgrade(revision, setting).steps;
    expect(steps.map(({ gaps }) => gaps)).toEqual([
      ['the files do not tell how people.shoe_size was defined: check its type, nullability and default.'],
    ]);
  });

  it('takes a made-up column for made up under its new name as well', () => {
    const history = [
      migration([op.alterColumn('people', 'shoe_size', { newName: 'size' })], [], 'r1'),
      migration([op.dropColumn('people', 'size')], [], 'r2', ['r1']),
    ];
    const revision = paperRoundTrip(history, 'postgresql')[1];
    const steps = revision === undefined ? [] : inverseOfUpgrade(revision, setting).steps;
    expect(steps.map(({ gaps }) => gaps.length)).toEqual([1]);
  });

  it('puts back what SQLite takes for the same', () => {
    const history = [
      migration(start, [], 'r1'),
      migration([op.alterColumn('people', 'phone', { type: parseType('varchar(90)') })], [], 'r2', ['r1']),
    ];
    const revision = paperRoundTrip(history, 'sqlite')[1];
    const steps = revision === undefined ? [] : inverseOfUpgrade(revision, { dialect: 'sqlite' }).steps;
    expect(steps.at(-1)?.action).toMatchObject({ kind: 'alterColumn', change: { type: { args: [20] } } });
  });

  it('knows a column that an earlier file defines', () => {
    const { steps } = inverseOfUpgrade(second([op.dropColumn('people', 'phone')]), setting);
    expect(steps.map(({ action, gaps }) => [action.kind, gaps])).toEqual([
      ['addColumn', []],
      ['addConstraint', []],
    ]);
  });
});
