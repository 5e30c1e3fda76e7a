import type { ConstraintType } from '../../src/migration/operation';
import type { Table } from '../../src/schema/model';

/** The names (`null` for none) of a table's constraints of a type, or of all types. The primary key is never dropped by name. */
export function constraintsOfType(table: Table, type: ConstraintType | null): readonly (string | null)[] {
  const lists = {
    primaryKey: [],
    unique: table.uniques,
    foreignKey: table.foreignKeys,
    check: table.checks,
    exclusion: table.exclusions,
  } satisfies Record<ConstraintType, readonly { readonly name: string | null }[]>;
  const chosen = type === null ? Object.values(lists).flat() : lists[type];
  return chosen.map(({ name }) => name);
}
