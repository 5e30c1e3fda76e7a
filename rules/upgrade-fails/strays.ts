import type { Operation } from '../../src/migration/operation';
import type { Failure } from '../../src/paper/failures';
import type { Step } from '../../src/paper/roundtrip';
import { findTable, formatName, type ObjectName } from '../../src/schema/model';

/** A column that a statement writes or puts under a key, of a table that the files make, and that no line of them makes. */
export function strayColumnOf({ operation, schema, origins }: Step): Extract<Failure, { type: 'missing' }> | null {
  const [table, columns] = namedBy(operation);
  const known = table === null ? undefined : findTable(schema, table);
  if (table === null || known?.isComplete !== true || !origins.tables.has(formatName(table))) return null;
  const stray = columns.find((name) => name !== '' && !known.columns.some((column) => column.name === name));
  if (stray === undefined) return null;
  return {
    type: 'missing',
    object: { kind: 'column', schema: table.schema, table: table.name, name: stray },
    gone: null,
  };
}

function namedBy(operation: Operation): readonly [ObjectName | null, readonly string[]] {
  switch (operation.kind) {
    case 'update':
      return [operation.table, operation.assignments.map(({ column }) => column)];
    case 'insert':
      return [operation.table, operation.columns ?? []];
    case 'alterColumn':
      return [operation.table, [operation.column]];
    case 'createIndex':
      return [operation.table, operation.index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []))];
    case 'addConstraint':
      return [operation.table, 'columns' in operation.constraint ? operation.constraint.columns : []];
    default:
      return [null, []];
  }
}
