import { beforeAll, describe, expect, it } from 'vitest';
import { readMigration } from '../formats/formats';
import { loadSqlParser } from '../formats/sql/sql';
import { shownConvention } from './convention';

beforeAll(() => loadSqlParser());

function conventionOf(upgrade: string, downgrade: string) {
  const indent = (text: string) => text.replace(/^/gm, '    ');
  const text = `from alembic import op
import sqlalchemy as sa
revision = 'r'
down_revision = None
def upgrade():
${indent(upgrade)}
def downgrade():
${indent(downgrade)}
`;
  const read = readMigration({ path: 'r.py', text }, { dialect: 'postgresql' });
  if (!read.ok) throw new Error('not read');
  return shownConvention([read.migration]);
}

describe('the naming convention that migrations give away', () => {
  it('shows in a check that is dropped under a longer name', () =>
    expect(
      conventionOf(
        `op.create_check_constraint('tidy', 'shelves', 'a > 0')`,
        `op.drop_constraint('ck_shelves_tidy', 'shelves')`,
      ),
    ).toEqual({ ck: 'ck_%(table_name)s_%(constraint_name)s' }));

  it('shows in what is created without a name', () => {
    const upgrade = `op.create_unique_constraint(None, 'jars', ['shelf', 'label'])
op.create_foreign_key(None, 'jars', 'shelves', ['shelf_id'], ['id'])`;
    const downgrade = `op.drop_constraint('fk__jars__shelf_id__shelves', 'jars', type_='foreignkey')
op.drop_constraint('uq_jars_shelf_label', 'jars', type_='unique')`;
    expect(conventionOf(upgrade, downgrade)).toEqual({
      fk: 'fk__%(table_name)s__%(column_0_N_name)s__%(referred_table_name)s',
      uq: 'uq_%(table_name)s_%(column_0_N_name)s',
    });
  });

  it.each([
    [
      'under the name that was written',
      `op.create_check_constraint('tidy', 'jars', 'a > 0')`,
      `op.drop_constraint('tidy', 'jars')`,
    ],
    [
      'under the engine’s own name',
      `op.create_unique_constraint(None, 'jars', ['a'])`,
      `op.drop_constraint('jars_a_key', 'jars')`,
    ],
    [
      'under a name of another thing',
      `op.create_unique_constraint(None, 'jars', ['a'])`,
      `op.drop_constraint('no_jars_a_twice_ever', 'jars')`,
    ],
    ['without a name', `op.create_unique_constraint(None, 'jars', ['a'])`, `op.drop_constraint(None, 'jars')`],
  ])('does not show where it is dropped %s', (_, upgrade, downgrade) =>
    expect(conventionOf(upgrade, downgrade)).toEqual({}),
  );
});
