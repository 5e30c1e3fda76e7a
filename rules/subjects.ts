import type { Constraint } from '../src/migration/operation';
import { postgresConstraintName } from '../src/paper/names';
import { emptyTable, type Dialect, type ObjectKind, type ObjectName, type Subject } from '../src/schema/model';

const kinds = {
  primaryKey: 'primary key',
  unique: 'unique',
  foreignKey: 'foreign key',
  check: 'check',
  exclusion: 'exclusion',
} as const satisfies Record<Constraint['type'], ObjectKind>;

/** A constraint as an object; one without a name has the engine's, or goes by what it is over. */
export function constraintSubject(table: ObjectName, constraint: Constraint, dialect: Dialect): Subject {
  return {
    kind: kinds[constraint.type],
    schema: table.schema,
    table: table.name,
    name: nameOf(table, constraint, dialect),
  };
}

function nameOf(table: ObjectName, constraint: Constraint, dialect: Dialect): string {
  if (constraint.name !== null) return constraint.name;
  if (dialect === 'postgresql') return postgresConstraintName(emptyTable(table), constraint);
  return 'columns' in constraint
    ? constraint.columns.join(', ')
    : constraint.type === 'check'
      ? constraint.expression
      : '';
}
