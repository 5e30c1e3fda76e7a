import { expect, it } from 'vitest';
import { column, migration, name, op } from './operations.fixture';
import { Retake } from './retake';
import { paperRoundTrip } from './roundtrip';

const users = migration([op.createTable('users', [column('id', 'integer')])], [], 'r1');
const phone = migration([op.addColumn('users', column('phone'))], [], 'r2', ['r1']);
const email = migration([op.addColumn('users', column('email'))], [], 'r2', ['r1']);
const filled = migration([op.update('users', { email: "''" })], [], 'r3', ['r2']);
const legacy = migration([op.dropColumn('legacy', 'phone')], [], 'r3', ['r2']);

it('keeps the revisions before the first change, the same objects', () => {
  const retake = new Retake('postgresql');
  const [first] = retake.roundTrip([users, phone]);
  const [again, changed] = retake.roundTrip([users, email]);
  expect(again).toBe(first);
  expect(changed?.after.tables[0]?.columns.map((each) => each.name)).toEqual(['id', 'email']);
});

it('forgets what was taken back: facts of the earlier text are not told again', () => {
  const retake = new Retake('postgresql');
  retake.roundTrip([users, phone, filled]);
  const facts = retake.roundTrip([users, email, filled]).at(-1)?.upgrade[0]?.facts;
  expect(facts?.ofColumn(name('users'), 'phone')).toEqual([]);
  expect(facts?.ofColumn(name('users'), 'email').map(({ type }) => type)).toEqual(['created']);
});

it('begins anew where the history presumes something else', () => {
  const retake = new Retake('postgresql');
  const [first] = retake.roundTrip([users, phone]);
  const retaken = retake.roundTrip([users, phone, legacy]);
  expect(retaken[0]).not.toBe(first);
  expect(retaken.map(({ after }) => after)).toEqual(
    paperRoundTrip([users, phone, legacy], 'postgresql').map(({ after }) => after),
  );
});
