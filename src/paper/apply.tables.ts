import type { Operation, OperationOf } from '../migration/operation';
import {
  findTable,
  formatName,
  isSameName,
  type Column,
  type ColumnType,
  type EnumType,
  type KeyConstraint,
  type ObjectName,
  type Schema,
  type Table,
} from '../schema/model';
import type { Setting } from './apply';
import { serialTypes } from './apply.columns';
import { withConstraint } from './apply.constraints';
import { withIndex } from './apply.indexes';
import { editColumn, editEveryTable, editTable, hasNamed, putNamed, withoutNamed } from './edit';

/** The columns of CREATE TABLE AS over one table: those that it reads, or all of them. */
function columnsRead(schema: Schema, { reads }: OperationOf<'createTable'>): readonly Column[] {
  const [read, ...others] = reads;
  const source = read?.table === null || read === undefined ? undefined : findTable(schema, read.table);
  if (source === undefined || others.length > 0) return [];
  const columns = source.columns.filter(({ name }) => read?.columns.length === 0 || read?.columns.includes(name));
  return columns.map((column) => ({ ...column, nullable: true, default: null, identity: null, generated: null }));
}

/** Marks a table that ends with the session, as a trait. */
export const TEMPORARY = 'temporary';

export function createTable(schema: Schema, operation: OperationOf<'createTable'>, setting: Setting): Schema {
  if (isKept(operation) && findTable(schema, operation.table) !== undefined) return schema;
  const shaped = operation.columns.length > 0 ? operation : { ...operation, columns: columnsRead(schema, operation) };
  const created = { ...schema, tables: putNamed(schema.tables, tableOf(shaped, setting)) };
  return operation.createsEnums && setting.dialect === 'postgresql'
    ? withEnumsOf(created, operation.columns, operation.table.schema)
    : created;
}

export function dropTable(schema: Schema, { table, cascade }: OperationOf<'dropTable'>): Schema {
  const belongs = (object: { readonly table: string; readonly schema: string | null }) =>
    isSameName({ name: object.table, schema: object.schema }, table);
  const rest: Schema = {
    ...schema,
    tables: withoutNamed(schema.tables, table),
    triggers: schema.triggers.filter((trigger) => !belongs(trigger)),
    policies: schema.policies.filter((policy) => !belongs(policy)),
    sequences: schema.sequences.filter(({ ownedBy }) => ownedBy?.startsWith(`${formatName(table)}.`) !== true),
  };
  return cascade ? withoutForeignKeysTo(rest, table) : rest;
}

/** Everything that belongs to the table or points at it follows; names of indexes and constraints stay. */
export function renameTable(schema: Schema, { table, newName }: OperationOf<'renameTable'>): Schema {
  return moveTable(schema, table, { schema: table.schema, name: newName });
}

export function alterTable(schema: Schema, { table, change }: OperationOf<'alterTable'>): Schema {
  switch (change.type) {
    case 'comment':
      return editTable(schema, table, (old) => ({ ...old, comment: change.comment }));
    case 'trait':
      return editTable(schema, table, (old) => ({ ...old, traits: withTrait(old.traits, change.trait, change.isOn) }));
    case 'schema':
      return moveTable(schema, table, { schema: change.schema, name: table.name });
    case 'trigger':
      return withTriggerEnabled(schema, table, change.name, change.isEnabled);
    case 'partition':
      return editTable(schema, change.partition, (old) => ({
        ...old,
        parent: change.action === 'attach' ? table : null,
      }));
    case 'inheritance':
      return editTable(schema, table, (old) => ({ ...old, parent: change.isOn ? change.parent : null }));
    case 'replicaIdentity':
    case 'tablespace':
    case 'accessMethod':
    case 'owner':
    case 'options':
    case 'clusterOn':
    case 'columnSetting':
    case 'constraint':
    case 'other':
      return schema;
  }
}

/** What a new process finds: tables made in the last session as TEMPORARY are gone. */
export function endSession(schema: Schema): Schema {
  if (!schema.tables.some(isTemporary)) return schema;
  return { ...schema, tables: schema.tables.filter((table) => !isTemporary(table)) };
}

/** Enum types that SQLAlchemy creates along with a table's columns. */
function withEnumsOf(schema: Schema, columns: readonly Column[], inSchema: string | null): Schema {
  const owned = columns.filter(({ type }) => type?.createType !== false);
  const enums = owned.flatMap(({ type }) => enumOf(type, inSchema) ?? []);
  const fresh = enums.filter((type) => !hasNamed(schema.enums, type));
  return { ...schema, enums: fresh.reduce(putNamed, schema.enums) };
}

/** The enum type that a column's type speaks of, or `null` for text with a list of allowed values. */
export function enumOf(type: ColumnType | null, inSchema: string | null = null): EnumType | null {
  if (type?.labels === undefined || isTextual(type.name)) return null;
  return { schema: type.schema ?? inSchema, name: type.name, labels: type.labels };
}

export function isTextual(typeName: string): boolean {
  return textual.has(typeName);
}

const textual = new Set(['varchar', 'text', 'char', 'bpchar', 'character', 'string', 'enum', 'citext', 'set']);

function isTemporary(table: Table): boolean {
  return table.traits.includes(TEMPORARY);
}

/** `if "users" not in tables: create_table(...)` leaves a table that is there alone. */
function isKept(operation: Operation & { readonly ifNotExists: boolean }): boolean {
  return operation.ifNotExists || operation.certainty === 'conditional';
}

