import { correctDocstring } from '../../src/lint/fix/text';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'revises-mismatch',
  code: 'RT811',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: (context) => [...revisesMismatch(context), ...idMismatch(context)],
  fix: correctDocstring,
});

/** `Revises: a1, b2` in the docstring against `down_revision`. */
function revisesMismatch({ revision: { migration }, file }: RuleContext): readonly Report[] {
  const written = lineOf(file.text, /^Revises:[ \t]*([^\r\n]*)/m);
  if (written === null) return [];
  const names = written.value.split(/[\s,()'"[\]]+/).filter((name) => name !== '' && name !== 'None');
  if (names.some((name) => name.startsWith('$')) || isSameSet(names, migration.parents)) return [];
  const meant = migration.parents.length === 0 ? 'nothing' : migration.parents.join(', ');
  const message =
    `The docstring says that this revises ${names.join(', ') || 'nothing'}; down_revision says ${meant}. ` +
    'Alembic follows down_revision: if that is right, correct the docstring, which people read.';
  return [{ span: written.span, subject: null, message }];
}

function idMismatch({ revision: { migration }, file }: RuleContext): readonly Report[] {
  const written = lineOf(file.text, /^Revision ID:[ \t]*(\S+)/m);
  if (written === null || written.value === migration.revision || written.value.startsWith('$')) return [];
  const message = `The docstring calls this revision ${written.value}; its id is ${migration.revision}. Correct the docstring, which people read.`;
  return [{ span: written.span, subject: null, message }];
}

function lineOf(text: string, pattern: RegExp) {
  const found = pattern.exec(text);
  if (found === null) return null;
  return { value: (found[1] ?? '').trim(), span: { start: found.index, end: found.index + found[0].trimEnd().length } };
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
