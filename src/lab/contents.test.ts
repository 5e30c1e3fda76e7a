import { beforeAll, expect, it } from 'vitest';
import { readMigration } from '../formats/formats';
import { loadSqlParser } from '../formats/sql/parser';
import { contentHints } from './contents';
import { literalHints } from './literals';

beforeAll(loadSqlParser);

const hintsOf = (upgrade: string) => {
  const text = `from alembic import op\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n    op.execute("${upgrade}")\n`;
  const read = readMigration({ path: 'a.py', text }, { dialect: 'sqlite' });
  return read.ok
    ? [...contentHints([read.migration])].map(([key, { content }]) => `${key}: ${content?.name ?? ''}`)
    : [];
};

it('texts that SQL takes apart as JSON hold JSON', () => {
  expect(hintsOf("CREATE INDEX i ON runs (flow, json_extract(made_by, '$.id'))")).toEqual(['runs.made_by: json']);
  expect(hintsOf("UPDATE runs SET kind = json_extract(runs.data, '$.kind')")).toEqual(['runs.data: json']);
});

it('texts that SQL takes as they are hold anything', () => {
  expect(hintsOf("UPDATE runs SET kind = lower(data) WHERE made_by = 'x'")).toEqual([]);
});

it('values that a statement looks for are among the seeds', () => {
  const text = `from alembic import op\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n    op.execute("${[
    "DELETE FROM grants WHERE kind = 'broadcast' AND level IN (1, 2)",
    "UPDATE grants SET kind = 'x' WHERE grants.kind LIKE 'up%' OR lower(note) = 'y'",
  ].join('; ')}")\n`;
  const read = readMigration({ path: 'a.py', text }, { dialect: 'postgresql' });
  expect(read.ok && [...literalHints([read.migration])]).toEqual([
    ['grants.kind', ['broadcast', 'up']],
    ['grants.level', ['1', '2']],
  ]);
});

it('values that a migration puts there itself are not', () => {
  const text = `from alembic import op
revision = 'a'
down_revision = None
def upgrade():
    op.execute("INSERT INTO grants (kind) VALUES ('made')")
    op.execute("UPDATE grants SET level = 3 WHERE kind = 'made' OR level = 7")
def downgrade():
    op.execute("UPDATE grants SET level = 7 WHERE level = 3")
    op.execute("DELETE FROM grants WHERE kind = 'made'")
`;
  const read = readMigration({ path: 'a.py', text }, { dialect: 'postgresql' });
  expect(read.ok && [...literalHints([read.migration])]).toEqual([]);
});
