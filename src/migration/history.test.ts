import { describe, expect, it } from 'vitest';
import { orderHistory } from './history';
import type { Migration } from './migration';

const nowhere = { start: 0, end: 0 };

function revision(id: string, parents: readonly string[], more: Partial<Migration> = {}): Migration {
  return {
    path: `${id}.py`,
    format: 'alembic',
    revision: id,
    parents,
    dependsOn: [],
    labels: [],
    title: id,
    upgrade: { span: nowhere, operations: [], isEmpty: true, raises: null },
    downgrade: null,
    imports: [],
    problems: [],
    misuses: [],
    ...more,
  };
}

const ids = (migrations: readonly Migration[]) => migrations.map((each) => each.revision);

describe('the order of a history', () => {
  it('has parents first, whatever the order of the files', () => {
    const { ordered, heads, bases } = orderHistory([revision('c', ['b']), revision('a', []), revision('b', ['a'])]);
    expect(ids(ordered)).toEqual(['a', 'b', 'c']);
    expect([heads, bases]).toEqual([['c'], ['a']]);
  });

  it('has both branches before their merge, in the order given', () => {
    const files = [revision('m', ['x', 'y']), revision('y', ['a']), revision('x', ['a']), revision('a', [])];
    const { ordered, heads } = orderHistory(files);
    expect(ids(ordered)).toEqual(['a', 'y', 'x', 'm']);
    expect(heads).toEqual(['m']);
  });

  it('counts depends_on as ancestry, by revision or by branch label', () => {
    const files = [revision('b', [], { dependsOn: ['shared'] }), revision('a', [], { labels: ['shared'] })];
    expect(ids(orderHistory(files).ordered)).toEqual(['a', 'b']);
  });

  it('is not disturbed by parents that are not among the files', () => {
    const { ordered, bases } = orderHistory([revision('b', ['gone'])]);
    expect([ids(ordered), bases]).toEqual([['b'], ['b']]);
  });

  it('takes the first of two files with one revision, and says so of the second', () => {
    const { ordered, duplicates } = orderHistory([revision('a', []), revision('a', [], { path: 'copy.py' })]);
    expect(ordered.map(({ path }) => path)).toEqual(['a.py']);
    expect(duplicates.map(({ migration, first }) => [migration.path, first.path])).toEqual([['copy.py', 'a.py']]);
  });

  it('puts a cycle last, and says so', () => {
    const { ordered, cyclic } = orderHistory([revision('x', ['y']), revision('y', ['x']), revision('a', [])]);
    expect(ids(ordered)).toEqual(['a', 'x', 'y']);
    expect(ids(cyclic)).toEqual(['x', 'y']);
  });
});
