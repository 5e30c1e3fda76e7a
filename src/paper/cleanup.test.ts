import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import { isCleaned, isUnclear, isWritten, type Moment } from './cleanup';
import { migration, name, op } from './operations.fixture';
import { paperRoundTrip, type PaperRevision } from './roundtrip';

const users = name('users');
const here = {
  span: { start: 0, end: 0 },
  certainty: 'always',
  dialects: null,
  via: 'sql',
  autocommit: false,
} as const;
const remove: Operation = { ...here, kind: 'delete', table: users, where: "mail = ''", reads: [] };
const search: Operation = {
  ...here,
  kind: 'select',
  sql: 'SELECT mail FROM users GROUP BY mail HAVING count(*) > 1',
  reads: [{ table: users, columns: ['mail'] }],
};
const dynamic: Operation = { ...here, kind: 'unknown', reason: 'dynamic', message: 'who knows' };

/** The last revision of a history of upgrades, and the moment after all its operations. */
function at(...upgrades: readonly (readonly Operation[])[]): readonly [PaperRevision, Moment] {
  const history = upgrades.map((upgrade, index) => migration([...upgrade, op.mention('users')], [], `r${index}`));
  const revision = paperRoundTrip(history, 'postgresql').at(-1);
  const last = revision?.upgrade.at(-1);
  if (revision === undefined || last === undefined) throw new Error('there is no last step');
  return [revision, { facts: last.facts, at: revision.upgrade.length - 1 }];
}

describe('a column is written', () => {
  it.each([
    ['by any UPDATE of this upgrade', [[op.update('users', { mail: "''" }, 'id < 9')]], true],
    [
      'by one of an earlier revision that leaves no row out',
      [[op.update('users', { mail: "''" }, 'mail IS NULL')], []],
      true,
    ],
    [
      'not by one of an earlier revision that leaves some out',
      [[op.update('users', { mail: "''" }, 'id < 9')], []],
      false,
    ],
    ['not by an UPDATE of another column', [[op.update('users', { phone: "''" })]], false],
    ['by a DELETE that asks for it', [[remove]], true],
  ])('%s', (_, upgrades, expected) => {
    expect(isWritten(...at(...upgrades), users, 'mail')).toBe(expected);
  });
});

describe('rows are cleaned up', () => {
  it('by a DELETE, and by looking for what would be in the way', () => {
    expect(isCleaned(...at([remove]), users, ['phone'])).toBe(true);
    expect(isCleaned(...at([search]), users, ['phone'])).toBe(true);
    expect(isCleaned(...at([]), users, ['phone'])).toBe(false);
  });

  it('not by what an earlier revision deleted: rows come back', () => {
    expect(isCleaned(...at([remove], []), users, ['phone'])).toBe(false);
  });

  it('perhaps by what cannot be read', () => {
    expect(isUnclear(...at([dynamic]))).toBe(true);
    expect(isUnclear(...at([remove]))).toBe(false);
  });
});
