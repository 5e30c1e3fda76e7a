import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import type { TextEdit } from '../../migration/edit';
import { isSymbol, isWord, tokenize } from '../../schema/tokens';
import type { Fixer } from '../rule';
import { isSqlText, operationAt } from './place';
import { fixOf, safely } from './rewrite';

/** Fixes of SQL where it stands in the file. Text with escapes, or put together of pieces, is left alone. */

/** Escapes the colons that SQLAlchemy takes for parameters although they stand in literals. */
export const escapeColons: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null) return [];
  return fixOf(context, safely('Escape the colons in literals'), (file) => {
    const sql = verbatim(file, operation.span, operation.sql);
    if (sql === null || !isSqlText(file, operation)) return null;
    const literals = tokenize(sql).filter(({ kind }) => kind === 'string');
    const isRaw = /(?:^|[^\w])[rR]["']{1,3}$/.test(file.text.slice(0, operation.span.start));
    return [...sql.matchAll(/(?<![:\w\\]):(?=\w+(?!:))/g)]
      .filter(({ index }) => literals.some(({ start, end }) => start < index && index < end))
      .map(({ index }) => insertion(operation.span.start + index, isRaw ? '\\' : '\\\\'));
  });
};

/** `= NULL` never holds; `IS NULL` is meant. */
export const compareWithIs: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'update' && operation?.kind !== 'delete') return [];
  return fixOf(context, safely('Compare with IS NULL'), (file) => {
    const sql = verbatim(file, operation.span, operation.sql);
    const where = sql?.search(/\bwhere\b/i) ?? -1;
    if (sql === null || where < 0) return null;
    return comparisons(sql, where).map(({ start, end, text }) => ({
      span: { start: operation.span.start + start, end: operation.span.start + end },
      text,
    }));
  });
};

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An operator and the space after it, as `IS` or `IS NOT`. */
function comparisons(sql: string, from: number): readonly Replacement[] {
  const tokens = tokenize(sql);
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    const isComparison = isSymbol(token, '=') || isSymbol(token, '<>') || isSymbol(token, '!=');
    if (!isComparison || next === undefined || !isWord(next, 'NULL') || token.start < from) return [];
    const before = /\s/.test(sql[token.start - 1] ?? '') ? '' : ' ';
    return [{ start: token.start, end: next.start, text: `${before}${isSymbol(token, '=') ? 'IS' : 'IS NOT'} ` }];
  });
}

/** SQL that stands in the file character by character, so that places in it are places in the file. */
function verbatim(file: MigrationFile, { start, end }: TextEdit['span'], sql: string | undefined): string | null {
  const text = file.text.slice(start, end);
  return sql !== undefined && sql.trim().startsWith(text) ? text : null;
}

/** Says in the docstring what is true: people read it, Alembic does not. */
export const correctDocstring: Fixer = ({ span }, { file, revision: { migration } }) => {
  const written = file.text.slice(span.start, span.end);
  const [label = ''] = /^(Revises|Revision ID):/.exec(written) ?? [];
  if (label === '') return [];
  const value = label === 'Revises:' ? migration.parents.join(', ') : migration.revision;
  return [
    { title: `Write "${label} ${value}"`, safety: 'safe', edits: [{ span, text: `${label} ${value}`.trimEnd() }] },
  ];
};
