import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import type { Facts } from './facts';
import { column, migration, name, op, primaryKey } from './operations.fixture';
import { paperRoundTrip } from './roundtrip';

const people = op.createTable('people', [column('id', 'integer'), column('phone', 'text')], [primaryKey(['id'])]);
const people_ = name('people');

/** What is known when the last operation of a history of upgrades is about to run. */
function known(...upgrades: readonly (readonly Operation[])[]): Facts {
  const history = upgrades.map((upgrade, at) => migration(upgrade, [], `r${at}`));
  const facts = paperRoundTrip(history, 'postgresql').at(-1)?.upgrade.at(-1)?.facts;
  if (facts === undefined) throw new Error('the last upgrade has no operation');
  return facts;
}

const types = (facts: readonly { readonly type: string }[]) => facts.map(({ type }) => type);
const end = op.mention('people');

describe('facts of a column', () => {
  it('know the revision in which it was made, with its table or later', () => {
    const facts = known([people], [op.addColumn('people', column('mail'))], [end]);
    expect(facts.birthOf(people_, 'phone')?.migration.revision).toBe('r0');
    expect(facts.birthOf(people_, 'mail')?.migration.revision).toBe('r1');
    expect(known([end]).birthOf(people_, 'phone')).toBeUndefined();
  });

  it('go with it when it, or its table, is renamed', () => {
    const renames = [
      op.alterColumn('people', 'phone', { newName: 'number' }),
      op.renameTable('people', 'persons'),
      op.alterColumn('persons', 'number', { newName: 'tel' }),
    ];
    const facts = known([people, op.update('people', { phone: "''" })], renames, [end]);
    expect(types(facts.ofColumn(name('persons'), 'tel'))).toEqual(['filled', 'renamed', 'renamed']);
    expect(facts.isFilled(name('persons'), 'tel')).toBe(true);
    expect(facts.birthOf(name('persons'), 'tel')?.migration.revision).toBe('r0');
    expect(facts.lastOfColumn(people_, 'phone', 'left')?.migration.revision).toBe('r1');
  });

  it.each([
    ['every row', null, "'x'", true],
    ['the rows that had no value', 'phone IS NULL', "'x'", true],
    ['those, named in full and among others', "(people.phone is null) OR phone = ''", "'x'", true],
    ['some rows', 'id > 100', "'x'", false],
    ['some of the rows without a value', 'phone IS NULL AND id > 100', "'x'", false],
    ['no value', null, 'NULL', false],
  ])('say that an UPDATE of %s fills it: %s, %s', (_what, where, expression, isFilled) => {
    expect(known([op.update('people', { phone: expression }, where), end]).isFilled(people_, 'phone')).toBe(isFilled);
  });

  it('of one that was dropped and is added again say both', () => {
    const facts = known([op.dropColumn('people', 'phone')], [op.addColumn('people', column('phone'))], [end]);
    expect(types(facts.ofColumn(people_, 'phone'))).toEqual(['dropped', 'created']);
    expect(facts.isFilled(people_, 'phone')).toBe(false);
  });
});

describe('facts of a downgrade', () => {
  it('hold what its upgrade did, and are not known to the next revision', () => {
    const added = op.addColumn('people', column('mail'));
    const [first, second] = paperRoundTrip(
      [migration([added], [op.dropColumn('people', 'mail'), end], 'r0'), migration([end], [], 'r1', ['r0'])],
      'sqlite',
    );
    expect(types(first?.downgrade.at(-1)?.facts.ofColumn(people_, 'mail') ?? [])).toEqual(['created', 'dropped']);
    expect(types(second?.upgrade[0]?.facts.ofColumn(people_, 'mail') ?? [])).toEqual(['created']);
  });
});

describe('facts of a table', () => {
  it('know of its rows', () => {
    const facts = known([people, op.renameTable('people', 'persons')], [op.renameTable('persons', 'people')], [end]);
    expect(types(facts.ofTable(people_))).toEqual(['created', 'renamed', 'renamed']);
  });
});
