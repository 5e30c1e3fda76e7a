import { writeBlock, type WrittenStep } from '../../formats/alembic/write/block';
import { setKeyword } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { insertAfter, insertBefore, wrap } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import type { Action, Operation, OperationOf } from '../../migration/operation';
import type { ObjectName } from '../../schema/model';
import type { Fix } from '../finding';
import type { Fixer, Report, RuleContext } from '../rule';
import { isAlone, isSqlText, operationAt, siteOf, stepAt, type Site } from './place';
import { movedOut } from './moves';
import { fixOf, safely } from './rewrite';

/** Fixes that keep a migration from blocking others on Postgres. */

/** Builds or drops an index CONCURRENTLY, outside of the transaction. */
export const concurrently: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'createIndex' && operation?.kind !== 'dropIndex') return [];
  const verb = operation.kind === 'createIndex' ? 'Build' : 'Drop';
  const title = `${verb} the index CONCURRENTLY, outside of the transaction`;
  return fixOf(context, safely(title), (file) => {
    const site = siteOf(file, operation);
    if (site === null) return null;
    if (site.batch !== null)
      return isAlone(operation, context) ? movedOut(site, concurrentLines(file, operation)) : null;
    const marked = isSqlText(file, operation) ? markSql(file, operation) : markCall(site, operation);
    return marked === null ? null : inAutocommit(site, operation, marked);
  });
};

type IndexChange = OperationOf<'createIndex'> | OperationOf<'dropIndex'>;

function markCall({ file, call }: Site, { kind }: IndexChange): readonly TextEdit[] | null {
  const check = kind === 'createIndex' ? 'if_not_exists' : 'if_exists';
  // Both together: each would be put after the last argument.
  const first = setKeyword(file, call, 'postgresql_concurrently', 'True');
  const second = setKeyword(file, call, check, 'True');
  if (first === null || second === null) return null;
  if (first.span.start !== second.span.start) return [first, second];
  return [{ span: first.span, text: `${first.text}${second.text}` }];
}

/** The words go after INDEX, which the statement's own start makes certain. */
function markSql(file: MigrationFile, { span, kind }: IndexChange): readonly TextEdit[] | null {
  const text = file.text.slice(span.start, span.end);
  const head = kind === 'createIndex' ? /^create\s+(unique\s+)?index\b/i : /^drop\s+index\b/i;
  const [matched] = head.exec(text) ?? [];
  if (matched === undefined) return null;
  const check = kind === 'createIndex' ? 'IF NOT EXISTS' : 'IF EXISTS';
  const hasCheck = /^\s+if\s/i.test(text.slice(matched.length));
  return [insertion(span.start + matched.length, ` CONCURRENTLY${hasCheck ? '' : ` ${check}`}`)];
}

function concurrentLines(file: MigrationFile, operation: IndexChange): readonly string[] {
  const action: Action =
    operation.kind === 'createIndex'
      ? { ...operation, concurrently: true, ifNotExists: true }
      : { ...operation, concurrently: true, ifExists: true };
  return autocommit(file, writeBlock([{ action, remarks: [] }], file));
}

/** Runs a statement that Postgres refuses inside a transaction outside of Alembic's. */
export const outsideTransaction: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null || operation.autocommit) return [];
  return fixOf(context, safely('Run it outside of the transaction, in autocommit_block()'), (file) => {
    const site = siteOf(file, operation);
    return site === null || site.batch !== null ? null : inAutocommit(site, operation, []);
  });
};

/** The statement with its changes, in an autocommit block. */
function inAutocommit(
  { file, statement }: Site,
  { autocommit: isOutside }: Operation,
  changes: readonly TextEdit[],
): readonly TextEdit[] {
  return isOutside ? changes : [...changes, ...wrap(file, statement, statement, autocommitHeader(file))];
}

export function autocommitHeader(file: MigrationFile): string {
  return `with ${file.name('op')}.get_context().autocommit_block():`;
}

function autocommit(file: MigrationFile, lines: readonly string[]): readonly string[] {
  return [autocommitHeader(file), ...lines.map((line) => `${file.unit}${line}`)];
}

function plain(...actions: readonly Action[]): readonly WrittenStep[] {
  return actions.map((action) => ({ action, remarks: [] }));
}

function validated(file: MigrationFile, table: ObjectName, name: string): readonly string[] {
  return autocommit(file, writeBlock(plain({ kind: 'validateConstraint', table, name }), file));
}

