import { describe, expect, it } from 'vitest';
import { migration, op } from '../operations.fixture';
import { paperRoundTrip } from '../roundtrip';
import type { Operation } from '../../migration/operation';
import { column } from '../operations.fixture';
import { transactionsOf } from './transactions';

const add = (name: string, autocommit = false): Operation => ({ ...op.addColumn('people', column(name)), autocommit });
const commit: Operation = { ...add('x'), kind: 'transaction', action: 'commit' };

/** The places of the steps in each transaction. */
function places(...operations: readonly Operation[]): readonly (readonly number[])[] {
  const [revision] = paperRoundTrip([migration(operations, [])], 'postgresql');
  return transactionsOf(revision?.upgrade ?? []).map((transaction) => transaction.map(({ at }) => at));
}

describe('steps share a transaction', () => {
  it('from the first to the last, as Alembic runs a migration', () => {
    expect(places(add('a'), add('b'))).toEqual([[0, 1]]);
  });

  it('up to an autocommit block, in which each is alone', () => {
    expect(places(add('a'), add('b', true), add('c', true), add('d'))).toEqual([[0], [1], [2], [3]]);
  });

  it('up to a COMMIT, which belongs to none', () => {
    expect(places(add('a'), commit, add('b'))).toEqual([[0], [2]]);
  });

  it('not at all where there are none', () => {
    expect(places()).toEqual([]);
  });
});
