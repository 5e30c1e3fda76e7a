import type { Node, RangeVar } from '@pgsql/types';
import type { ObjectName } from '../../schema/model';

/** Small readings of the parser's tree, which leaves out every field that has its default value. */

/** The node's own kind (`CreateStmt`) and content. */
export function entry(node: Node): readonly [kind: string, content: unknown] {
  return Object.entries(node)[0] ?? ['', null];
}

export function text(node: Node | undefined): string | null {
  return node && 'String' in node ? (node.String.sval ?? '') : null;
}

/** The texts of a list of String nodes; others are left out. */
export function texts(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => text(node) ?? []);
}

/** A name given as a list (`[schema, name]`), a TypeName, a RangeVar or an ObjectWithArgs. */
export function nameOf(node: Node | undefined): ObjectName {
  if (!node) return { schema: null, name: '' };
  if ('List' in node) return qualified(texts(node.List.items));
  if ('RangeVar' in node) return relationName(node.RangeVar);
  if ('TypeName' in node) return qualified(texts(node.TypeName.names));
  if ('ObjectWithArgs' in node) return qualified(texts(node.ObjectWithArgs.objname));
  return { schema: null, name: text(node) ?? '' };
}

export function relationName(relation: RangeVar | undefined): ObjectName {
  return { schema: relation?.schemaname ?? null, name: relation?.relname ?? '' };
}

/** The last part is the name, the one before it the schema (a catalogue before that is ignored). */
export function qualified(parts: readonly string[]): ObjectName {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

/** The table that `table.column`-like lists (triggers, policies, column comments) name before their last part. */
export function owner(parts: readonly string[]): ObjectName {
  return qualified(parts.slice(0, -1));
}

/** The smallest location anywhere in a tree: where its text starts, give or take an opening parenthesis or NOT. */
export function firstLocation(tree: unknown): number {
  let first = Infinity;
  visit(tree, (key, value) => {
    if (key === 'location' && typeof value === 'number' && value >= 0) first = Math.min(first, value);
  });
  return first;
}

/** Calls back for every property in a tree, depth first. */
export function visit(tree: unknown, see: (key: string, value: unknown) => void): void {
  if (tree === null || typeof tree !== 'object') return;
  for (const [key, value] of Object.entries(tree)) {
    see(key, value);
    visit(value, see);
  }
}
