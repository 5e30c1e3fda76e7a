import type { SyntaxNode } from '../../formats/alembic/python/node';
import { explicitCast } from '../../../rules/type-cast/casts';
import { comment, writeBlock } from '../../formats/alembic/write/block';
import { setKeyword } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { boolean, flat, quoted } from '../../formats/alembic/write/python';
import { writeDefault } from '../../formats/alembic/write/sql';
import { bodyOf } from '../../formats/alembic/python/tree';
import { insertBefore } from '../../formats/alembic/write/statements';
import { writeType } from '../../formats/alembic/write/types';
import type { Action, Operation } from '../../migration/operation';
import { placeholderValue } from '../../paper/inverse/placeholder';
import { guessKey } from '../../paper/baseline/pieces';
import { findColumn } from '../../schema/lookup';
import type { PaperRevision } from '../../paper/roundtrip';
import { findTable, formatName, type Column, type Dialect, type Schema } from '../../schema/model';
import { formatColumn, type Fixer } from '../rule';
import { isAlone, isSqlText, siteOf, stepAt, textOf } from './place';
import { fixOf, safely, tentatively } from './rewrite';

/** Gives a required column a server default, so that the rows that are there have a value. */
export const supplyDefault: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'addColumn')?.operation;
  if (operation === undefined || !isAlone(operation, context)) return [];
  const { table, column } = operation;
  // No value that we could make up is a key of the other table.
  if (findTable(context.revision.after, table)?.foreignKeys.some(({ columns }) => columns.includes(column.name)))
    return [];
  const value = placeholderValue(column.type);
  const remark = comment(`choose the value that the rows get that are there: ${value} stands in for it.`);
  return fixOf(context, tentatively(`Give ${formatColumn(table, column.name)} a server_default`), (file) => {
    const site = textOf(file, operation);
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
  const isThereFirst = findColumn(startOf(context.revision, step.side), table, column) !== undefined;
  const remark = `choose the value that rows without ${column} get: ${value} stands in for it.`;
  return fixOf(context, tentatively(`Fill the NULLs of ${formatColumn(table, column)} before`), (file) => {
    const site = siteOf(file, step.operation);
    if (site === null) return null;
    const lines = writeBlock([{ action: update, remarks: [remark] }], file);
    // Before the first statement nothing is locked yet: the column may be filled there if it is there.
    const first = isThereFirst ? firstStatement(file, step.side) : null;
    return [insertBefore(file, first ?? site.batch ?? site.statement, lines)];
  });
};

function startOf(revision: PaperRevision, side: 'upgrade' | 'downgrade'): Schema {
  return side === 'upgrade' ? revision.before : revision.after;
}

/** The first statement of a migration function that is more than its docstring. */
function firstStatement(file: MigrationFile, name: string): SyntaxNode | null {
  const statements = bodyOf(file.functionNamed(name)?.getChild('Body') ?? null);
  const first = statements.find((each) => each.firstChild?.name !== 'String') ?? null;
  return first !== null && file.standsAlone(first) ? first : null;
}

/** Tells Postgres how the values become the new type. */
export const sayUsing: Fixer = (report, context) => {
  const step = stepAt(report, context, 'alterColumn');
  const operation = step?.operation;
  const type = operation?.change.type ?? null;
  if (operation === undefined || step === null || type === null || operation.change.using !== undefined) return [];
  const from = findColumn(step.schema, operation.table, operation.column)?.type ?? operation.before.type ?? null;
  const using = from === null ? null : explicitCast(operation.column, from, type);
  if (using === null) return [];
  return fixOf(context, safely(`Convert the values with ${using}`), (file) => {
    const site = textOf(file, operation);
    if (site === null || !isAlone(operation, context)) return null;
    if (isSqlText(file, operation)) return [insertion(operation.span.end, ` USING ${using}`)];
    return [setKeyword(file, site.call, 'postgresql_using', quoted(using, file.quote))];
  });
};

/** Hands Alembic what a column is, where its database has to restate it to change it. */
export const sayWhatExists: Fixer = (report, context) => {
  const step = stepAt(report, context, 'alterColumn');
  if (step === null || step.operation.via === 'sql' || !isAlone(step.operation, context)) return [];
  const { table, column } = step.operation;
  const path = `${formatName(table)}.${column}`;
  const { guesses } = context.revision;
  const isGuess = [guessKey('type', path), guessKey('column', path)].some((key) => guesses.has(key));
  const known = findColumn(step.schema, table, column);
  const remark = comment(`the files do not tell what ${path} is: check its type, nullability and default.`);
  const title = `Say what ${formatColumn(table, column)} is, so that nothing of it is lost`;
  return fixOf(context, isGuess || known === undefined ? tentatively(title) : safely(title), (file) => {
    const site = siteOf(file, step.operation);
    if (site === null) return null;
    const missing = attributes(known, file, context.dialect).filter(([name]) => !isGiven(step.operation, name));
    const edits = missing.map(([name, value]) => setKeyword(file, site.call, `existing_${name}`, value));
    return isGuess || known === undefined ? [insertBefore(file, site.statement, remark), ...edits] : edits;
  });
};

/** What `alter_column` takes as `existing_...`. SQL Server restates type and nullability only. */
function attributes(
  column: Column | undefined,
  file: MigrationFile,
  dialect: Dialect,
): readonly (readonly [name: string, value: string])[] {
  const type = column?.type ? writeType(column.type, file) : null;
  const value = column?.default ?? null;
  const comment_ = column?.comment ?? null;
  return [
    ['type', type === null ? `${file.name('sa')}.Text()` : flat(type)],
    ['nullable', boolean(column?.nullable ?? true)],
    ...(value === null || dialect === 'mssql' ? [] : [['server_default', flat(writeDefault(value, file))] as const]),
    ...(comment_ === null || dialect === 'mssql' ? [] : [['comment', quoted(comment_, file.quote)] as const]),
  ];
}

/** The new value, or the old one, is among the arguments. */
function isGiven({ given = [] }: Operation, name: string): boolean {
  return given.includes(name === 'type' ? 'type_' : name) || given.includes(`existing_${name}`);
}
