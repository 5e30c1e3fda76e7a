import { writeBlock, type WrittenStep } from '../../formats/alembic/write/block';
import { removeKeyword, setKeyword } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { insertAfter, insertBefore, wrap } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import type { Action, ActionOf, Operation, OperationOf } from '../../migration/operation';
import { isKnownNotNull } from '../../schema/lookup';
import type { Index, ObjectName } from '../../schema/model';
import type { Fix } from '../finding';
import { stepsOf, type Fixer, type Report, type RuleContext } from '../rule';
import { isAlone, isSqlText, operationAt, siteOf, stepAt, textOf, type Site } from './place';
import { movedOut } from './moves';
import { nameOf, namingEdits } from './names';
import { fixOf, safely } from './rewrite';

/** Fixes that keep a migration from blocking others on Postgres. */

/** Builds or drops an index CONCURRENTLY, outside of the transaction. */
export const concurrently: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'createIndex' && operation?.kind !== 'dropIndex') return [];
  const name = operation.kind === 'createIndex' ? operation.index.name : operation.name;
  if (name === null || name === '' || hasReplacement(context)) return [];
  const verb = operation.kind === 'createIndex' ? 'Build' : 'Drop';
  const title = `${verb} the index CONCURRENTLY, outside of the transaction`;
  return fixOf(context, safely(title), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    if (site.batch !== null)
      return isAlone(operation, context) ? movedOut(site, concurrentLines(file, operation, context)) : null;
    const marked = isSqlText(file, operation) ? markSql(file, operation) : markCall(site, operation);
    if (marked === null || !isAlone(operation, context)) return null;
    return inAutocommit(site, operation, marked, clearance(file, operation, context));
  });
};

/**
 * An index is dropped and built anew in the same transaction, where nobody sees it missing: what would end the
 * transaction in between must not be done.
 */
function hasReplacement({ revision }: RuleContext): boolean {
  const dropped = stepsOf(revision.upgrade, 'dropIndex').map(({ operation: { name }, schema }) => ({
    name,
    keys: keysOf(schema.tables.flatMap(({ indexes }) => indexes).find((index) => index.name === name)),
  }));
  return stepsOf(revision.upgrade, 'createIndex').some(({ operation: { index } }) =>
    dropped.some(({ name, keys }) => name === index.name || keys === keysOf(index)),
  );
}

function keysOf(index: Index | undefined): string {
  return JSON.stringify(index?.keys ?? null);
}

type IndexChange = OperationOf<'createIndex'> | OperationOf<'dropIndex'>;

function markCall({ file, call }: Site, { kind }: IndexChange): readonly TextEdit[] | null {
  const edits = [
    setKeyword(file, call, 'postgresql_concurrently', 'True'),
    ...(kind === 'createIndex' ? [] : [setKeyword(file, call, 'if_exists', 'True')]),
  ];
  return edits.every((edit) => edit !== null) ? edits : null;
}

/** The words go after INDEX, which the statement's own start makes certain. */
function markSql(file: MigrationFile, { span, kind }: IndexChange): readonly TextEdit[] | null {
  const text = file.text.slice(span.start, span.end);
  const head = kind === 'createIndex' ? /^create\s+(unique\s+)?index\b/i : /^drop\s+index\b/i;
  const [matched] = head.exec(text) ?? [];
  if (matched === undefined) return null;
  const isChecked = kind === 'createIndex' || /^\s+if\s/i.test(text.slice(matched.length));
  return [insertion(span.start + matched.length, ` CONCURRENTLY${isChecked ? '' : ' IF EXISTS'}`)];
}

function concurrentLines(file: MigrationFile, operation: IndexChange, context: RuleContext): readonly string[] {
  const action: Action =
    operation.kind === 'createIndex'
      ? { ...operation, concurrently: true, ifNotExists: false }
      : { ...operation, concurrently: true, ifExists: true };
  return autocommit(file, [...clearance(file, operation, context), ...writeBlock(plain(action), file)]);
}

/** A concurrent build that failed leaves an invalid index behind, which the next try has to take away. */
function clearance(file: MigrationFile, operation: IndexChange, { revision }: RuleContext): readonly string[] {
  if (operation.kind !== 'createIndex') return [];
  const { table, index } = operation;
  const isCleared = revision.upgrade.some(
    ({ operation: other }) => other.kind === 'dropIndex' && other.name === index.name,
  );
  if (isCleared) return [];
  return writeBlock(plain({ kind: 'dropIndex', name: index.name, table, concurrently: true, ifExists: true }), file);
}

/** Lets a concurrent build begin anew where an earlier try failed, instead of taking its remains for the index. */
export const dropBeforeBuild: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'createIndex')?.operation;
  if (operation?.ifNotExists !== true || operation.via !== 'op' || !isAlone(operation, context)) return [];
  return fixOf(context, safely('Drop what a failed build left before building'), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    return [
      insertBefore(file, site.statement, clearance(file, operation, context)),
      removeKeyword(file, site.call, 'if_not_exists'),
    ];
  });
};

/** Runs a statement that Postgres refuses inside a transaction outside of Alembic's. */
export const outsideTransaction: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation === null || operation.autocommit) return [];
  return fixOf(context, safely('Run it outside of the transaction, in autocommit_block()'), (file) => {
    const site = siteOf(file, operation);
    return site === null || site.batch !== null ? null : inAutocommit(site, operation, []);
  });
};

