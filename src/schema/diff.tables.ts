import {
  describeCheck,
  describeColumn,
  describeExclusion,
  describeForeignKey,
  describeIndex,
  describePrimaryKey,
  describeTraits,
  describeUnique,
} from './describe';
import { compareLists, compareUnlessSame, type Comparison, type SchemaChange } from './diff.lists';
import { isSameList, isSameSql, normalDefault } from './diff.normal';
import { isSame } from './same';
import {
  type Column,
  findTable,
  type ForeignKey,
  formatName,
  type Index,
  type IndexKey,
  isSameName,
  type KeyConstraint,
  type ObjectKind,
  type Schema,
  type Table,
} from './model';
import { isSameType } from './type';

/** A table in the schema it stands in, which knows its sequences and what its foreign keys refer to. */
export interface TableIn {
  readonly table: Table;
  readonly schema: Schema;
}

/** What is different between two states of one table. */
export function compareTable(before: TableIn, after: TableIn): readonly SchemaChange[] {
  const [a, b] = [before.table, after.table];
  // Most tables of a schema are untouched, and this is much cheaper than looking at each part.
  if (isSame(a, b)) return [];
  return [
    ...compareLists([a], [b], traits),
    ...(areShared(a.columns, b.columns) ? [] : compareLists(a.columns, b.columns, columnsOf(before, after))),
    ...compareLists(listOf(a.primaryKey), listOf(b.primaryKey), keysOf(a, 'primary key', describePrimaryKey)),
    ...compareUnlessSame(a.uniques, b.uniques, keysOf(a, 'unique', describeUnique)),
    ...compareLists(a.foreignKeys, b.foreignKeys, foreignKeysOf(before, after)),
    ...compareUnlessSame(a.checks, b.checks, {
      ...constraintOf(a, 'check', describeCheck, ({ expression }) => expression),
      isSame: (x, y) => isSameSql(x.expression, y.expression) && x.isValid === y.isValid,
    }),
    ...compareUnlessSame(a.exclusions, b.exclusions, {
      ...constraintOf(a, 'exclusion', describeExclusion, ({ definition }) => definition),
      isSame: (x, y) => isSameSql(x.definition, y.definition),
    }),
    ...compareUnlessSame(a.indexes, b.indexes, indexesOf(a)),
  ];
}

const traits: Comparison<Table> = {
  subject: ({ schema, name }) => ({ kind: 'table', schema, table: name, name }),
  key: formatName,
  isSame: (a, b) =>
    a.comment === b.comment &&
    isSameList([...a.traits].sort(), [...b.traits].sort()) &&
    isSameSql(a.partitionBy, b.partitionBy) &&
    (a.parent === null ? b.parent === null : b.parent !== null && isSameName(a.parent, b.parent)),
  describe: describeTraits,
};

function columnsOf(before: TableIn, after: TableIn): Comparison<Column> {
  return {
    subject: ({ name }) => ({ kind: 'column', schema: before.table.schema, table: before.table.name, name }),
    key: ({ name }) => name,
    isSame: (a, b) =>
      (a === b && !isNumbered(a)) ||
      (isSameColumnType(a, b) &&
        (a.nullable === b.nullable || (isInKey(a, before.table) && isInKey(b, after.table))) &&
        (hasUnknownDefault(a, b) || defaultOf(a, before) === defaultOf(b, after)) &&
        isSameSql(a.generated?.expression ?? null, b.generated?.expression ?? null) &&
        a.generated?.stored === b.generated?.stored &&
        a.identity === b.identity &&
        a.collation?.toLowerCase() === b.collation?.toLowerCase() &&
        a.comment === b.comment),
    describe: describeColumn,
  };
}

/** The very same columns, and none of them needs its schema to tell what it is. */
function areShared(before: readonly Column[], after: readonly Column[]): boolean {
  return before.length === after.length && before.every((column, at) => column === after[at] && !isNumbered(column));
}

/** Its default is the next value of a sequence, which may be the column's own in one schema only. */
function isNumbered(column: Column): boolean {
  return column.default !== null && /nextval/i.test(column.default);
}

/** An enum's labels are the type's business, where it has a name of its own. */
function isSameColumnType({ type: a }: Column, { type: b }: Column): boolean {
  if (a === null || b === null) return a === b;
  const isInline = a.name === 'enum';
  return isSameType(isInline ? a : { ...a, labels: undefined }, b);
}

