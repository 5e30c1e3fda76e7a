import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFiles, editFile, freePath, moveFile, removeFile, renameFile, renameProblem, selectFile } from './tabs';
import { openWorkspace } from './workspace';

const three = openWorkspace(['a.py', 'b.py', 'c.py'].map((path) => ({ path, text: path })));
const paths = (workspace: typeof three) => workspace.files.map(({ path }) => path).join(' ');

describe('files of a workspace', () => {
  test('are edited one at a time', () => {
    expect(editFile(three, 'b.py', 'new').files.map(({ text }) => text)).toEqual(['a.py', 'new', 'c.py']);
  });

  test('are added at the end, under a free name, and the first added comes to the front', () => {
    const more = addFiles(three, [
      { path: 'a.py', text: 'second' },
      { path: '/x\\y/../d.py', text: '' },
    ]);
    expect(paths(more)).toBe('a.py b.py c.py a-2.py x/y/d.py');
    expect(more.active).toBe('a-2.py');
  });

  test('are renamed, unless the name is taken or empty', () => {
    expect(paths(renameFile(three, 'a.py', 'versions/a.py'))).toBe('versions/a.py b.py c.py');
    expect(renameFile(three, 'a.py', 'versions/a.py').active).toBe('versions/a.py');
    expect(renameFile(three, 'a.py', 'b.py')).toBe(three);
    expect(renameProblem(three, 'a.py', 'b.py')).toMatch(/already a file called b\.py/);
    expect(renameProblem(three, 'a.py', ' / ')).toMatch(/needs a name/);
    expect(renameProblem(three, 'a.py', 'a.py')).toBeNull();
  });

  test('are removed; the neighbour comes to the front', () => {
    expect(removeFile(selectFile(three, 'b.py'), 'b.py').active).toBe('c.py');
    expect(removeFile(selectFile(three, 'c.py'), 'c.py').active).toBe('b.py');
    expect(removeFile(selectFile(three, 'a.py'), 'c.py').active).toBe('a.py');
  });

  test('are never none', () => {
    expect(removeFile(openWorkspace([{ path: 'a.py', text: 'x' }]), 'a.py').files).toEqual([
      { path: 'migration.py', text: '' },
    ]);
  });

  test('move to any place, and the others keep their order', () => {
    expect(paths(moveFile(three, 'a.py', 2))).toBe('b.py c.py a.py');
    expect(paths(moveFile(three, 'c.py', 0))).toBe('c.py a.py b.py');
    expect(paths(moveFile(three, 'b.py', 99))).toBe('a.py c.py b.py');
    expect(paths(moveFile(three, 'b.py', -1))).toBe('b.py a.py c.py');
  });

  test('that are not there change nothing', () => {
    for (const change of [removeFile, selectFile]) expect(change(three, 'z.py')).toBe(three);
    expect(moveFile(three, 'z.py', 0)).toBe(three);
  });
});

test('a free path is never taken', () => {
  const some = fc.array(fc.constantFrom('a.py', 'a-2.py', 'a-3.py', 'v/a.py', 'a', 'a.b.py', '.py'));
  fc.assert(
    fc.property(some, fc.constantFrom('a.py', 'v/a.py', 'a', 'a.b.py', '.py', ''), (taken, path) => {
      const files = taken.map((each) => ({ path: each, text: '' }));
      return !files.some((file) => file.path === freePath(path, files));
    }),
  );
});
