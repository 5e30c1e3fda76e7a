import type { SyntaxNode } from '../python/node';
import type { TextEdit } from '../../../migration/edit';
import { childNamed, children, separated } from '../python/tree';
import { insertion, type MigrationFile } from './file';

/** Changes of a call's arguments. */

/** Gives a keyword argument a value, whether it is there or not. */
export function setKeyword(file: MigrationFile, made: SyntaxNode, name: string, value: string): TextEdit | null {
  const args = argumentsOf(made);
  const known = args.find((group) => keywordOf(file, group) === name);
  const old = known?.[2];
  if (old !== undefined) return { span: { start: old.from, end: known?.at(-1)?.to ?? old.to }, text: value };
  return addArgument(file, made, `${name}=${value}`);
}

/** Takes a keyword argument out, with its comma. */
export function removeKeyword(file: MigrationFile, made: SyntaxNode, name: string): TextEdit | null {
  return removeArgument(
    made,
    argumentsOf(made).findIndex((group) => keywordOf(file, group) === name),
  );
}

/** Takes a positional argument out; those after it move up. */
export function removePositional(file: MigrationFile, made: SyntaxNode, index: number): TextEdit | null {
  return positional(file, made, index) === null ? null : removeArgument(made, index);
}

function removeArgument(made: SyntaxNode, at: number): TextEdit | null {
  const args = argumentsOf(made);
  const [start, end] = [args[at]?.[0]?.from, args[at]?.at(-1)?.to];
  if (start === undefined || end === undefined) return null;
  const before = args[at - 1]?.at(-1)?.to;
  const after = args[at + 1]?.[0]?.from;
  if (before !== undefined) return { span: { start: before, end }, text: '' };
  return { span: { start, end: after ?? end }, text: '' };
}

/** The value of an argument by its place. */
export function positional(file: MigrationFile, made: SyntaxNode, index: number): SyntaxNode | null {
  const group = argumentsOf(made)[index];
  return group !== undefined && group.length === 1 && keywordOf(file, group) === null ? (group[0] ?? null) : null;
}

/** The value of an argument by its name. */
export function keywordValue(file: MigrationFile, made: SyntaxNode, name: string): SyntaxNode | null {
  return argumentsOf(made).find((group) => keywordOf(file, group) === name)?.[2] ?? null;
}

/** After the last argument, in the layout of the call: with a line and a comma of its own where the others have them. */
function addArgument(file: MigrationFile, made: SyntaxNode, text: string): TextEdit | null {
  const list = childNamed(made, 'ArgList');
  const last = list === null ? undefined : argumentsOf(made).at(-1);
  const [first, end] = [last?.[0], last?.at(-1)];
  if (list === null) return null;
  if (first === undefined || end === undefined) return insertion(list.to - 1, text);
  const isOnOwnLine = /^[ \t]*$/.test(file.indentOf(first));
  const comma = children(list).find((node) => node.name === ',' && node.from >= end.to);
  const at = comma?.to ?? end.to;
  if (!isOnOwnLine) return insertion(at, comma ? ` ${text},` : `, ${text}`);
  const line = `\n${file.indentOf(first)}${text}`;
  return insertion(at, comma ? `${line},` : `,${line}`);
}

function argumentsOf(made: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  const list = childNamed(made, 'ArgList');
  if (list === null) return [];
  const inside = children(list).filter(({ name }) => name !== '(' && name !== ')');
  return separated(inside, ',').filter((group) => group.length > 0);
}

function keywordOf(file: MigrationFile, group: readonly SyntaxNode[]): string | null {
  const [name, operator] = group;
  return name !== undefined && operator?.name === 'AssignOp' ? file.source.read(name) : null;
}
