import type { SyntaxNode } from './python/node';
import type { Import } from '../../migration/migration';
import type { Scope } from './python/scope';
import { children, type PythonSource, separated, spanOf } from './python/tree';

/**
 * Binds every imported name to its full path, wherever in the file the import stands, and lists the imports. Imports
 * inside functions are bound for the whole file: that is never less than what the function sees.
 */
export function readImports(source: PythonSource, scope: Scope): readonly Import[] {
  return source.imports.flatMap((node) => readImport(node, source, scope));
}

function readImport(node: SyntaxNode, source: PythonSource, scope: Scope): readonly Import[] {
  const parts = children(node);
  return parts[0]?.name === 'from' ? fromImport(node, parts, source, scope) : plainImports(node, parts, source, scope);
}

/** `import a.b as c, d` */
function plainImports(
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  source: PythonSource,
  scope: Scope,
): readonly Import[] {
  return separated(parts.slice(1), ',').map((group) => {
    const as = group.findIndex(({ name }) => name === 'as');
    const module = written(as < 0 ? group : group.slice(0, as), source);
    const alias = as < 0 ? undefined : group[as + 1];
    const root = module.split('.')[0] ?? module;
    if (alias) bindPath(source.read(alias), module, scope);
    else bindPath(root, root, scope);
    return { module, names: [], span: spanOf(node) };
  });
}

/** `from a.b import c as d, e` */
function fromImport(
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  source: PythonSource,
  scope: Scope,
): readonly Import[] {
  const keyword = parts.findIndex(({ name }) => name === 'import');
  const module = written(parts.slice(1, keyword), source);
  const names: string[] = [];
  for (const group of separated(
    parts.slice(keyword + 1).filter(({ name }) => name !== '(' && name !== ')'),
    ',',
  )) {
    const [first, , alias] = group;
    if (!first) continue;
    const name = source.read(first);
    names.push(name);
    bindPath(alias ? source.read(alias) : name, `${module}.${name}`, scope);
  }
  return [{ module, names, span: spanOf(node) }];
}

function written(parts: readonly SyntaxNode[], source: PythonSource): string {
  return parts.map((part) => source.read(part)).join('');
}

/** `from alembic import context` gives the same operations' context; the path stays what was imported. */
function bindPath(name: string, path: string, scope: Scope): void {
  scope.assign(name, { kind: 'name', path });
}
