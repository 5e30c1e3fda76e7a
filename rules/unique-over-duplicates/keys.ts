import type { Step } from '../../src/paper/roundtrip';
import { isSameName, type IndexKey, type ObjectName, type Table } from '../../src/schema/model';

export interface Key {
  /** `null`: nobody has named it. */
  readonly name: string | null;
  /** Columns and expressions, spelled so that they compare. */
  readonly keys: readonly string[];
  /** Of a partial index. */
  readonly predicate: string | null;
}

/** Everything that keeps rows of a table apart: primary key, unique constraints and unique indexes. */
export function keysOf({
  primaryKey,
  uniques,
  indexes,
}: Pick<Table, 'primaryKey' | 'uniques' | 'indexes'>): readonly Key[] {
  const constraints = primaryKey === null ? uniques : [primaryKey, ...uniques];
  return [
    ...constraints.map(({ name, columns }) => ({ name, keys: columns, predicate: null })),
    ...indexes
      .filter(({ isUnique }) => isUnique)
      .map(({ name, keys, predicate }) => ({ name, keys: keys.map(spelled), predicate })),
  ];
}

/** The keys that a downgrade puts back on a table: what the upgrade found there. */
export function keysMadeIn(steps: readonly Step[], table: ObjectName): readonly Key[] {
  return steps.flatMap(({ operation }) => {
    const isIndex = operation.kind === 'createIndex' && operation.index.isUnique;
    if (isIndex && isSameName(operation.table, table)) return keysOf({ ...nothing, indexes: [operation.index] });
    if (operation.kind !== 'addConstraint' || !isSameName(operation.table, table)) return [];
    const { constraint } = operation;
    const isKey = constraint.type === 'unique' || constraint.type === 'primaryKey';
    return isKey ? keysOf({ ...nothing, uniques: [constraint] }) : [];
  });
}

const nothing = { primaryKey: null, uniques: [], indexes: [] };

/** A column by its name, an expression without its blanks and in one case. */
export function spelled(key: IndexKey): string {
  return key.kind === 'column' ? key.column : `(${key.expression.replace(/[\s"]/g, '').toLowerCase()})`;
}
