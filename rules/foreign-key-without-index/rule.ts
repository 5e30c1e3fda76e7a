import type { Constraint, Operation } from '../../src/migration/operation';
import { findTable, formatName, type ForeignKey, type ObjectName, type Table } from '../../src/schema/model';
import { rule, type Report } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'foreign-key-without-index',
  code: 'RT427',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql', 'sqlite', 'oracle', 'mssql'],
  isOptional: true,
  check: ({ revision, dialect }) =>
    revision.upgrade.flatMap(({ operation, facts }) =>
      keysIn(operation).flatMap(({ table, key }): readonly Report[] => {
        const known = findTable(revision.after, table);
        // Of columns that were there before the files, indexes may be there too.
        const isNew = key.columns.every((column) => facts.birthOf(table, column) !== undefined || isMaking(operation));
        if (known === undefined || !isNew || isServed(known, key)) return [];
        return [
          {
            span: operation.span,
            subject: constraintSubject(table, { type: 'foreignKey', ...key }, dialect),
            message:
              `No index serves ${formatName(table)} (${key.columns.join(', ')}): each DELETE on ${formatName(key.target)}, and each change of its key, reads all of ${formatName(table)} ` +
              'to find the rows that refer to it. Create one.',
          },
        ];
      }),
    ),
});

interface Key {
  readonly table: ObjectName;
  readonly key: ForeignKey;
}

function keysIn(operation: Operation): readonly Key[] {
  switch (operation.kind) {
    case 'createTable':
    case 'addColumn':
      return operation.constraints.flatMap((each) => keyOf(operation.table, each));
    case 'addConstraint':
      return keyOf(operation.table, operation.constraint);
    default:
      return [];
  }
}

function keyOf(table: ObjectName, constraint: Constraint): readonly Key[] {
  return constraint.type === 'foreignKey' ? [{ table, key: constraint }] : [];
}

function isMaking({ kind }: Operation): boolean {
  return kind === 'createTable' || kind === 'addColumn';
}

/** An index or key begins with the columns, in any order. */
function isServed(table: Table, { columns }: ForeignKey): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap((each) => (each === null ? [] : [each.columns]));
  const indexes = table.indexes
    .filter(({ predicate }) => predicate === null)
    .map((index) => index.keys.map((key) => (key.kind === 'column' ? key.column : '')));
  return [...keys, ...indexes].some((names) =>
    columns.every((column) => names.slice(0, columns.length).includes(column)),
  );
}
