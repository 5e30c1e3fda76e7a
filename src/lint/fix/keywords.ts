import { setKeyword } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { quoted } from '../../formats/alembic/write/python';
import type { TextEdit } from '../../migration/edit';
import type { Operation } from '../../migration/operation';
import { constraintsOf } from '../../paper/apply.constraints';
import { findColumn } from '../../schema/lookup';
import { findTable } from '../../schema/model';
import type { Fixer } from '../rule';
import { isAlone, isSqlText, operationAt, stepAt, textOf } from './place';
import { fixOf, safely } from './rewrite';

/** Fixes that give a call one more argument, or a statement one more word. */

/** Lets a statement outside of the transaction be done again: IF EXISTS, IF NOT EXISTS. */
export const guard: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null || !isAlone(operation, context)) return [];
  const isDrop = 'ifExists' in operation;
  const name = isDrop ? 'if_exists' : 'if_not_exists';
  return fixOf(context, safely(`Say ${isDrop ? 'IF EXISTS' : 'IF NOT EXISTS'}`), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    if (isSqlText(file, operation)) return [guardText(file, operation, isDrop)];
    // Enum types are made and dropped by methods of their own.
    const keyword = operation.via === 'core' ? 'checkfirst' : name;
    return [setKeyword(file, site.call, keyword, 'True')];
  });
};

function guardText(file: MigrationFile, { span }: Operation, isDrop: boolean): TextEdit | null {
  const text = file.text.slice(span.start, span.end);
  const head = isDrop
    ? /^drop\s+(materialized\s+view|\w+)(\s+concurrently)?\b/i
    : /^create\s+(unique\s+)?(materialized\s+view|\w+)(\s+concurrently)?\b|^alter\s+type\s+\S+\s+add\s+value\b/i;
  const [matched] = head.exec(text) ?? [];
  return matched === undefined
    ? null
    : insertion(span.start + matched.length, isDrop ? ' IF EXISTS' : ' IF NOT EXISTS');
}

/** Tells MySQL what kind of constraint is dropped, or of which table an index is. */
export const sayMore: Fixer = (report, context) => {
  const constraint = stepAt(report, context, 'dropConstraint');
  if (constraint !== null) {
    const { table, name } = constraint.operation;
    const known = findTable(constraint.schema, table);
    const type = known && constraintsOf(known).find((each) => each.name === name)?.type;
    const written = type === undefined ? byName(name ?? '') : typeNames[type];
    if (written === null) return [];
    return fixOf(context, safely(`Say that ${name ?? ''} is a constraint of type ${written}`), (file) => {
      const site = textOf(file, constraint.operation);
      return site === null ? null : [setKeyword(file, site.call, 'type_', quoted(written, file.quote))];
    });
  }
  const index = stepAt(report, context, 'dropIndex');
  const owner = index?.schema.tables.find(({ indexes }) => indexes.some((each) => each.name === index.operation.name));
  if (index === null || owner === undefined) return [];
  return fixOf(context, safely(`Say that ${index.operation.name ?? ''} is an index of ${owner.name}`), (file) => {
    const site = textOf(file, index.operation);
    return site === null ? null : [setKeyword(file, site.call, 'table_name', quoted(owner.name, file.quote))];
  });
};

const typeNames = {
  primaryKey: 'primary',
  unique: 'unique',
  foreignKey: 'foreignkey',
  check: 'check',
  exclusion: 'exclude',
} as const;

/** What the common prefixes and suffixes of names mean. */
function byName(name: string): string | null {
  if (/^(fk|fkey)_|_(fk|fkey|ibfk_\d+)$/i.test(name)) return 'foreignkey';
  if (/^(uq|uix|unique)_|_(uq|key|unique)$/i.test(name)) return 'unique';
  if (/^(ck|chk|check)_|_(ck|chk|check)$/i.test(name)) return 'check';
  return /^pk_|_(pk|pkey)$/i.test(name) ? 'primary' : null;
}

/** SQL Server drops a column only without its default, its check and its foreign key. */
export const dropWhatHolds: Fixer = (report, context) => {
  const step = stepAt(report, context, 'dropColumn');
  if (step?.operation.via !== 'op' || !isAlone(step.operation, context)) return [];
  const { table, column } = step.operation;
  const known = findTable(step.schema, table);
  const keys = known?.foreignKeys.some(({ columns }) => columns.includes(column)) === true;
  const hasCheck = known?.checks.some(({ expression }) => expression.includes(column)) === true;
  const value = findColumn(step.schema, table, column)?.default ?? null;
  const wanted = [
    ...(value !== null || (!keys && !hasCheck) ? ['mssql_drop_default'] : []),
    ...(hasCheck ? ['mssql_drop_check'] : []),
    ...(keys ? ['mssql_drop_foreign_key'] : []),
  ];
  return fixOf(context, safely(`Drop what holds ${column} with it`), (file) => {
    const site = textOf(file, step.operation);
    return site === null ? null : wanted.map((name) => setKeyword(file, site.call, name, 'True'));
  });
};

/** Lets Postgres say what depends on an object, instead of dropping it without a word. */
export const withoutCascade: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null || !isSingle(operation)) return [];
  return fixOf(context, safely('Leave CASCADE out'), (file) => {
    const site = textOf(file, operation);
    const text = file.text.slice(operation.span.start, operation.span.end);
    const at = site === null || !isSqlText(file, operation) ? -1 : text.search(/\s+cascade\s*;?\s*$/i);
    const length = /^\s+cascade/i.exec(text.slice(at))?.[0].length ?? 0;
    if (at < 0) return null;
    const start = operation.span.start + at;
    return [{ span: { start, end: start + length }, text: '' }];
  });
};

function isSingle(operation: Operation): boolean {
  return operation.via === 'sql' && 'cascade' in operation && operation.cascade;
}

/** A setting that ends with the transaction. */
export const setLocally: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'setting' || context.dialect !== 'postgresql') return [];
  return fixOf(context, safely('Use SET LOCAL, which ends with the transaction'), (file) => {
    const text = file.text.slice(operation.span.start, operation.span.end);
    const [head] = /^set(\s+session(?!_|\s+(authorization|characteristics)))?\b/i.exec(text) ?? [];
    if (head === undefined || !isSqlText(file, operation)) return null;
    return [{ span: { start: operation.span.start, end: operation.span.start + head.length }, text: 'SET LOCAL' }];
  });
};

/** A materialized view that is filled later. */
export const fillLater: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null) return [];
  return fixOf(context, safely('Create it WITH NO DATA'), (file) =>
    isSqlText(file, operation) ? [insertion(operation.span.end, ' WITH NO DATA')] : null,
  );
};
