import { TreeFragment, type Tree } from '@lezer/common';
import { parser } from '@lezer/python';

interface Parsed {
  readonly text: string;
  readonly fragments: readonly TreeFragment[];
}

/**
 * The last tree of each file: while somebody types, all but a few nodes stay what they were. The first reading keeps no
 * tree, because most files are read once, and a thousand trees that nobody asks for again cost more than one parse.
 */
const trees = new Map<string, Parsed>();
const mostTrees = 200;

/** Parses a text, with what stayed the same since the last time that this path was parsed. */
export function parseAgain(text: string, path: string | undefined): Tree {
  if (path === undefined) return parser.parse(text);
  const before = trees.get(path);
  const tree = parser.parse(text, before && changed(before, text));
  if (trees.size >= mostTrees) trees.clear();
  trees.set(path, { text, fragments: before ? TreeFragment.addTree(tree, before.fragments) : [] });
  return tree;
}

function changed({ text: before, fragments }: Parsed, text: string): readonly TreeFragment[] {
  const start = commonStart(before, text);
  const end = commonEnd(before, text, start);
  const change = { fromA: start, toA: before.length - end, fromB: start, toB: text.length - end };
  return start === before.length && start === text.length ? fragments : TreeFragment.applyChanges(fragments, [change]);
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** How many characters at the end are the same, not counting those before `start`. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}
