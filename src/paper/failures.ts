import type { Operation } from '../migration/operation';
import {
  findTable,
  isSameName,
  type Dialect,
  type ObjectName,
  type Schema,
  type Subject,
  type Table,
} from '../schema/model';
import { findConstraint, hasUnnamedConstraint } from './apply.constraints';
import type { Fact } from './facts';
import { neededBy } from './failures.needs';
import type { Step } from './roundtrip';

/** Why the engine refuses an operation, whatever the rows are. */
export type Failure =
  /** There is no such object. `gone`: what took it away; `null` where nothing in the files ever made it. */
  | { readonly type: 'missing'; readonly object: Subject; readonly gone: Fact | null }
  | { readonly type: 'exists'; readonly object: Subject }
  /** Other objects need it, and there is no CASCADE. */
  | { readonly type: 'needed'; readonly object: Subject; readonly by: readonly Subject[] }
  /** The index is a constraint's, which has to be dropped instead. */
  | { readonly type: 'owned'; readonly object: Subject }
  /** `op.drop_constraint(None, ...)`. */
  | { readonly type: 'unnamed'; readonly kind: 'constraint' | 'index'; readonly table: ObjectName | null };

/**
 * Why an operation cannot succeed in the schema that it meets, or `null`. Only what is known counts: nothing is said of
 * the parts of a presumed table that no line of the files names.
 */
export function failureOf(step: Step, dialect: Dialect): Failure | null {
  return withoutName(step) ?? withoutTable(step) ?? withoutObject(step) ?? inTheWay(step) ?? neededBy(step, dialect);
}

function withoutName({ operation }: Step): Failure | null {
  const isNameless = (operation.kind === 'dropConstraint' || operation.kind === 'dropIndex') && operation.name === null;
  if (!isNameless) return null;
  return { type: 'unnamed', kind: operation.kind === 'dropIndex' ? 'index' : 'constraint', table: operation.table };
}

/** The table that an operation works on is not there, and is known to be gone. */
function withoutTable({ operation, schema, facts }: Step): Failure | null {
  const table = workedOn(operation);
  if (table === null || findTable(schema, table) !== undefined || hasView(schema, table)) return null;
  const gone = lossOf(facts.lastOfTable(table, 'created', 'renamed', 'dropped', 'left'));
  const isStray = operation.kind === 'dropTable' || operation.kind === 'renameTable';
  if (gone === null && !isStray) return null;
  return mayBeMissing(operation) ? null : { type: 'missing', object: tableOf(table), gone };
}

/** The table without which an operation fails. */
function workedOn(operation: Operation): ObjectName | null {
  switch (operation.kind) {
    case 'dropIndex':
    case 'dropTable':
    case 'renameTable':
    case 'alterTable':
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'createIndex':
    case 'addConstraint':
    case 'dropConstraint':
    case 'validateConstraint':
    case 'renameConstraint':
    case 'insert':
    case 'update':
    case 'delete':
      return operation.table;
    default:
      return null;
  }
}

/** The column, index, constraint or type that an operation works on is not there. */
function withoutObject(step: Step): Failure | null {
  const { operation } = step;
  if (mayBeMissing(operation)) return null;
  switch (operation.kind) {
    case 'dropColumn':
      return withoutColumn(step, operation.table, [operation.column], true);
    case 'alterColumn':
      return withoutColumn(step, operation.table, [operation.column], operation.change.newName !== undefined);
    case 'update':
      return withoutColumn(
        step,
        operation.table,
        operation.assignments.map(({ column }) => column),
        false,
      );
    case 'insert':
      return withoutColumn(step, operation.table, operation.columns ?? [], false);
    case 'createIndex': {
      const keys = operation.index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
      return withoutColumn(step, operation.table, keys, false);
    }
    case 'addConstraint':
      return withoutColumn(step, operation.table, columnsOf(operation.constraint), false) ?? withoutTarget(step);
    case 'createTable':
      return withoutTarget(step);
    case 'dropIndex':
      return withoutIndex(step.schema, operation);
    case 'dropConstraint':
      return withoutConstraint(step.schema, operation);
    default:
      return null;
  }
}

function columnsOf(constraint: Extract<Operation, { kind: 'addConstraint' }>['constraint']): readonly string[] {
  return 'columns' in constraint ? constraint.columns : [];
}

/** @param isStray whether a column counts that nothing in the files has ever taken away */
function withoutColumn(
  { schema, facts }: Step,
  name: ObjectName,
  columns: readonly string[],
  isStray: boolean,
): Failure | null {
  const table = findTable(schema, name);
  if (table === undefined || table.columns.length === 0) return null;
  for (const column of columns) {
    if (table.columns.some((each) => each.name === column)) continue;
    const gone = lossOf(facts.lastOfColumn(name, column, 'created', 'renamed', 'dropped', 'left'));
    const object: Subject = { kind: 'column', schema: name.schema, table: name.name, name: column };
    if (gone !== null || isStray) return { type: 'missing', object, gone };
  }
  return null;
}

