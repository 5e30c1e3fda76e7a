import type { Constraint, ConstraintType } from '../../src/migration/operation';
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

/** The constraints of a type that have no name. */
export function unnamedOfType(table: Table, type: ConstraintType | null): readonly Constraint[] {
  const all: readonly Constraint[] = [
    ...table.uniques.map((key) => ({ type: 'unique' as const, ...key })),
    ...table.foreignKeys.map((key) => ({ type: 'foreignKey' as const, ...key })),
    ...table.checks.map((check) => ({ type: 'check' as const, ...check })),
  ];
  return all.filter((constraint) => constraint.name === null && (type === null || constraint.type === type));
}
