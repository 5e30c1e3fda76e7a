import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../migration/edit';
import { withEdits } from '../../../migration/edit';
import { removeKeyword, removePositional, setKeyword } from './calls';
import { MigrationFile } from './file';
import { addDowngrade, appendToFunction, insertAfter, insertBefore, removeStatement, wrap } from './statements';

/** A change of the call, or of the statement, that the text `op.` begins first. */
function changed(
  text: string,
  change: (file: MigrationFile, at: number) => TextEdit | readonly TextEdit[] | null,
): string {
  const file = new MigrationFile(text, 'postgresql');
  const edits = change(file, text.indexOf('op.'));
  if (edits === null) return 'refused';
  return withEdits(text, 'span' in edits ? [edits] : edits);
}

function inCall(
  text: string,
  change: (file: MigrationFile, call: NonNullable<ReturnType<MigrationFile['callAt']>>) => TextEdit | null,
): string {
  return changed(text, (file, at) => {
    const call = file.callAt({ start: at, end: at + 1 });
    return call === null ? null : change(file, call);
  });
}

describe('a keyword argument', () => {
  const set = (text: string) => inCall(text, (file, call) => setKeyword(file, call, 'unique', 'True'));

  it.each([
    ['op.f("a")', 'op.f("a", unique=True)'],
    ['op.f()', 'op.f(unique=True)'],
    ['op.f("a", unique=False)', 'op.f("a", unique=True)'],
    ['op.f("a", unique=not x, b=1)', 'op.f("a", unique=True, b=1)'],
    ['op.f("a",)', 'op.f("a", unique=True,)'],
    ['op.f(\n    "a",\n    b=1,\n)', 'op.f(\n    "a",\n    b=1,\n    unique=True,\n)'],
    ['op.f(\n    "a",\n    b=1\n)', 'op.f(\n    "a",\n    b=1,\n    unique=True\n)'],
    ['op.f("a",\n     b=[1, 2])', 'op.f("a",\n     b=[1, 2],\n     unique=True)'],
    ['op.f(\n    "a",  # why\n)', 'op.f(\n    "a",\n    unique=True,  # why\n)'],
  ])('is set in %s', (text, expected) => {
    expect(set(text)).toBe(expected);
  });

  it.each([
    ['op.f("a", unique=True)', 'op.f("a")'],
    ['op.f(unique=True, b=1)', 'op.f(b=1)'],
    ['op.f(unique=True)', 'op.f()'],
    ['op.f(\n    "a",\n    unique=True,\n)', 'op.f(\n    "a",\n)'],
  ])('is removed from %s', (text, expected) => {
    expect(inCall(text, (file, call) => removeKeyword(file, call, 'unique'))).toBe(expected);
  });

  it('is no positional argument', () => {
    expect(inCall('op.f("a", "b", c=1)', (file, call) => removePositional(file, call, 1))).toBe('op.f("a", c=1)');
    expect(inCall('op.f("a", b=1)', (file, call) => removePositional(file, call, 1))).toBe('refused');
  });
});