/** A foreign key at a table that is known to be gone: the parent has to come back first. */
function withoutTarget({ operation, schema, facts }: Step): Failure | null {
  const constraints =
    operation.kind === 'createTable'
      ? operation.constraints
      : operation.kind === 'addConstraint'
        ? [operation.constraint]
        : [];
  for (const constraint of constraints) {
    if (constraint.type !== 'foreignKey' || findTable(schema, constraint.target) !== undefined) continue;
    const isOwn = 'table' in operation && operation.table !== null && isSameName(operation.table, constraint.target);
    const gone = lossOf(facts.lastOfTable(constraint.target, 'created', 'renamed', 'dropped', 'left'));
    if (gone !== null && !isOwn) return { type: 'missing', object: tableOf(constraint.target), gone };
  }
  return null;
}

function withoutIndex(schema: Schema, { name, table }: Extract<Operation, { kind: 'dropIndex' }>): Failure | null {
  if (name === null) return null;
  const tables = table === null ? schema.tables : schema.tables.filter((each) => isSameName(each, table));
  // An index without a name gets one from the metadata's convention: a drop by any name may mean it.
  if (tables.some((each) => each.indexes.some((index) => index.name === name || index.name === ''))) return null;
  const object: Subject = { kind: 'index', schema: table?.schema ?? null, table: table?.name ?? null, name };
  if (tables.some((each) => each.primaryKey?.name === name))
    return { type: 'owned', object: { ...object, kind: 'primary key' } };
  const isUnique = tables.some((each) => each.uniques.some((key) => key.name === name));
  if (isUnique) return { type: 'owned', object: { ...object, kind: 'unique' } };
  return tables.some((each) => each.columns.length > 0) ? { type: 'missing', object, gone: null } : null;
}

function withoutConstraint(
  schema: Schema,
  { table, name, type }: Extract<Operation, { kind: 'dropConstraint' }>,
): Failure | null {
  const known = findTable(schema, table);
  if (known === undefined || known.columns.length === 0 || name === null) return null;
  if (findConstraint(known, name, type) !== undefined || hasUnnamedConstraint(known, type)) return null;
  const object: Subject = { kind: constraintKinds[type ?? 'check'], schema: table.schema, table: table.name, name };
  return { type: 'missing', object, gone: null };
}

const constraintKinds = {
  primaryKey: 'primary key',
  unique: 'unique',
  foreignKey: 'foreign key',
  check: 'check',
  exclusion: 'exclusion',
} satisfies Record<NonNullable<Extract<Operation, { kind: 'dropConstraint' }>['type']>, Subject['kind']>;

/** What an operation would make is there already. */
function inTheWay({ operation, schema }: Step): Failure | null {
  switch (operation.kind) {
    case 'createTable':
      return operation.ifNotExists || findTable(schema, operation.table) === undefined
        ? null
        : { type: 'exists', object: tableOf(operation.table) };
    case 'renameTable': {
      const newTable = { schema: operation.table.schema, name: operation.newName };
      return findTable(schema, newTable) === undefined ? null : { type: 'exists', object: tableOf(newTable) };
    }
    case 'addColumn': {
      const { table, column, ifNotExists } = operation;
      const isThere = findTable(schema, table)?.columns.some(({ name }) => name === column.name) === true;
      const object: Subject = { kind: 'column', schema: table.schema, table: table.name, name: column.name };
      return isThere && !ifNotExists ? { type: 'exists', object } : null;
    }
    case 'createIndex': {
      const { table, index, ifNotExists } = operation;
      const isThere =
        index.name !== '' && findTable(schema, table)?.indexes.some(({ name }) => name === index.name) === true;
      const object: Subject = { kind: 'index', schema: table.schema, table: table.name, name: index.name };
      return isThere && !ifNotExists ? { type: 'exists', object } : null;
    }
    default:
      return null;
  }
}

/** What took the object away; not a step that perhaps did not run. */
function lossOf(last: Fact | undefined): Fact | null {
  const isLoss = last?.type === 'dropped' || last?.type === 'left';
  return isLoss && last.operation.certainty === 'always' ? last : null;
}

function mayBeMissing(operation: Operation): boolean {
  return 'ifExists' in operation && operation.ifExists;
}

function hasView(schema: Schema, { name }: ObjectName): boolean {
  return schema.views.some((view) => view.name === name);
}

function tableOf({ schema, name }: ObjectName | Table): Subject {
  return { kind: 'table', schema, table: name, name };
}
