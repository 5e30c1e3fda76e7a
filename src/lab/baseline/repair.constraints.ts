import type { Constraint, Operation } from '../../migration/operation';
import { findTable, isSameName, type ObjectName, type Table } from '../../schema/model';
import type { Repair, Situation } from './repair';

/** Of several tables with a constraint of that name, the one that lacks it. */
export function tableOfConstraint(name: string, { failing, migration, schema }: Situation): ObjectName | null {
  const operations = [
    ...failing,
    ...(migration?.upgrade.operations ?? []),
    ...(migration?.downgrade?.operations ?? []),
  ];
  const tables = operations.flatMap((op) => (op.kind === 'dropConstraint' && op.name === name ? [op.table] : []));
  return tables.find((table) => !hasConstraint(findTable(schema, table), name)) ?? null;
}

/**
 * A constraint that the migration presumes: as the paper infers it or the downgrade makes it, after the columns that it
 * is over. Without a word on what it held, a CHECK that is always true can be dropped under the wanted name.
 */
export function addConstraint(
  name: ObjectName | null,
  constraint: string,
  situation: Situation,
  addColumn: (table: ObjectName, column: string, situation: Situation) => Repair | null,
): Repair | null {
  const table = name && findTable(situation.schema, name);
  if (!table || hasConstraint(table, constraint)) return null;
  const definition = definitionOf(table, constraint, situation);
  const missing =
    definition && 'columns' in definition ? definition.columns.find((column) => !has(table, column)) : null;
  if (missing != null) return addColumn(table, missing, situation);
  const check = { type: 'check', name: constraint, expression: '1 = 1', isValid: true } as const;
  const added = definition && isPossible(definition, situation) ? definition : check;
  return { kind: 'replace table', table: withConstraint(table, added) };
}

/** What a foreign key refers to has to be unique. */
export function addUniqueKey(name: ObjectName, situation: Situation): Repair | null {
  const table = findTable(situation.schema, name);
  const operations = [...situation.failing, ...(situation.migration?.upgrade.operations ?? [])];
  const columns = operations.flatMap((op) => referencedColumns(op, name)).find((list) => list.length > 0);
  if (!table || !columns || !hasColumns(table, columns)) return null;
  return { kind: 'replace table', table: { ...table, uniques: [...table.uniques, { name: null, columns }] } };
}

function referencedColumns(op: Operation, target: ObjectName): readonly (readonly string[])[] {
  const constraints =
    op.kind === 'addConstraint'
      ? [op.constraint]
      : op.kind === 'createTable' || op.kind === 'addColumn'
        ? op.constraints
        : [];
  return constraints.flatMap((c) => (c.type === 'foreignKey' && isSameName(c.target, target) ? [c.targetColumns] : []));
}

export function hasColumns(table: Table, columns: readonly string[]): boolean {
  return columns.every((column) => has(table, column));
}

function has(table: Table, column: string): boolean {
  return table.columns.some(({ name }) => name === column);
}

function hasConstraint(table: Table | undefined, name: string): boolean {
  return [...(table?.uniques ?? []), ...(table?.foreignKeys ?? []), ...(table?.checks ?? [])].some(
    (constraint) => constraint.name === name,
  );
}

function definitionOf(table: Table, name: string, { inferred, migration }: Situation): Constraint | null {
  const known = findTable(inferred, table);
  const unique = known?.uniques.find((key) => key.name === name);
  if (unique) return { type: 'unique', ...unique };
  const foreignKey = known?.foreignKeys.find((key) => key.name === name);
  if (foreignKey) return { type: 'foreignKey', ...foreignKey };
  const operations = migration?.downgrade?.operations ?? [];
  return (
    operations.flatMap((op) => (op.kind === 'addConstraint' ? [op.constraint] : [])).find((c) => c.name === name) ??
    null
  );
}

/** A primary key is there already, an exclusion needs more than its text; what a key refers to has to be there. */
function isPossible(constraint: Constraint, { schema }: Situation): boolean {
  if (constraint.type === 'unique' || constraint.type === 'check') return true;
  if (constraint.type !== 'foreignKey') return false;
  const target = findTable(schema, constraint.target);
  return target !== undefined && hasColumns(target, constraint.targetColumns);
}

function withConstraint(table: Table, constraint: Constraint): Table {
  switch (constraint.type) {
    case 'unique':
      return { ...table, uniques: [...table.uniques, constraint] };
    case 'foreignKey':
      return { ...table, foreignKeys: [...table.foreignKeys, constraint] };
    case 'check':
      return { ...table, checks: [...table.checks, constraint] };
    case 'primaryKey':
    case 'exclusion':
      return table;
  }
}
