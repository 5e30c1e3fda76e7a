import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../engines/engine';
import type { OpenResult, Runner, RunnerSession } from '../runner';
import { openDatabase, openSession, revisionFile, startRunner } from './testing';

let runner: Runner;
let database: Database;

beforeAll(async () => {
  [runner, database] = await Promise.all([startRunner(), openDatabase('sqlite')]);
});

beforeEach(() => database.clear());

afterAll(() => database.close());

const open = (files: Readonly<Record<string, string>>): Promise<RunnerSession> => openSession(runner, database, files);

function tryOpen(files: Readonly<Record<string, string>>): Promise<OpenResult> {
  return runner.open(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    database,
  );
}

/** A revision in one line: its id, its parents, and more lines. */
const file = (revision: string, parent = 'None', before = '') => revisionFile({ revision, parent, before });

const order = (session: RunnerSession) => session.revisions.map(({ revision }) => revision);

const messages = (session: RunnerSession) => session.problems.map(({ path, message }) => `${path}: ${message}`);

/** The heads that Alembic has written down. */
async function versions(): Promise<readonly (string | undefined)[]> {
  const { rows } = await database.query('SELECT version_num FROM alembic_version ORDER BY 1');
  return rows.map(([version]) => version?.replaceAll("'", ''));
}

describe('the order of revisions', () => {
  test('parents first, whatever the order of the files', async () => {
    const session = await open({ 'c.py': file('c', "'b'"), 'a.py': file('a'), 'b.py': file('b', "'a'") });
    expect(order(session)).toEqual(['a', 'b', 'c']);
    expect(session.problems).toEqual([]);
    expect(session.revisions[1]).toEqual({ revision: 'b', path: 'b.py', title: 'b', parents: ['a'], dependsOn: [] });
  });

  test('branches, a merge, labels and depends_on', async () => {
    const session = await open({
      'merge.py': file('m', "('x', 'y')"),
      'x.py': file('x', "'a'", "branch_labels = ('left',)"),
      'y.py': file('y', "'a'", "depends_on = 'left'"),
      'a.py': file('a'),
    });
    expect(order(session)).toEqual(['a', 'x', 'y', 'm']);
    expect(session.revisions[2]?.dependsOn).toEqual(['x']);
    expect(session.revisions[3]?.parents).toEqual(['x', 'y']);
  });

  test('several bases', async () => {
    const session = await open({ '1.py': file('p'), '2.py': file('q'), '3.py': file('r', "'q'") });
    expect(order(session).toSorted()).toEqual(['p', 'q', 'r']);
    expect(session.problems).toEqual([]);
  });

  test('typed, computed and oddly named identifiers', async () => {
    const session = await open({
      'versions/2024 first!.py': `"""Make things.\n\nRevision ID: a"""\nrevision: str = 'a'\ndown_revision: 'str | None' = None\ndef upgrade() -> None: ...`,
      'versions/sub/second.py': `import hashlib\nrevision = 'b' + str(1)\ndown_revision = ['a'][0]\ndef upgrade(): pass`,
    });
    expect(order(session)).toEqual(['a', 'b1']);
    expect(session.revisions.map(({ title }) => title)).toEqual(['Make things.', 'second']);
  });
});

describe('a single file', () => {
  test('with a parent that is not there is a base, and that is no problem', async () => {
    const session = await open({ 'one.py': file('b', "'a'", "depends_on = 'elsewhere'") });
    expect(session.revisions).toMatchObject([{ revision: 'b', parents: [], dependsOn: [] }]);
    expect(session.problems).toEqual([]);
    expect((await session.run('b', 'upgrade')).error).toBeNull();
    expect(await versions()).toEqual(['b']);
  });

  test('that is no revision is refused, with the reason', async () => {
    expect(await tryOpen({ 'a.py': 'x = 1' })).toMatchObject({
      ok: false,
      errors: [{ message: expect.stringContaining('None of the files is an Alembic revision') }],
    });
    expect(await tryOpen({ 'a.py': 'def upgrade(): pass' })).toMatchObject({
      ok: false,
      errors: [{ path: 'a.py', message: expect.stringContaining('no `revision = ...`') }],
    });
  });
});

