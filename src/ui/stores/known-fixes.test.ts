import { expect, test } from 'vitest';
import { lint } from '../../lint/lint';
import { groupFindings } from '../findings/grouping';
import { fixesByKey } from './known-fixes';
import { nothingPlaced, place } from './placing';

const text = `from alembic import op
revision = "a"
down_revision = None


def upgrade():
    op.create_index("ix_one", "users", ["mail"])
    op.create_index("ix_two", "users", ["name"])


def downgrade():
    op.drop_index("ix_two", table_name="users")
    op.drop_index("ix_one", table_name="users")
`;

test('fixes are known by the keys under which their findings are listed', async () => {
  const files = [{ path: 'a.py', text }];
  const live = await lint(files, { dialect: 'postgresql', fixes: false });
  const known = fixesByKey(files, await lint(files, { dialect: 'postgresql', fixes: true })).get('a.py');
  const placed = place(files, live, nothingPlaced).get('a.py')?.placed ?? [];
  const keys = groupFindings(placed).flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'finding' ? [entry.row.key] : [])),
  );
  expect(keys.length).toBeGreaterThan(1);
  expect([...(known?.byKey.keys() ?? [])].toSorted()).toEqual(keys.toSorted());
  expect(known?.text).toBe(text);
});
