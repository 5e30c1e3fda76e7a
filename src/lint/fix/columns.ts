import type { SyntaxNode } from '@lezer/common';
import { comment, writeBlock } from '../../formats/alembic/write/block';
import { setKeyword } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { flat } from '../../formats/alembic/write/python';
import { writeDefault } from '../../formats/alembic/write/sql';
import { insertBefore } from '../../formats/alembic/write/statements';
import { writeType } from '../../formats/alembic/write/types';
import type { Action } from '../../migration/operation';
import { placeholderValue } from '../../paper/inverse/placeholder';
import { guessKey } from '../../paper/baseline/pieces';
import { findColumn } from '../../schema/lookup';
import { formatName } from '../../schema/model';
import { renderType } from '../../schema/type';
import { formatColumn, type Fixer } from '../rule';
import { isAlone, isSqlText, siteOf, stepAt } from './place';
import { fixOf, safely, tentatively } from './rewrite';

/** Gives a required column a server default, so that the rows that are there have a value. */
export const supplyDefault: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'addColumn')?.operation;
  if (operation === undefined || !isAlone(operation, context)) return [];
  const { table, column } = operation;
  const value = placeholderValue(column.type);
  const remark = comment(`choose the value that the rows get that are there: ${value} stands in for it.`);
  return fixOf(context, tentatively(`Give ${formatColumn(table, column.name)} a server_default`), (file) => {
    const site = siteOf(file, operation);
    if (site === null) return null;
    const note = insertBefore(file, site.statement, remark);
    if (isSqlText(file, operation)) return [note, insertion(operation.span.end, ` DEFAULT ${value}`)];
    const declared = columnCall(file, site.call);
    return declared === null
      ? null
      : [note, setKeyword(file, declared, 'server_default', flat(writeDefault(value, file)))];
  });
};

/** The `sa.Column(...)` among a call's arguments. */
function columnCall(file: MigrationFile, call: SyntaxNode): SyntaxNode | null {
  const args = call.getChild('ArgList')?.getChildren('CallExpression') ?? [];
  return args.find((each) => /\bColumn$/.test(calleeOf(file, each))) ?? null;
}

function calleeOf(file: MigrationFile, call: SyntaxNode): string {
  return call.firstChild === null ? '' : file.source.read(call.firstChild);
}

/** Gives the rows without a value one before the column becomes NOT NULL. */
export const fillBeforeNotNull: Fixer = (report, context) => {
  const step = stepAt(report, context, 'alterColumn');
  if (step === null || !isAlone(step.operation, context)) return [];
  const { table, column } = step.operation;
  const type = findColumn(step.schema, table, column)?.type ?? step.operation.before.type ?? null;
  const value = placeholderValue(type);
  const update: Action = {
    kind: 'update',
    table,
    assignments: [{ column, expression: value }],
    where: `${column} IS NULL`,
    reads: [],
  };
  const remark = `choose the value that rows without ${column} get: ${value} stands in for it.`;
  return fixOf(context, tentatively(`Fill the NULLs of ${formatColumn(table, column)} before`), (file) => {
    const site = siteOf(file, step.operation);
    if (site === null) return null;
    const lines = writeBlock([{ action: update, remarks: [remark] }], file);
    return [insertBefore(file, site.batch ?? site.statement, lines)];
  });
};

/** Tells Postgres how the values become the new type. */
export const sayUsing: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'alterColumn')?.operation;
  const type = operation?.change.type ?? null;
  if (operation === undefined || type === null || operation.change.using !== undefined) return [];
  const using = `${operation.column}::${renderType(type, 'postgresql')}`;
  return fixOf(context, safely(`Convert the values with ${using}`), (file) => {
    const site = siteOf(file, operation);
    if (site === null || !isAlone(operation, context)) return null;
    if (isSqlText(file, operation)) return [insertion(operation.span.end, ` USING ${using}`)];
    return [setKeyword(file, site.call, 'postgresql_using', `${file.quote}${using}${file.quote}`)];
  });
};

/** Hands Alembic the type that a column has, where its database has to restate the column. */
export const sayExistingType: Fixer = (report, context) => {
  const step = stepAt(report, context, 'alterColumn');
  if (step === null || step.operation.via === 'sql' || !isAlone(step.operation, context)) return [];
  const { table, column } = step.operation;
  const type = findColumn(step.schema, table, column)?.type ?? null;
  const path = `${formatName(table)}.${column}`;
  const isGuess = type === null || context.revision.guesses.has(guessKey('type', path));
  const remark = comment(`the files do not tell the type of ${path}: check it.`);
  const title = `Say the type that ${formatColumn(table, column)} has`;
  return fixOf(context, isGuess ? tentatively(title) : safely(title), (file) => {
    const site = siteOf(file, step.operation);
    const written = type === null ? `${file.name('sa')}.Text()` : writeType(type, file);
    if (site === null || written === null) return null;
    const edit = setKeyword(file, site.call, 'existing_type', flat(written));
    return isGuess ? [insertBefore(file, site.statement, remark), edit] : [edit];
  });
};