describe('a statement', () => {
  const body = 'def upgrade():\n    op.a()  # first\n    b()\n';

  it('gets others before and after it, in its indentation', () => {
    const around = changed(body, (file, at) => {
      const statement = file.statementAt({ start: at, end: at });
      return statement === null
        ? null
        : [insertBefore(file, statement, ['x()', '', 'y()']), insertAfter(file, statement, ['z()'])];
    });
    expect(around).toBe('def upgrade():\n    x()\n\n    y()\n    op.a()  # first\n    z()\n    b()\n');
  });

  it('is removed with its lines; the last one of a block leaves pass', () => {
    const removed = (text: string) =>
      changed(text, (file, at) => {
        const statement = file.statementAt({ start: at, end: at });
        return statement === null ? null : removeStatement(file, statement);
      });
    expect(removed(body)).toBe('def upgrade():\n    b()\n');
    expect(removed('def upgrade():\n    op.a()\n')).toBe('def upgrade():\n    pass\n');
    expect(removed('def upgrade():\r\n    op.a()\r\n    b()\r\n')).toBe('def upgrade():\r\n    b()\r\n');
  });

  it('is wrapped with all its lines, but not with what its texts hold', () => {
    const text = 'def upgrade():\n    op.execute(\n        """\n  SELECT 1\n""",\n    )\n';
    const wrapped = changed(text, (file, at) => {
      const statement = file.statementAt({ start: at, end: at });
      return statement === null ? null : wrap(file, statement, statement, 'with x:', ['y()']);
    });
    expect(wrapped).toBe(
      'def upgrade():\n    with x:\n        y()\n        op.execute(\n            """\n  SELECT 1\n""",\n        )\n',
    );
  });

  it('that shares its line is left alone', () => {
    const file = new MigrationFile('def upgrade():\n    a(); op.b()\n', 'postgresql');
    expect(file.statementAt({ start: 24, end: 26 })).toBeNull();
  });
});

describe('the end of a function', () => {
  const append = (text: string) =>
    changed(text, (file) => {
      const definition = file.functionNamed('downgrade');
      return definition === null ? null : appendToFunction(file, definition, ['x()', 'y()']);
    });

  it.each([
    ['def downgrade():\n    pass\n', 'def downgrade():\n    x()\n    y()\n'],
    ['def downgrade(): pass\n', 'def downgrade():\n    x()\n    y()\n'],
    ['def downgrade() -> None:\n    """Why."""\n', 'def downgrade() -> None:\n    """Why."""\n    x()\n    y()\n'],
    ['def downgrade():\n    a()\n', 'def downgrade():\n    a()\n    x()\n    y()\n'],
    ['def downgrade():\n    a()', 'def downgrade():\n    a()\n    x()\n    y()'],
    ['def downgrade():\n    a()\n    return\n', 'def downgrade():\n    a()\n    x()\n    y()\n    return\n'],
    ['def downgrade():\n\tif b:\n\t\ta()\n', 'def downgrade():\n\tif b:\n\t\ta()\n\tx()\n\ty()\n'],
    ['def downgrade():\n    ...  # nothing\n\n\nz = 1\n', 'def downgrade():\n    x()\n    y()  # nothing\n\n\nz = 1\n'],
  ])('of %s', (text, expected) => {
    expect(append(text)).toBe(expected);
  });

  it('is never reached behind a return', () => {
    expect(append('def downgrade():\n    return\n    a()\n')).toBe('refused');
  });
});

describe('a downgrade that is added', () => {
  it('stands after the upgrade, with its signature', () => {
    const text = 'def upgrade(engine: str) -> None:\n    op.a()\n\n\ndef helper():\n    pass\n';
    expect(changed(text, (file) => addDowngrade(file, ['x()']))).toBe(
      'def upgrade(engine: str) -> None:\n    op.a()\n\n\ndef downgrade(engine: str) -> None:\n    x()\n\n\ndef helper():\n    pass\n',
    );
  });
});

describe('imports', () => {
  it('are those of the file, by whatever name, and are added where they lack', () => {
    const text = '"""Doc."""\nfrom alembic import op as o\n\nx = 1\n';
    const file = new MigrationFile(text, 'postgresql');
    expect([file.name('op'), file.name('sa'), file.name('postgresql')]).toEqual(['o', 'sa', 'postgresql']);
    expect(withEdits(text, file.importEdits())).toBe(
      '"""Doc."""\nfrom alembic import op as o\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n\nx = 1\n',
    );
  });

  it('inside of a function do not count', () => {
    const file = new MigrationFile('def upgrade():\n    import sqlalchemy as s\n', 'postgresql');
    expect(file.name('sa')).toBe('sa');
    expect(file.importEdits()).toHaveLength(1);
  });
});
