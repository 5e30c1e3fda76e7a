import { describe, expect, it } from 'vitest';
import type { Operation } from '../migration/operation';
import type { Dialect } from '../schema/model';
import { failureOf } from './failures';
import { check, column, foreignKey, index, migration, op, primaryKey, unique } from './operations.fixture';
import { paperRoundTrip } from './roundtrip';

const id = column('id', 'integer');
const teams = op.createTable('teams', [id, column('code')], [primaryKey(['id'])]);
const seats = op.createTable('seats', [id, column('team_id', 'integer')], [foreignKey(['team_id'], 'teams.id')]);

/** What the last operation of a downgrade fails with: its type and the object's name. */
function failure(up: readonly Operation[], down: readonly Operation[], dialect: Dialect = 'postgresql'): string | null {
  const step = paperRoundTrip([migration(up, down)], dialect)[0]?.downgrade.at(-1);
  const found = step === undefined ? null : failureOf(step, dialect);
  return found === null ? null : `${found.type}${'object' in found ? ` ${found.object.name}` : ''}`;
}

describe('a step fails', () => {
  it.each<[string, readonly Operation[], readonly Operation[], string]>([
    ['without its table', [op.dropTable('teams')], [op.addColumn('teams', column('note'))], 'missing teams'],
    ['without its column', [op.dropColumn('teams', 'code')], [op.update('teams', { code: "'x'" })], 'missing code'],
    [
      'under an older name',
      [op.renameTable('a', 'b')],
      [op.renameTable('b', 'a'), op.dropColumn('b', 'x')],
      'missing b',
    ],
    [
      'without the index that went with its column',
      [op.addColumn('teams', column('note')), op.createIndex('teams', index('ix_note', ['note']))],
      [op.dropColumn('teams', 'note'), op.dropIndex('ix_note', 'teams')],
      'missing ix_note',
    ],
    [
      'without a constraint of the name',
      [teams],
      [op.dropConstraint('teams', 'uq_teams', 'unique')],
      'missing uq_teams',
    ],
    ['without a name', [teams], [op.dropConstraint('teams', null)], 'unnamed'],
    ['where the table is there already', [teams], [teams], 'exists teams'],
    ['where foreign keys need the table', [teams, seats], [op.dropTable('teams')], 'needed teams'],
    [
      'where a column has the type',
      [op.createEnum('mood', ['a']), op.addColumn('teams', column('mood', 'mood'))],
      [op.dropEnum('mood')],
      'needed mood',
    ],
    [
      'where the index is a constraint’s',
      [teams, op.addConstraint('teams', unique(['code'], 'uq_code'))],
      [op.dropIndex('uq_code', 'teams')],
      'owned uq_code',
    ],
  ])('%s', (_what, up, down, expected) => {
    expect(failure(up, down)).toBe(expected);
  });
});

describe('nothing is said', () => {
  it.each<[string, readonly Operation[], readonly Operation[], Dialect]>([
    ['of children that go first', [teams, seats], [op.dropTable('seats'), op.dropTable('teams')], 'postgresql'],
    ['of SQLite, which lets a parent go', [teams, seats], [op.dropTable('teams')], 'sqlite'],
    ['of CASCADE', [teams, seats], [op.dropTable('teams', { cascade: true })], 'postgresql'],
    ['of IF EXISTS', [teams], [op.dropTable('team', { ifExists: true })], 'postgresql'],
    [
      'of a constraint that was made without a name',
      [op.addConstraint('teams', unique(['code']))],
      [op.dropConstraint('teams', 'some_convention', 'unique')],
      'postgresql',
    ],
    [
      'of a check whose name a convention made longer',
      [teams, op.addConstraint('teams', check('id > 0', 'positive'))],
      [op.dropConstraint('teams', 'ck_teams_positive', 'check')],
      'postgresql',
    ],
    ['of columns that nothing ever took away', [], [op.update('teams', { anything: '1' })], 'postgresql'],
  ])('%s', (_what, up, down, dialect) => {
    expect(failure(up, down, dialect)).toBeNull();
  });
});