/** Adds a foreign key or a CHECK NOT VALID, and validates it when its lock is gone. */
export const validateLater: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'addConstraint')?.operation;
  const name = operation?.constraint.name ?? null;
  const isChecked = operation?.constraint.type === 'foreignKey' || operation?.constraint.type === 'check';
  if (operation === undefined || name === null || !isChecked || !isAlone(operation, context)) return [];
  return fixOf(context, safely('Add it NOT VALID, and validate it in a transaction of its own'), (file) => {
    const site = siteOf(file, operation);
    if (site === null) return null;
    const mark = isSqlText(file, operation)
      ? insertion(operation.span.end, ' NOT VALID')
      : setKeyword(file, site.call, 'postgresql_not_valid', 'True');
    const after = site.batch ?? site.statement;
    return [mark, insertAfter(file, after, validated(file, operation.table, name))];
  });
};

/** Builds the index of a UNIQUE or PRIMARY KEY constraint first, CONCURRENTLY, and makes it the constraint's. */
export const indexFirst: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'addConstraint')?.operation;
  const { constraint } = operation ?? {};
  if (operation === undefined || (constraint?.type !== 'unique' && constraint?.type !== 'primaryKey')) return [];
  const { name, columns } = constraint;
  const isPlain = constraint.deferrable !== true && constraint.nullsNotDistinct !== true;
  if (name === null || columns.length === 0 || !isPlain || !isAlone(operation, context)) return [];
  return fixOf(context, safely('Build its index CONCURRENTLY first'), (file) => {
    const site = siteOf(file, operation);
    if (site === null || (site.batch === null && !isWholeStatement(file, site, operation))) return null;
    const index = {
      name,
      keys: columns.map((column) => ({ kind: 'column', column, suffix: '' }) as const),
      isUnique: true,
      method: null,
      predicate: null,
      include: [],
      isValid: true,
    };
    const build: Action = { kind: 'createIndex', table: operation.table, index, concurrently: true, ifNotExists: true };
    const lines = [
      ...autocommit(file, writeBlock(plain(build), file)),
      ...writeBlock(plain({ kind: 'addConstraint', table: operation.table, constraint, usingIndex: name }), file),
    ];
    return movedOut(site, lines);
  });
};

/** The statement does this and nothing else, so that it can be replaced. */
function isWholeStatement(file: MigrationFile, { statement, call }: Site, operation: Operation): boolean {
  if (file.endOf(statement) !== call.to) return false;
  return !isSqlText(file, operation) || /^\s*;?\s*$/.test((operation.sql ?? '').replace(textAt(file, operation), ''));
}

function textAt(file: MigrationFile, { span }: Operation): string {
  return file.text.slice(span.start, span.end);
}

/** Proves with a CHECK that there are no NULLs, without a lock that blocks anybody, before the column takes none. */
export const checkBeforeNotNull: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'alterColumn')?.operation;
  if (operation?.change.nullable !== false || !isAlone(operation, context)) return [];
  const { table, column } = operation;
  const name = `ck_${table.name}_${column}_not_null`;
  const constraint = { type: 'check', name, expression: `${column} IS NOT NULL`, isValid: false } as const;
  const drop: Action = { kind: 'dropConstraint', table, name, type: 'check', ifExists: false, cascade: false };
  return fixOf(context, safely('Set NOT NULL in safe steps, with a CHECK that is validated first'), (file) => {
    const site = siteOf(file, operation);
    if (site === null) return null;
    const place = site.batch ?? site.statement;
    const add = writeBlock(plain({ kind: 'addConstraint', table, constraint, usingIndex: null }), file);
    return [
      insertBefore(file, place, [...add, ...validated(file, table, name)]),
      insertAfter(file, place, writeBlock(plain(drop), file)),
    ];
  });
};

/** Gives up soon where a lock is not to be had, instead of letting everybody queue behind. */
export const limitLockTime: Fixer = (report, context) => insertFirst(report, context, "SET LOCAL lock_timeout = '5s'");

function insertFirst(report: Report, context: RuleContext, sql: string): readonly Fix[] {
  return fixOf(context, safely(`Begin with ${sql}`), (file) => {
    const upgrade = file.functionNamed('upgrade');
    const statement = upgrade === null ? null : file.outermostAt(report.span, upgrade);
    if (statement === null) return null;
    return [insertBefore(file, statement, [`${file.name('op')}.execute("${sql}")`])];
  });
}
