import type { Constraint, OperationOf } from '../migration/operation';
import type { Dialect, ObjectName, Schema, Table } from '../schema/model';
import type { Setting } from './apply';
import { editTable, put } from './edit';
import { conventionalNames, postgresConstraintName } from './names';

export function addConstraint(schema: Schema, operation: OperationOf<'addConstraint'>, setting: Setting): Schema {
  const { constraint, usingIndex } = operation;
  return editTable(schema, operation.table, (table) => {
    if (usingIndex === null) return withConstraint(table, constraint, setting);
    const without = { ...table, indexes: table.indexes.filter(({ name }) => name !== usingIndex) };
    return withConstraint(without, overIndex(table, constraint, usingIndex), setting);
  });
}

export function dropConstraint(schema: Schema, { table, name, type }: OperationOf<'dropConstraint'>): Schema {
  return editTable(schema, table, (old) => {
    const constraint = findConstraint(old, name, type);
    return constraint === undefined ? old : withoutConstraint(old, constraint);
  });
}

export function renameConstraint(schema: Schema, operation: OperationOf<'renameConstraint'>): Schema {
  return editConstraint(schema, operation, (constraint) => ({ ...constraint, name: operation.newName }));
}

export function validateConstraint(schema: Schema, operation: OperationOf<'validateConstraint'>): Schema {
  return editConstraint(schema, operation, (constraint) =>
    constraint.type === 'foreignKey' || constraint.type === 'check' ? { ...constraint, isValid: true } : constraint,
  );
}

/** The table with one more constraint. On Postgres an unnamed one gets the name that the engine would choose. */
export function withConstraint(
  table: Table,
  constraint: Constraint,
  { dialect }: { readonly dialect: Dialect },
): Table {
  const isUnnamed = constraint.name === null && dialect === 'postgresql';
  const named = isUnnamed ? { ...constraint, name: postgresConstraintName(table, constraint) } : constraint;
  return placed(table, named);
}

/**
 * The constraint that a name means: by its own name, else by a name that a naming convention would have given it (the
 * metadata's convention is not in the migration), else the only unnamed one of its type.
 */
export function findConstraint(
  table: Table,
  name: string | null,
  type: Constraint['type'] | null,
): Constraint | undefined {
  if (name === null) return undefined;
  const all = constraintsOf(table);
  const candidates = all.filter((constraint) => type === null || constraint.type === type);
  const exact =
    // Only MySQL cares which type is said.
    all.find((constraint) => constraint.name === name) ??
    candidates.find((constraint) => constraint.type === 'check' && isTokenOf(table, constraint.name, name));
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const byConvention = candidates.find(
    (constraint) =>
      isNamedByEngine(table, constraint) &&
      conventionalNames(table, constraint).some((conventional) => conventional.toLowerCase() === wanted),
  );
  if (byConvention !== undefined) return byConvention;
  const unnamed = candidates.filter((constraint) => constraint.name === null);
  return type !== null && unnamed.length === 1 ? unnamed[0] : undefined;
}

/**
 * SQLAlchemy's convention for checks, `ck_%(table_name)s_%(constraint_name)s`, prefixes a name once it is applied; some
 * write it with two underscores.
 */
export function isTokenOf(table: ObjectName, name: string | null, other: string): boolean {
  if (name === null || name === '' || other === '') return false;
  const isPrefixed = (long: string, short: string) =>
    [`ck_${table.name}_${short}`, `ck__${table.name}__${short}`].includes(long);
  return isPrefixed(name, other) || isPrefixed(other, name);
}

export function constraintsOf(table: Table): readonly Constraint[] {
  return [
    ...(table.primaryKey === null ? [] : [{ type: 'primaryKey' as const, ...table.primaryKey }]),
    ...table.uniques.map((key) => ({ type: 'unique' as const, ...key })),
    ...table.foreignKeys.map((key) => ({ type: 'foreignKey' as const, ...key })),
    ...table.checks.map((check) => ({ type: 'check' as const, ...check })),
    ...table.exclusions.map((exclusion) => ({ type: 'exclusion' as const, ...exclusion })),
  ];
}

function withoutConstraint(table: Table, { type, name, ...rest }: Constraint): Table {
  const definition = JSON.stringify(rest);
  const isOther = (item: { readonly name: string | null }) => {
    const { name: itsName, ...its } = item;
    return itsName !== name || (name === null && JSON.stringify(its) !== definition);
  };
  switch (type) {
    case 'primaryKey':
      return { ...table, primaryKey: null };
    case 'unique':
      return { ...table, uniques: table.uniques.filter(isOther) };
    case 'foreignKey':
      return { ...table, foreignKeys: table.foreignKeys.filter(isOther) };
    case 'check':
      return { ...table, checks: table.checks.filter(isOther) };
    case 'exclusion':
      return { ...table, exclusions: table.exclusions.filter(isOther) };
  }
}

function placed(table: Table, constraint: Constraint): Table {
  const isIt = ({ name }: { readonly name: string | null }) => name !== null && name === constraint.name;
  switch (constraint.type) {
    case 'primaryKey': {
      const { type: _, ...primaryKey } = constraint;
      return withRequired({ ...table, primaryKey }, primaryKey.columns);
    }
    case 'unique': {
      const { type: _, ...unique } = constraint;
      return { ...table, uniques: put(table.uniques, unique, isIt) };
    }
    case 'foreignKey': {
      const { type: _, ...foreignKey } = constraint;
      return { ...table, foreignKeys: put(table.foreignKeys, foreignKey, isIt) };
    }
    case 'check': {
      const { type: _, ...check } = constraint;
      return { ...table, checks: put(table.checks, check, isIt) };
    }
    case 'exclusion': {
      const { type: _, ...exclusion } = constraint;
      return { ...table, exclusions: put(table.exclusions, exclusion, isIt) };
    }
  }
}

/** Columns of a primary key are NOT NULL: Postgres makes them so, SQLAlchemy writes it. */
function withRequired(table: Table, names: readonly string[]): Table {
  const columns = table.columns.map((column) =>
    names.includes(column.name) && column.nullable ? { ...column, nullable: false } : column,
  );
  return { ...table, columns };
}

/** `ADD CONSTRAINT ... USING INDEX`: the columns are the index's. */
function overIndex(table: Table, constraint: Constraint, indexName: string): Constraint {
  const index = table.indexes.find(({ name }) => name === indexName);
  if (index === undefined || (constraint.type !== 'unique' && constraint.type !== 'primaryKey')) return constraint;
  const columns = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  return { ...constraint, columns: constraint.columns.length > 0 ? constraint.columns : columns };
}

function editConstraint(
  schema: Schema,
  { table, name }: { readonly table: Table | OperationOf<'renameConstraint'>['table']; readonly name: string },
  edit: (constraint: Constraint) => Constraint,
): Schema {
  return editTable(schema, table, (old) => {
    const constraint = findConstraint(old, name, null);
    return constraint === undefined ? old : placed(withoutConstraint(old, constraint), edit(constraint));
  });
}

/** Some constraint of the type has a name that nobody wrote: a drop by any name may mean it. */
export function hasUnnamedConstraint(table: Table, type: Constraint['type'] | null): boolean {
  return constraintsOf(table).some(
    (constraint) => (type === null || constraint.type === type) && isNamedByEngine(table, constraint),
  );
}

function isNamedByEngine(table: Table, constraint: Constraint): boolean {
  return (
    constraint.name === null ||
    constraint.name === postgresConstraintName(withoutConstraint(table, constraint), constraint)
  );
}
