import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Span } from '../../../migration/span';
import { lenient } from './lenient';

/** A parsed Python file. */
export class PythonSource {
  readonly text: string;
  readonly module: SyntaxNode;

  constructor(text: string) {
    this.text = text;
    this.module = parser.parse(lenient(text)).topNode;
  }

  read(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** Where the parser had to guess. */
  errors(): readonly Span[] {
    const found: Span[] = [];
    this.module.cursor().iterate((node) => {
      if (node.type.isError) found.push({ start: node.from, end: Math.max(node.to, node.from) });
    });
    return found;
  }
}

export function spanOf(node: SyntaxNode): Span {
  return { start: node.from, end: node.to };
}

const known = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

/**
 * All children but comments and errors, tokens included. Remembered per node: a function or a loop's body is walked
 * again and again, and Lezer makes new nodes for each walk.
 */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  const before = known.get(node);
  if (before) return before;
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment' && !child.type.isError) found.push(child);
  }
  known.set(node, found);
  return found;
}

/** The first child of a kind. */
export function childNamed(node: SyntaxNode, name: string): SyntaxNode | null {
  return children(node).find((child) => child.name === name) ?? null;
}

/** The children that are expressions, names or statements: no keywords and no punctuation. */
export function operands(node: SyntaxNode): readonly SyntaxNode[] {
  return children(node).filter(
    (child) => /^[A-Z]/.test(child.name) && !/Op$/.test(child.name) && child.name !== 'TypeDef',
  );
}

/** The statements of a function's, class's, branch's or loop's body. */
export function bodyOf(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : children(node).filter(({ name }) => name !== ':');
}

/** The lists between commas: `a, b = c` has targets of their own. */
export function separated(nodes: readonly SyntaxNode[], separator: string): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups;
}
