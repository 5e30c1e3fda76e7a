import { beforeAll, describe, expect, it } from 'vitest';
import { readMigration } from '../formats';
import { loadSqlParser } from '../sql/sql';
import { migration, read } from './alembic.fixture';

beforeAll(loadSqlParser);

const body = '\ndef upgrade():\n    pass\n';

describe('a revision', () => {
  it('has the identifiers that the module assigns, typed or not', () => {
    const text = `"""Add phone numbers

Revision ID: b2
"""
from typing import Sequence, Union
revision: str = "b2"
down_revision: Union[str, None] = "a1"
branch_labels: Union[str, Sequence[str], None] = ("shop",)
depends_on = None
`;
    expect(migration(text + body)).toMatchObject({
      revision: 'b2',
      parents: ['a1'],
      labels: ['shop'],
      dependsOn: [],
      title: 'Add phone numbers',
      downgrade: null,
      problems: [],
    });
  });

  it('may have several parents, and none', () => {
    expect(migration(`revision = "m"\ndown_revision = ("a", "b")${body}`).parents).toEqual(['a', 'b']);
    expect(migration(`revision = "m"\ndown_revision = None${body}`).parents).toEqual([]);
  });

  it('may be computed from constants', () => {
    expect(migration(`PREFIX = "r_"\nrevision = PREFIX + "1"\ndown_revision = f"{PREFIX}0"${body}`)).toMatchObject({
      revision: 'r_1',
      parents: ['r_0'],
    });
  });

  it('tells what is wrong with its identifiers', () => {
    const { problems } = migration(`import os\nrevision = os.environ["X"]\ndown_revision = os.getcwd()${body}`);
    expect(problems.map(({ message }) => message)).toEqual([
      '`revision` is not a text: Alembic cannot place this migration.',
      '`down_revision` could not be evaluated.',
    ]);
  });

  it('takes its title from the file where there is no docstring', () => {
    const result = readMigration({ path: 'v/ab12_add_phone.py', text: `revision = "ab12"${body}` });
    expect(result.ok && result.migration.title).toBe('ab12 add phone');
  });

  it('lists its imports', () => {
    const text = `import os, app.models as m\nfrom app.types import (GUID,\n  Json as J)\nrevision = "a"${body}`;
    expect(migration(text).imports.map(({ module, names }) => [module, names])).toEqual([
      ['os', []],
      ['app.models', []],
      ['app.types', ['GUID', 'Json']],
    ]);
  });
});

describe('a file that is no migration', () => {
  it.each([
    ['env.py', 'from alembic import context\ndef run_migrations_online(): pass', /no Alembic migration/],
    ['V1__init.sql', 'CREATE TABLE revision (id int)', /not read yet/],
    ['notes.txt', 'hello', /not recognised/],
  ])('%s is refused with a reason', (path, text, message) => {
    const result = readMigration({ path, text });
    expect(result.ok).toBe(false);
    expect(!result.ok && result.problems[0]?.message).toMatch(message);
  });
});

describe('a file with mistakes', () => {
  it('is read as far as it goes', () => {
    const text =
      'revision = "a"\nfrom alembic import op\ndef upgrade():\n    op.drop_table("a")\n    op.drop_column("b", \ndef downgrade():\n    op.drop_table("c")\n';
    const result = read(text);
    expect(result.ok && result.migration.problems.map(({ message }) => message)).toContain(
      'This is no valid Python here; what follows may be misread.',
    );
    expect(result.ok && result.migration.upgrade.operations[0]).toMatchObject({ kind: 'dropTable' });
  });
});

describe('the sides', () => {
  const side = (text: string) =>
    migration(`revision = "a"\nimport logging\nlog = logging.getLogger()\n${text}`).upgrade;

  it.each(['pass', '"""Nothing to do."""', '...', 'return', 'log.info("nothing")', 'print("x")', '_nothing()'])(
    'are empty with only %s',
    (statement) => {
      const module = 'def _nothing():\n    pass\n';
      expect(side(`${module}def upgrade():\n    ${statement}\n`)).toMatchObject({ isEmpty: true, raises: null });
    },
  );

  it('raise where every path does', () => {
    const raising = side('def upgrade():\n    raise NotImplementedError("one way")\n');
    expect(raising).toMatchObject({ isEmpty: false, raises: { text: 'NotImplementedError("one way")' } });
    expect(
      side('def upgrade():\n    if x():\n        raise ValueError()\n    else:\n        raise KeyError()\n').raises,
    ).not.toBeNull();
    expect(side('def upgrade():\n    if x():\n        raise ValueError()\n').raises).toBeNull();
  });

  it('stop at an early return', () => {
    expect(side('from alembic import op\ndef upgrade():\n    return\n    op.drop_table("a")\n').operations).toEqual([]);
  });
});