describe('a broken file does not lose the others', () => {
  test('syntax errors and exceptions name their line', async () => {
    const session = await open({
      'good.py': file('a'),
      'syntax.py': `revision = 'b'\ndef upgrade(:\n    pass`,
      'raises.py': `revision = 'c'\ndown_revision = None\n1 / 0`,
    });
    expect(order(session).sort()).toEqual(['a', 'b', 'c']);
    expect(session.problems).toMatchObject([
      { path: 'syntax.py', line: 2, code: 'SyntaxError', message: expect.stringContaining('Syntax error') },
      { path: 'raises.py', line: 3, code: 'ZeroDivisionError', message: expect.stringContaining('division by zero') },
    ]);
  });

  test('it keeps its place in the history, and running it fails as loading it did', async () => {
    const session = await open({
      'a.py': file('a'),
      'b.py': `revision = 'b'\ndown_revision = 'a'  # the first\n1 / 0`,
      'c.py': file('c', "'b'"),
    });
    expect(order(session)).toEqual(['a', 'b', 'c']);
    expect((await session.run('a', 'upgrade')).error).toBeNull();
    expect((await session.run('b', 'upgrade')).error).toMatchObject({
      path: 'b.py',
      line: 3,
      code: 'ZeroDivisionError',
    });
  });

  test('an error in a helper is reported where it is', async () => {
    const { problems } = await open({
      'good.py': file('a'),
      'raises.py': `import helper\nrevision = 'c'\ndown_revision = None`,
      'helper.py': `\n\nraise ValueError('no')`,
    });
    expect(problems).toMatchObject([{ path: 'helper.py', line: 3 }]);
  });

  test('a missing parent', async () => {
    const session = await open({ 'a.py': file('a', "'gone'"), 'b.py': file('b', "'a'", "depends_on = ('lost',)") });
    expect(order(session)).toEqual(['a', 'b']);
    expect(messages(session)).toEqual([
      'a.py: Its parent gone is not here: taken as the start.',
      'b.py: It depends on lost, which is not here.',
    ]);
  });

  test('one of two parents of a merge', async () => {
    const session = await open({ 'a.py': file('a'), 'm.py': file('m', "('a', 'gone')") });
    expect(messages(session)).toEqual(['m.py: Its parent gone is not here: left out.']);
  });

  test('the same revision twice', async () => {
    const session = await open({ 'a.py': file('a'), 'copy.py': file('a') });
    expect(order(session)).toEqual(['a']);
    expect(messages(session)).toEqual(['copy.py: Revision a is also the revision of a.py: this file is left out.']);
  });

  test('circles', async () => {
    const session = await open({
      'a.py': file('a'),
      'x.py': file('x', "'y'"),
      'y.py': file('y', "'x'"),
      'self.py': file('s', "'s'"),
    });
    expect(order(session)).toEqual(['a']);
    expect(messages(session)).toEqual([
      'x.py: Its parents lead in a circle (x → y → x), so it has no place in the history.',
      'y.py: Its parents lead in a circle (y → x → y), so it has no place in the history.',
      'self.py: Its parents lead in a circle (s → s), so it has no place in the history.',
    ]);
  });

  test('a label twice, and a label that is a revision', async () => {
    const session = await open({
      'a.py': file('a', 'None', "branch_labels = 'one'"),
      'b.py': file('b', 'None', "branch_labels = ('one', 'a')"),
    });
    expect(messages(session)).toEqual([
      'b.py: Its branch label one is already taken: left out.',
      'b.py: Its branch label a is already taken: left out.',
    ]);
  });

  test('a revision that is no text', async () => {
    const session = await open({ 'a.py': file('a'), 'b.py': `revision = 7\ndown_revision = None` });
    expect(messages(session)).toEqual(['b.py: Its revision is 7: Alembic needs a text.']);
  });
});

