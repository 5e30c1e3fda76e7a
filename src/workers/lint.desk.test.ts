import { expect, test } from 'vitest';
import { withEdits } from '../migration/edit';
import { LintDesk } from './lint.desk';

const options = { dialect: 'postgresql' } as const;
const drops = (table: string, revision: string, before: string) => `from alembic import op
revision = "${revision}"
down_revision = ${before}


def upgrade():
    op.drop_table("${table}")


def downgrade():
    pass
`;

test('only files of which there is news are told, and only changed ones need to be sent', async () => {
  const desk = new LintDesk();
  const files = [
    { path: 'a.py', text: drops('one', 'a', 'None') },
    { path: 'b.py', text: drops('two', 'b', '"a"') },
  ];
  const paths = ['a.py', 'b.py'];
  expect(await newsOf(desk, { paths, changed: files, options, fixesIn: [] })).toEqual(['a.py', 'b.py']);
  expect(await newsOf(desk, { paths, changed: [], options, fixesIn: [] })).toEqual([]);
  const changed = [{ path: 'b.py', text: drops('three', 'b', '"a"') }];
  expect(await newsOf(desk, { paths, changed, options, fixesIn: [] })).toEqual(['b.py']);
});

test('a file that was taken away and comes back is told again', async () => {
  const desk = new LintDesk();
  const changed = [{ path: 'a.py', text: drops('one', 'a', 'None') }];
  await desk.lint({ paths: ['a.py'], changed, options, fixesIn: [] });
  expect(await newsOf(desk, { paths: [], changed: [], options, fixesIn: [] })).toEqual([]);
  expect(await newsOf(desk, { paths: ['a.py'], changed, options, fixesIn: [] })).toEqual(['a.py']);
});

async function newsOf(desk: LintDesk, request: Parameters<LintDesk['lint']>[0]): Promise<readonly string[]> {
  const answer = await desk.lint(request);
  return answer.ok ? answer.changed.map(({ path }) => path) : [answer.message];
}

test('every safe fix comes as edits of the files in which there was something to fix', async () => {
  const desk = new LintDesk();
  const text = drops('one', 'a', 'None').replace('op.drop_table("one")', 'op.create_index("ix_one", "one", ["mail"])');
  const fine = '# nothing to see\n';
  const changed = [
    { path: 'a.py', text },
    { path: 'b.py', text: fine },
  ];
  const answer = await desk.fixAll({ paths: ['a.py', 'b.py'], changed, options, fixesIn: [] });
  const fixed = answer.ok ? answer.fixed : [];
  expect(fixed.map(({ path }) => path)).toEqual(['a.py']);
  expect(withEdits(text, fixed[0]?.edits ?? [])).toContain('op.drop_index("ix_one"');
});
