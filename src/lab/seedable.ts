import type { Migration } from '../migration/migration';
import type { Constraint, Operation } from '../migration/operation';
import { contentHints, type ContentHints, withContents } from './contents';
import { groupBy } from '../schema/groups';
import { type LiteralHints, literalHints, withLiterals } from './literals';
import { findTable, formatName, type ObjectName, type Schema, type Table } from '../schema/model';

/**
 * The schema that representative rows should satisfy: what is there, and the keys that the migrations will add to it.
 * Rows that violate a key which is still to come are hostile data, not representative ones.
 */
export function seedableSchema(schema: Schema, hints: SeedHints): Schema {
  return { ...schema, tables: schema.tables.map((table) => seedableTable(table, hints, schema)) };
}

/** What a history tells of the rows that its tables hold. */
export interface SeedHints {
  /** By the table's name. */
  readonly keys: ReadonlyMap<string, readonly AddedKey[]>;
  readonly contents: ContentHints;
  readonly literals: LiteralHints;
}

export function seedHints(migrations: readonly Migration[]): SeedHints {
  const added = migrations.flatMap(({ upgrade }) => upgrade.operations.flatMap(addedKeys));
  return {
    keys: groupBy(added, ({ table }) => formatName(table)),
    contents: contentHints(migrations),
    literals: literalHints(migrations),
  };
}

function seedableTable(table: Table, { keys, contents, literals }: SeedHints, schema: Schema): Table {
  const own = keys.get(formatName(table)) ?? [];
  const keyed = own.reduce((result, { constraint }) => withKey(result, constraint, schema), table);
  return withLiterals(withContents(keyed, contents), literals);
}

interface AddedKey {
  readonly table: ObjectName;
  readonly constraint: Constraint;
}

function addedKeys(op: Operation): readonly AddedKey[] {
  if (op.kind === 'addConstraint') return [{ table: op.table, constraint: op.constraint }];
  if (op.kind !== 'createIndex' || !op.index.isUnique || op.index.predicate !== null) return [];
  const columns = op.index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  if (columns.length !== op.index.keys.length) return [];
  return [{ table: op.table, constraint: { type: 'unique', name: null, columns } }];
}

function withKey(table: Table, constraint: Constraint, schema: Schema): Table {
  switch (constraint.type) {
    case 'unique':
      return canBeUnique(table, constraint.columns) ? { ...table, uniques: [...table.uniques, constraint] } : table;
    case 'foreignKey':
      return isPossible(table, constraint, schema)
        ? { ...table, foreignKeys: [...table.foreignKeys, constraint] }
        : table;
    case 'check':
      return { ...table, checks: [...table.checks, constraint] };
    case 'primaryKey':
    case 'exclusion':
      return table;
  }
}

/** A key over nothing but two-valued or labelled columns cannot hold many rows. */
function canBeUnique(table: Table, columns: readonly string[]): boolean {
  const types = columns.map((name) => table.columns.find((column) => column.name === name)?.type ?? null);
  return types.every((type) => type !== null) && types.some((type) => type.name !== 'boolean' && !type.labels);
}

function isPossible(table: Table, key: Extract<Constraint, { type: 'foreignKey' }>, schema: Schema): boolean {
  const target = findTable(schema, key.target);
  if (!target) return false;
  const columns = key.targetColumns.length > 0 ? key.targetColumns : (target.primaryKey?.columns ?? []);
  const has = (owner: Table, names: readonly string[]) =>
    names.length > 0 && names.every((name) => owner.columns.some((column) => column.name === name));
  return has(table, key.columns) && has(target, columns) && !table.foreignKeys.some((known) => sameColumns(known, key));
}

function sameColumns(a: { readonly columns: readonly string[] }, b: { readonly columns: readonly string[] }): boolean {
  return a.columns.join() === b.columns.join();
}
