import type { SyntaxNode } from '../python/node';
import type { TextEdit } from '../../../migration/edit';
import { bodyOf, childNamed } from '../python/tree';
import { insertion, type MigrationFile } from './file';

/** Changes of whole statements. Lines are given without indentation and get that of their place. */

export function insertBefore(file: MigrationFile, statement: SyntaxNode, lines: readonly string[]): TextEdit {
  const indent = file.indentOf(statement);
  return insertion(file.lineStart(statement.from), lines.map((line) => `${indented(line, indent)}\n`).join(''));
}

export function insertAfter(file: MigrationFile, statement: SyntaxNode, lines: readonly string[]): TextEdit {
  const indent = file.indentOf(statement);
  return insertion(file.lineEnd(file.endOf(statement)), lines.map((line) => `\n${indented(line, indent)}`).join(''));
}

export function replaceStatement(file: MigrationFile, statement: SyntaxNode, lines: readonly string[]): TextEdit {
  const indent = file.indentOf(statement);
  const text = lines.map((line) => indented(line, indent)).join('\n');
  return { span: { start: statement.from, end: file.endOf(statement) }, text: text.slice(indent.length) };
}

/** Takes a statement out, with its lines; the last one of a block leaves `pass`. */
export function removeStatement(file: MigrationFile, statement: SyntaxNode): TextEdit {
  const siblings = bodyOf(statement.parent).filter(({ name }) => name !== 'Comment');
  if (siblings.length < 2) return replaceStatement(file, statement, ['pass']);
  return { span: { start: file.lineStart(statement.from), end: file.nextLine(file.endOf(statement)) }, text: '' };
}

/** Puts statements that follow one another in a block of their own, `with ...:`, after other lines in it. */
export function wrap(
  file: MigrationFile,
  first: SyntaxNode,
  last: SyntaxNode,
  header: string,
  before: readonly string[] = [],
): readonly TextEdit[] {
  const start = file.lineStart(first.from);
  const end = file.endOf(last);
  const kept = longTexts(first, end);
  const indent = file.indentOf(first);
  const lead = [`${indent}${header}`, ...before.map((line) => indented(line, `${indent}${file.unit}`))];
  const edits: TextEdit[] = [insertion(start, `${lead.join('\n')}\n${file.unit}`)];
  for (let at = file.text.indexOf('\n', start); at >= 0 && at < end; at = file.text.indexOf('\n', at + 1)) {
    const isInText = kept.some(({ from, to }) => from <= at && at < to);
    const isBlank = /^[ \t]*\r?(\n|$)/.test(file.text.slice(at + 1));
    if (!isInText && !isBlank) edits.push(insertion(at + 1, file.unit));
  }
  return edits;
}

/** String literals of more than one line: what they hold is no indentation. */
function longTexts(first: SyntaxNode, end: number): readonly { readonly from: number; readonly to: number }[] {
  const around = [...(first.parent?.walk() ?? [])];
  return around.filter(({ name, from, to }) => /^(Format)?String$/.test(name) && from <= end && to >= first.from);
}

/**
 * Adds lines at the end of a function, before a bare `return` that ends it. In a body that does nothing they take the
 * place of its `pass`. `null` where the body's layout leaves no room.
 */
export function appendToFunction(
  file: MigrationFile,
  definition: SyntaxNode,
  lines: readonly string[],
): TextEdit | null {
  const body = childNamed(definition, 'Body');
  const statements = bodyOf(body);
  const last = statements.at(-1);
  if (body === null || last === undefined || statements.slice(0, -1).some(isExit)) return null;
  if (!file.standsAlone(last)) return replaceLine(file, definition, body, statements, lines);
  if (isIdle(file, last))
    return statements.length > 1 && last.name === 'ReturnStatement'
      ? insertBefore(file, last, lines)
      : replaceStatement(file, last, lines);
  return insertAfter(file, last, lines);
}

/** What follows it is never reached. */
function isExit({ name }: SyntaxNode): boolean {
  return name === 'ReturnStatement' || name === 'RaiseStatement';
}

/** Takes out a `return` before the end of a function, so that what follows is done. */
export function removeEarlyReturn(file: MigrationFile, definition: SyntaxNode): TextEdit | null {
  const statements = bodyOf(childNamed(definition, 'Body'));
  const early = statements.slice(0, -1).find(({ name }) => name === 'ReturnStatement');
  return early !== undefined && file.standsAlone(early) && isIdle(file, early) ? removeStatement(file, early) : null;
}

/** `def downgrade(): pass`. */
function replaceLine(
  file: MigrationFile,
  definition: SyntaxNode,
  body: SyntaxNode,
  statements: readonly SyntaxNode[],
  lines: readonly string[],
): TextEdit | null {
  const [only] = statements;
  if (statements.length !== 1 || only === undefined || !isIdle(file, only)) return null;
  const indent = `${file.indentOf(definition)}${file.unit}`;
  const text = lines.map((line) => `\n${indented(line, indent)}`).join('');
  return { span: { start: body.from, end: file.endOf(only) }, text: `:${text}` };
}

/** `pass`, `...`, or a `return` of nothing. */
function isIdle(file: MigrationFile, node: SyntaxNode): boolean {
  return /^(pass|\.\.\.|return|return None)$/.test(file.source.read(node).trim());
}

/** A downgrade for a file that has none, after its upgrade and with the same signature. */
export function addDowngrade(file: MigrationFile, lines: readonly string[]): TextEdit | null {
  const upgrade = file.functionNamed('upgrade');
  if (upgrade === null) return null;
  const parameters = childNamed(upgrade, 'ParamList');
  const returns = childNamed(upgrade, 'TypeDef');
  const list = parameters ? file.source.read(parameters) : '()';
  const arrow = returns ? ` ${file.source.read(returns)}` : '';
  const body = lines.map((line) => `\n${indented(line, file.unit)}`).join('');
  return insertion(file.endOf(upgrade), `\n\n\ndef downgrade${list}${arrow}:${body}`);
}

export function indented(line: string, indent: string): string {
  return line === '' ? '' : `${indent}${line}`;
}