describe('alembic_version', () => {
  test('follows branches and merges in both directions', async () => {
    const session = await open({
      'a.py': file('a'),
      'x.py': file('x', "'a'"),
      'y.py': file('y', "'a'"),
      'm.py': file('m', "('x', 'y')"),
    });
    const seen: unknown[] = [];
    for (const { revision } of session.revisions) {
      for (const direction of ['upgrade', 'downgrade', 'upgrade'] as const) {
        expect((await session.run(revision, direction)).error).toBeNull();
        seen.push(await versions());
      }
    }
    expect(seen).toEqual([
      ...[['a'], [], ['a']],
      ...[['y'], ['a'], ['y']],
      ...[['x', 'y'], ['y'], ['x', 'y']],
      ...[['m'], ['x', 'y'], ['m']],
    ]);
  });

  test('stamp moves it without running anything', async () => {
    const session = await open({
      'a.py': revisionFile({ revision: 'a', upgrade: "raise ValueError('not to be run')" }),
      'b.py': file('b', "'a'"),
    });
    await session.stamp('a', 'upgrade');
    expect((await session.run('b', 'upgrade')).error).toBeNull();
    expect(await versions()).toEqual(['b']);
    await session.stamp('b', 'downgrade');
    expect(await versions()).toEqual(['a']);
  });

  test('what is not applied cannot be taken back, nor what is applied be applied again', async () => {
    const session = await open({ 'a.py': file('a') });
    expect((await session.run('a', 'downgrade')).error).toMatchObject({ origin: 'tool' });
    await session.run('a', 'upgrade');
    expect((await session.run('a', 'upgrade')).error?.message).toBe('Revision a is applied already.');
  });
});

describe('pasted modules', () => {
  test('are found from any folder that could be a root, and beside libraries of the same name', async () => {
    const session = await open({
      'backend/app/__init__.py': '',
      'backend/app/models/user.py': `TABLE = 'users'`,
      'backend/alembic/env.py': `raise RuntimeError('env.py is not run')`,
      'backend/alembic/versions/a.py': revisionFile({
        before: `from app.models.user import TABLE\nfrom app.models import user\nimport backend.app.models.user as whole\nfrom names import column`,
        upgrade: `print(TABLE, user.TABLE, whole.TABLE, column)`,
      }),
      'backend/alembic/versions/names.py': `column = 'id'`,
    });
    expect(session.problems).toEqual([]);
    expect((await session.run('r1', 'upgrade')).output).toBe('users users users id\n');
  });

  test('are loaded anew in each run, as in processes of their own', async () => {
    const session = await open({
      'memory.py': 'kept = []',
      'a.py': revisionFile({
        before: 'import memory\nown = []',
        upgrade: `memory.kept.append(1); own.append(1)`,
        downgrade: `print(memory.kept, own)`,
      }),
    });
    await session.run('r1', 'upgrade');
    expect((await session.run('r1', 'downgrade')).output).toBe('[] []\n');
  });

  test('do not outlive their history', async () => {
    await open({ 'memory.py': 'kept = 1', 'a.py': file('a', 'None', 'import memory') });
    const session = await open({ 'a.py': revisionFile({ upgrade: 'import memory\nprint(memory.kept)' }) });
    const { output, stubs } = await session.run('r1', 'upgrade');
    expect(output).toBe('kept\n');
    expect(stubs.map(({ module }) => module)).toEqual(['memory']);
  });

  test('may look at the environment while they are loaded', async () => {
    const session = await open({
      'a.py': revisionFile({
        before: `dialect = op.get_bind().dialect.name\nschema = context.get_x_argument(as_dictionary=True).get('schema')`,
        upgrade: `print(dialect, schema)`,
      }),
    });
    expect((await session.run('r1', 'upgrade')).output).toBe('sqlite None\n');
  });

  test('find data files beside them', async () => {
    const session = await open({
      'versions/a.py': revisionFile({
        upgrade: `import pathlib\nprint(pathlib.Path(__file__).with_name('data.csv').read_text())`,
      }),
      'versions/data.csv': 'a;b',
    });
    expect((await session.run('r1', 'upgrade')).output).toBe('a;b\n');
  });
});

test('loading a long history takes time in proportion to its length', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [`${at}.py`, file(`r${at}`, at === 0 ? 'None' : `'r${at - 1}'`)]),
  );
  const session = await open(files);
  expect(session.revisions).toHaveLength(1000);
  expect(session.revisions[999]?.revision).toBe('r999');
});