/** The statement with its changes, after other lines, in an autocommit block. */
function inAutocommit(
  { file, statement }: Site,
  { autocommit: isOutside }: Operation,
  changes: readonly TextEdit[],
  first: readonly string[] = [],
): readonly TextEdit[] {
  if (isOutside) return [...changes, ...(first.length === 0 ? [] : [insertBefore(file, statement, first)])];
  return [...changes, ...wrap(file, statement, statement, autocommitHeader(file), first)];
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
  const name = operation === undefined ? null : nameOf(operation, context);
  const isChecked = operation?.constraint.type === 'foreignKey' || operation?.constraint.type === 'check';
  if (operation === undefined || name === null || !isChecked) return [];
  if (!isAlone(operation, context) || hasReplacement(context)) return [];
  return fixOf(context, safely('Add it NOT VALID, and validate it in a transaction of its own'), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    const mark = isSqlText(file, operation)
      ? insertion(operation.span.end, ' NOT VALID')
      : setKeyword(file, site.call, 'postgresql_not_valid', 'True');
    const after = site.batch ?? site.statement;
    return [
      ...namingEdits(file, operation, name, context),
      mark,
      insertAfter(file, after, validated(file, operation.table, name)),
    ];
  });
};

/** Builds the index of a UNIQUE or PRIMARY KEY constraint first, CONCURRENTLY, and makes it the constraint's. */
export const indexFirst: Fixer = (report, context) => {
  const step = stepAt(report, context, 'addConstraint');
  const { operation } = step ?? {};
  const { constraint } = operation ?? {};
  if (step === null || operation === undefined || (constraint?.type !== 'unique' && constraint?.type !== 'primaryKey'))
    return [];
  const { columns } = constraint;
  const name = nameOf(operation, context);
  const isPlain = constraint.deferrable !== true && constraint.nullsNotDistinct !== true;
  if (name === null || columns.length === 0 || !isPlain) return [];
  if (!isAlone(operation, context) || hasReplacement(context)) return [];
  // A key makes its columns NOT NULL, which reads every row however the index was built.
  const { schema } = step;
  if (constraint.type === 'primaryKey' && !columns.every((each) => isKnownNotNull(schema, operation.table, each)))
    return [];
  return fixOf(context, safely('Build its index CONCURRENTLY first'), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    const index = {
      name,
      keys: columns.map((column) => ({ kind: 'column', column, suffix: '' }) as const),
      isUnique: true,
      method: null,
      predicate: null,
      include: [],
      isValid: true,
    };
    const build: ActionOf<'createIndex'> = {
      kind: 'createIndex',
      table: operation.table,
      index,
      concurrently: true,
      ifNotExists: false,
    };
    const using: Action = {
      kind: 'addConstraint',
      table: operation.table,
      constraint: { ...constraint, name },
      usingIndex: name,
    };
    const clear = clearance(file, { ...operation, ...build }, context);
    const lines = [
      ...autocommit(file, [...clear, ...writeBlock(plain(build), file)]),
      ...writeBlock(plain(using), file),
    ];
    return movedOut(site, lines);
  });
};

/** Proves with a CHECK that there are no NULLs, without a lock that blocks anybody, before the column takes none. */
export const checkBeforeNotNull: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'alterColumn')?.operation;
  if (operation?.change.nullable !== false || !isAlone(operation, context) || hasReplacement(context)) return [];
  const { table, column, change } = operation;
  // A change of type would check the new constraint all over again.
  if (change.type !== undefined || change.newName !== undefined) return [];
  const name = `ck_${table.name}_${column}_not_null`;
  const constraint = { type: 'check', name, expression: `${column} IS NOT NULL`, isValid: false } as const;
  const drop: Action = { kind: 'dropConstraint', table, name, type: 'check', ifExists: false, cascade: false };
  return fixOf(context, safely('Set NOT NULL in safe steps, with a CHECK that is validated first'), (file) => {
    const site = textOf(file, operation);
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

/** Has a constraint checked that was added NOT VALID, in a transaction of its own. */
export const validateNow: Fixer = (report, context) => {
  const operation = stepAt(report, context, 'addConstraint')?.operation;
  const name = operation === undefined ? null : nameOf(operation, context);
  if (operation === undefined || name === null || !isAlone(operation, context)) return [];
  return fixOf(context, safely(`Validate ${name} in a transaction of its own`), (file) => {
    const site = siteOf(file, operation);
    if (site === null) return null;
    return [
      ...namingEdits(file, operation, name, context),
      insertAfter(file, site.batch ?? site.statement, validated(file, operation.table, name)),
    ];
  });
};

/** Adds an enum's value before the transaction in which it is used begins. */
export const addValueOutside: Fixer = (report, context) => {
  const { upgrade } = context.revision;
  const use = operationAt(report, context);
  const addition = upgrade.findLast(
    ({ operation: { kind, span, autocommit: isOutside } }) =>
      kind === 'addEnumValue' && !isOutside && use !== null && span.start < use.span.start,
  )?.operation;
  if (addition === undefined || !isAlone(addition, context)) return [];
  return fixOf(context, safely('Add the value outside of the transaction, in autocommit_block()'), (file) => {
    const site = siteOf(file, addition);
    return site === null ? null : inAutocommit(site, addition, []);
  });
};
