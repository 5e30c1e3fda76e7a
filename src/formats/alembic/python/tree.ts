import type { Span } from '../../../migration/span';
import { parseAgain } from './incremental';
import { lenient } from './lenient';
import { unpack, type SyntaxNode } from './node';

export type { SyntaxNode };

/** A parsed Python file. */
export class PythonSource {
  readonly text: string;
  readonly module: SyntaxNode;
  /** All import statements, wherever they stand. */
  readonly imports: readonly SyntaxNode[];
  readonly #errors: readonly Span[];

  /** @param path where the file lies: what stayed the same since it was last parsed is not parsed again */
  constructor(text: string, path?: string) {
    const imports: SyntaxNode[] = [];
    const errors: Span[] = [];
    this.text = text;
    this.module = unpack(parseAgain(lenient(text), path), (node) => {
      if (node.name === 'ImportStatement') imports.push(node);
      if (node.isError) errors.push(spanOf(node));
    });
    this.imports = imports;
    this.#errors = errors;
  }

  read(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** Where the parser had to guess. */
  errors(): readonly Span[] {
    return this.#errors;
  }
}

export function spanOf(node: SyntaxNode): Span {
  return { start: node.from, end: node.to };
}

/** All children but comments and errors, tokens included. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children;
}

/** The first child of a kind. */
export function childNamed(node: SyntaxNode, name: string): SyntaxNode | null {
  return children(node).find((child) => child.name === name) ?? null;
}

/** The children that are expressions, names or statements: no keywords and no punctuation. */
export function operands(node: SyntaxNode): readonly SyntaxNode[] {
  return children(node).filter(({ name }) => isOperand(name));
}

/** There are few names of nodes, and each is asked about thousands of times. */
const knownOperands = new Map<string, boolean>();

function isOperand(name: string): boolean {
  const before = knownOperands.get(name);
  if (before !== undefined) return before;
  const result = /^[A-Z]/.test(name) && !/Op$/.test(name) && name !== 'TypeDef';
  knownOperands.set(name, result);
  return result;
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
