import { describe, expect, it } from 'vitest';
import { orderHistory } from './history';
import { lineageOf } from './lineage';
import type { Migration } from './migration';

const side = { span: { start: 0, end: 0 }, operations: [], isEmpty: true, raises: null };

function revision(id: string, parents: readonly string[], more: Partial<Migration> = {}): Migration {
  const names = { path: `${id}.py`, format: 'alembic', revision: id, title: id } as const;
  const rest = { dependsOn: [], labels: [], upgrade: side, downgrade: null, imports: [], problems: [], misuses: [] };
  return { ...names, parents, ...rest, ...more };
}

function lineage(...migrations: readonly Migration[]) {
  const known = lineageOf(orderHistory(migrations));
  const [named] = [known.named];
  const isAncestor = (a: string, b: string) => {
    const [first, second] = [named.get(a), named.get(b)];
    return first !== undefined && second !== undefined && known.isAncestor(first, second);
  };
  const isFamily = (a: string, b: string) => {
    const [first, second] = [named.get(a), named.get(b)];
    return first !== undefined && second !== undefined && known.familyOf(first) === known.familyOf(second);
  };
  return { ...known, isAncestor, isFamily };
}

describe('the lineage of revisions', () => {
  it('knows a line, and who is older in it', () => {
    const { isLine, isAncestor } = lineage(revision('c', ['b']), revision('a', []), revision('b', ['a']));
    expect([isLine, isAncestor('a', 'c'), isAncestor('c', 'a'), isAncestor('b', 'b')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('knows that siblings are not related, and that their merge descends from both', () => {
    const { isLine, isAncestor } = lineage(
      revision('a', []),
      revision('x', ['a']),
      revision('y', ['a']),
      revision('m', ['x', 'y']),
    );
    const asked = [isLine, isAncestor('x', 'y'), isAncestor('y', 'x'), isAncestor('x', 'm'), isAncestor('a', 'm')];
    expect(asked).toEqual([false, false, false, true, true]);
  });

  it('counts a dependency, by revision or by label, as an ancestor', () => {
    const { isAncestor } = lineage(revision('a', [], { labels: ['core'] }), revision('b', [], { dependsOn: ['core'] }));
    expect(isAncestor('a', 'b')).toBe(true);
  });

  it('takes revisions with one parent for a family, although the parent is not among the files', () => {
    const { isFamily } = lineage(revision('x', ['gone']), revision('y', ['gone']), revision('z', ['other']));
    expect([isFamily('x', 'y'), isFamily('x', 'z')]).toEqual([true, false]);
  });

  it('answers for more revisions than a machine word has bits', () => {
    const long = Array.from({ length: 70 }, (_, at) => revision(`r${at}`, at === 0 ? [] : [`r${at - 1}`]));
    const { isAncestor } = lineage(...long, revision('side', ['r3']));
    expect([isAncestor('r0', 'r69'), isAncestor('r40', 'side'), isAncestor('r3', 'side')]).toEqual([true, false, true]);
  });
});
