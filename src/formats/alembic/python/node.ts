import type { Tree, TreeCursor } from '@lezer/common';

const nothing: readonly never[] = [];

/**
 * A node of a parsed file. Lezer keeps its trees packed and makes a new object for each look at a node; migrations are
 * small, and looked at again and again, so that one pass which unpacks them all is cheaper.
 */
export class SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly parent: SyntaxNode | null;
  /** The parser had to guess. */
  readonly isError: boolean;
  /** Everything inside: tokens, comments and errors included. */
  parts: readonly SyntaxNode[] = nothing;
  /** The parts but comments and errors. */
  children: readonly SyntaxNode[] = nothing;

  constructor(cursor: TreeCursor, parent: SyntaxNode | null) {
    const { type, from, to } = cursor;
    this.name = type.name;
    this.from = from;
    this.to = to;
    this.parent = parent;
    this.isError = type.isError;
  }

  get firstChild(): SyntaxNode | null {
    return this.parts[0] ?? null;
  }

  get lastChild(): SyntaxNode | null {
    return this.parts.at(-1) ?? null;
  }

  getChild(name: string): SyntaxNode | null {
    return this.parts.find((part) => part.name === name) ?? null;
  }

  getChildren(name: string): readonly SyntaxNode[] {
    return this.parts.filter((part) => part.name === name);
  }

  /** Itself and everything inside, in order. */
  *walk(): Generator<SyntaxNode> {
    yield this;
    for (const part of this.parts) yield* part.walk();
  }

  /** The innermost node that covers the character at `offset`. */
  innermostAt(offset: number): SyntaxNode {
    const inner = this.parts.find(({ from, to }) => from <= offset && offset < to);
    return inner ? inner.innermostAt(offset) : this;
  }
}

/** Unpacks a whole tree; `see` is told of each node, parents first. */
export function unpack(tree: Tree, see: (node: SyntaxNode) => void): SyntaxNode {
  return unpackAt(tree.cursor(), null, see);
}

function unpackAt(cursor: TreeCursor, parent: SyntaxNode | null, see: (node: SyntaxNode) => void): SyntaxNode {
  const node = new SyntaxNode(cursor, parent);
  see(node);
  if (!cursor.firstChild()) return node;
  const parts: SyntaxNode[] = [];
  let isPlain = true;
  do {
    const part = unpackAt(cursor, node, see);
    parts.push(part);
    isPlain &&= isMeaningful(part);
  } while (cursor.nextSibling());
  cursor.parent();
  node.parts = parts;
  node.children = isPlain ? parts : parts.filter(isMeaningful);
  return node;
}

function isMeaningful({ name, isError }: SyntaxNode): boolean {
  return name !== 'Comment' && !isError;
}