/** The table that an operation creates. */
export function tableOf(operation: OperationOf<'createTable'>, setting: Setting): Table {
  const {
    table,
    columns,
    constraints,
    indexes,
    comment,
    traits,
    temporary,
    reads,
    partitionBy,
    parent = null,
  } = operation;
  const empty: Table = {
    ...table,
    columns,
    primaryKey: null,
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    comment,
    traits: temporary ? [...traits, TEMPORARY] : traits,
    partitionBy: partitionBy === undefined ? null : partitionKey(partitionBy),
    parent,
    isComplete: columns.length > 0 && reads.length === 0,
  };
  const constrained = constraints.reduce((made, constraint) => withConstraint(made, constraint, setting), empty);
  return withSerialKey(indexes.reduce(withIndex, withoutTwins(constrained, operation, setting)), operation, setting);
}

/**
 * Postgres makes one constraint of a UNIQUE and a PRIMARY KEY over the same columns of a new table, which takes the name
 * that was given to either (transformIndexConstraints in its sources).
 */
function withoutTwins(table: Table, { constraints }: OperationOf<'createTable'>, { dialect }: Setting): Table {
  const { primaryKey, uniques } = table;
  if (dialect !== 'postgresql' || primaryKey === null) return table;
  const isTwin = ({ columns, deferrable, nullsNotDistinct }: KeyConstraint) =>
    deferrable !== true && nullsNotDistinct !== true && columns.join() === primaryKey.columns.join();
  const given = constraints.filter((each) => each.type === 'primaryKey' || (each.type === 'unique' && isTwin(each)));
  const ofKey = given.find(({ type }) => type === 'primaryKey')?.name;
  const name = ofKey ?? given.find((each) => each.name !== null)?.name ?? primaryKey.name;
  return { ...table, primaryKey: { ...primaryKey, name }, uniques: uniques.filter((key) => !isTwin(key)) };
}

/** As Postgres prints it (`pg_get_partkeydef`), as far as the key is columns. */
function partitionKey({ strategy, columns }: NonNullable<OperationOf<'createTable'>['partitionBy']>): string {
  return `${strategy.toUpperCase()} (${columns.join(', ')})`;
}

/** SQLAlchemy makes a lone integer key SERIAL on Postgres (`autoincrement="auto"`), unless it has a default or refers. */
function withSerialKey(table: Table, { via }: Operation, { dialect }: Setting): Table {
  const [name, ...others] = table.primaryKey?.columns ?? [];
  if (via === 'sql' || dialect !== 'postgresql' || name === undefined || others.length > 0) return table;
  if (table.foreignKeys.some(({ columns }) => columns.includes(name))) return table;
  return editColumn(table, name, (column) => {
    const serial = serialTypes[column.type?.name ?? ''];
    if (serial === undefined || column.default !== null || column.identity !== null) return column;
    return { ...column, type: { name: serial, args: [], dimensions: 0 } };
  });
}

function moveTable(schema: Schema, from: ObjectName, to: ObjectName): Schema {
  if (findTable(schema, from) === undefined) return schema;
  const moved = (object: { readonly table: string; readonly schema: string | null }) =>
    isSameName({ name: object.table, schema: object.schema }, from);
  const others = {
    ...schema,
    tables: withoutNamed(schema.tables, isSameName(from, to) ? { schema: null, name: '' } : to),
  };
  return {
    ...editEveryTable(others, (table) => pointedAt(isSameName(table, from) ? { ...table, ...to } : table, from, to)),
    triggers: schema.triggers.map((trigger) =>
      moved(trigger) ? { ...trigger, schema: to.schema, table: to.name } : trigger,
    ),
    policies: schema.policies.map((policy) =>
      moved(policy) ? { ...policy, schema: to.schema, table: to.name } : policy,
    ),
    sequences: schema.sequences.map((sequence) => ({ ...sequence, ownedBy: movedOwner(sequence.ownedBy, from, to) })),
  };
}

function movedOwner(owner: string | null, from: ObjectName, to: ObjectName): string | null {
  const prefix = `${formatName(from)}.`;
  return owner?.startsWith(prefix) === true ? `${formatName(to)}.${owner.slice(prefix.length)}` : owner;
}

function pointedAt(table: Table, from: ObjectName, to: ObjectName): Table {
  if (!table.foreignKeys.some(({ target }) => isSameName(target, from))) return table;
  const foreignKeys = table.foreignKeys.map((key) => (isSameName(key.target, from) ? { ...key, target: to } : key));
  return { ...table, foreignKeys };
}

function withoutForeignKeysTo(schema: Schema, name: ObjectName): Schema {
  return editEveryTable(schema, (table) =>
    table.foreignKeys.some(({ target }) => isSameName(target, name))
      ? { ...table, foreignKeys: table.foreignKeys.filter(({ target }) => !isSameName(target, name)) }
      : table,
  );
}

function withTrait(traits: readonly string[], trait: string, isOn: boolean): readonly string[] {
  const others = traits.filter((other) => other !== trait);
  return isOn ? [...others, trait] : others;
}

function withTriggerEnabled(schema: Schema, table: ObjectName, name: string, isEnabled: boolean): Schema {
  const isIt = (trigger: Schema['triggers'][number]) =>
    isSameName({ name: trigger.table, schema: trigger.schema }, table) && (trigger.name === name || name === 'ALL');
  return {
    ...schema,
    triggers: schema.triggers.map((trigger) => (isIt(trigger) ? { ...trigger, isEnabled } : trigger)),
  };
}
