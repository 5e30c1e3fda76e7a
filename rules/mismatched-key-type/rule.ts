import type { Constraint, Operation } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import {
  findTable,
  type Column,
  type ColumnType,
  type Dialect,
  type ForeignKey,
  type ObjectName,
  type Schema,
} from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import { columnSubject, formatColumn, rule, type Report } from '../../src/lint/rule';
import { isRoomier, kinship, withoutSequence } from './kinship';

export default rule({
  name: 'mismatched-key-type',
  code: 'RT755',
  severity: 'warning',
  aliases: [],
  // SQLite enforces no types.
  dialects: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'],
  check: ({ revision, dialect }) => revision.upgrade.flatMap((step) => reportsOf(step, dialect)),
});

function reportsOf({ operation, schema }: Step, dialect: Dialect): readonly Report[] {
  const { table, own, keys } = keysOf(operation);
  if (table === null) return [];
  return keys.flatMap((key) => {
    const targets = targetColumns(key, schema);
    return key.columns.flatMap((name, at): readonly Report[] => {
      const from = own.find((column) => column.name === name) ?? findColumn(schema, table, name);
      const to = findColumn(schema, key.target, targets[at] ?? '');
      if (!from?.type || !to?.type || kinship(from.type, to.type) === 'same') return [];
      const ends = `${formatColumn(table, name)} points at ${formatColumn(key.target, to.name)}`;
      const { severity, fate } = judged(from.type, to.type, dialect);
      const types = `but one is ${spelled(from.type)} and the other ${spelled(to.type)}`;
      const message = `${ends}, ${types}: ${fate}. Give both the same type.`;
      return [{ span: operation.span, severity, subject: columnSubject(table, name), message }];
    });
  });
}

function spelled(type: ColumnType): string {
  return renderType({ ...type, name: withoutSequence(type.name) }, 'postgresql');
}

/** InnoDB wants the very same type (error 3780); the others compare what can be compared. */
function judged(type: ColumnType, target: ColumnType, dialect: Dialect) {
  const isStrict = dialect === 'mysql' || dialect === 'mariadb';
  if (isStrict || kinship(type, target) === 'foreign') {
    return { severity: 'error', fate: 'the foreign key cannot be created' } as const;
  }
  return isRoomier(type, target)
    ? ({ severity: 'info', fate: 'joins convert, and the room is never used' } as const)
    : ({ severity: 'warning', fate: 'values that the one can hold the other cannot, and joins convert' } as const);
}

/** Empty: the target's primary key. */
function targetColumns({ targetColumns: named, target }: ForeignKey, schema: Schema): readonly string[] {
  return named.length > 0 ? named : (findTable(schema, target)?.primaryKey?.columns ?? []);
}

function keysOf(operation: Operation): {
  readonly table: ObjectName | null;
  readonly own: readonly Column[];
  readonly keys: readonly ForeignKey[];
} {
  switch (operation.kind) {
    case 'createTable':
      return { table: operation.table, own: operation.columns, keys: only(operation.constraints) };
    case 'addColumn':
      return { table: operation.table, own: [operation.column], keys: only(operation.constraints) };
    case 'addConstraint':
      return { table: operation.table, own: [], keys: only([operation.constraint]) };
    default:
      return { table: null, own: [], keys: [] };
  }
}

function only(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.filter((constraint) => constraint.type === 'foreignKey');
}
