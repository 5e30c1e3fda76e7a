import type { Operation, Read } from '../../src/migration/operation';
import type { Failure } from '../../src/paper/failures';
import type { Step } from '../../src/paper/roundtrip';
import { findTable } from '../../src/schema/model';

/** A statement reads a column, or a table, that the files have dropped or renamed before. */
export function goneColumnOf({ operation, schema, facts }: Step): Extract<Failure, { type: 'missing' }> | null {
  for (const { table, columns } of readsOf(operation)) {
    if (table === null) continue;
    const known = findTable(schema, table);
    const lost = facts.lastOfTable(table, 'created', 'renamed', 'dropped', 'left');
    const isTableGone =
      known === undefined && isLoss(lost?.type) && !schema.views.some(({ name }) => name === table.name);
    if (isTableGone)
      return { type: 'missing', object: { kind: 'table', ...table, table: table.name }, gone: lost ?? null };
    for (const column of columns) {
      if (known === undefined || known.columns.some(({ name }) => name === column)) continue;
      const gone = facts.lastOfColumn(table, column, 'created', 'renamed', 'dropped', 'left');
      if (gone === undefined || !isLoss(gone.type) || gone.operation.certainty !== 'always') continue;
      return {
        type: 'missing',
        object: { kind: 'column', schema: table.schema, table: table.name, name: column },
        gone,
      };
    }
  }
  return null;
}

function isLoss(type: string | undefined): boolean {
  return type === 'dropped' || type === 'left';
}

/** Only statements that are executed here and now, and whose reads the reader has told by table. */
function readsOf(operation: Operation): readonly Read[] {
  switch (operation.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'select':
      return operation.reads;
    case 'createTable':
      return operation.isFilled ? operation.reads : [];
    case 'createDefined':
      return operation.object === 'view' || operation.object === 'materialized view' ? operation.reads : [];
    default:
      return [];
  }
}
