import { beforeAll, expect, it } from 'vitest';
import { readMigration } from '../formats/formats';
import { loadSqlParser } from '../formats/sql/parser';
import { contentHints } from './contents';

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