/** A key column takes no NULLs whether it says so or not; SQLite's INTEGER PRIMARY KEY says so after a rebuild. */
function isInKey({ name }: Column, table: Table): boolean {
  return table.primaryKey?.columns.includes(name) ?? false;
}

/** Nothing can be said of a default that could not be evaluated. */
function hasUnknownDefault(...columns: readonly Column[]): boolean {
  return columns.some((column) => column.hasUnknownDefault === true);
}

/** The next value of the column's own sequence is the same default whatever the sequence is called. */
function defaultOf(column: Column, { table, schema }: TableIn): string | null {
  const text = normalDefault(column.default);
  const sequence = /^nextval \( '(.*)' \)$/.exec(text ?? '')?.[1];
  if (sequence === undefined) return text;
  const owner = `${formatName(table)}.${column.name}`;
  const isOwn = schema.sequences.some((one) => one.ownedBy === owner && isCalled(sequence, one));
  return isOwn ? 'next value of its own sequence' : text;
}

function isCalled(text: string, { schema, name }: { readonly schema: string | null; readonly name: string }): boolean {
  const plain = text.replaceAll('"', '');
  return plain === name || plain === `${schema ?? 'public'}.${name}`;
}

/** Constraints have names or none, and are found again by what they say. */
function constraintOf<T extends { readonly name: string | null }>(
  table: Table,
  kind: ObjectKind,
  describe: (constraint: T) => string,
  content: (constraint: T) => string,
): Omit<Comparison<T>, 'isSame'> {
  return {
    subject: (constraint) => ({
      kind,
      schema: table.schema,
      table: table.name,
      name: constraint.name ?? content(constraint),
    }),
    key: ({ name }) => name,
    describe,
    isFoundByContent: true,
  };
}

function keysOf(
  table: Table,
  kind: 'primary key' | 'unique',
  describe: (key: KeyConstraint) => string,
): Comparison<KeyConstraint> {
  return {
    ...constraintOf(table, kind, describe, ({ columns }) => columns.join(', ')),
    isSame: (a, b) =>
      isSameList(a.columns, b.columns) &&
      (a.deferrable ?? false) === (b.deferrable ?? false) &&
      (a.initiallyDeferred ?? false) === (b.initiallyDeferred ?? false) &&
      (a.nullsNotDistinct ?? false) === (b.nullsNotDistinct ?? false),
  };
}

function foreignKeysOf(before: TableIn, after: TableIn): Comparison<ForeignKey> {
  return {
    ...constraintOf<ForeignKey>(before.table, 'foreign key', describeForeignKey, ({ columns }) => columns.join(', ')),
    isSame: (a, b) =>
      isSameList(a.columns, b.columns) &&
      isSameName(a.target, b.target) &&
      isSameList(targetColumns(a, before.schema), targetColumns(b, after.schema)) &&
      a.onDelete === b.onDelete &&
      a.onUpdate === b.onUpdate &&
      a.deferrable === b.deferrable &&
      a.initiallyDeferred === b.initiallyDeferred &&
      a.isValid === b.isValid,
  };
}

function targetColumns(key: ForeignKey, schema: Schema): readonly string[] {
  if (key.targetColumns.length > 0) return key.targetColumns;
  return findTable(schema, key.target)?.primaryKey?.columns ?? [];
}

function indexesOf(table: Table): Comparison<Index> {
  return {
    subject: ({ name }) => ({ kind: 'index', schema: table.schema, table: table.name, name }),
    key: ({ name }) => name,
    isSame: (a, b) =>
      a.isUnique === b.isUnique &&
      (a.method ?? 'btree') === (b.method ?? 'btree') &&
      a.keys.length === b.keys.length &&
      a.keys.every((key, index) => isSameSql(keyText(key), keyText(b.keys[index]))) &&
      isSameSql(a.predicate, b.predicate) &&
      isSameList(a.include, b.include) &&
      (a.nullsNotDistinct ?? false) === (b.nullsNotDistinct ?? false) &&
      isSameSql(a.options ?? null, b.options ?? null) &&
      a.isValid === b.isValid,
    describe: (index) => describeIndex(index, table),
    isFoundByContent: true,
  };
}

function keyText(key: IndexKey | undefined): string {
  if (key === undefined) return '';
  const head = key.kind === 'column' ? JSON.stringify(key.column) : `(${key.expression})`;
  return `${head} ${key.suffix.replace(/^ASC\b/i, '')}`;
}

function listOf<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
