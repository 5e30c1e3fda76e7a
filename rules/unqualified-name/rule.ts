import type { Operation } from '../../src/migration/operation';
import type { ObjectName } from '../../src/schema/model';
import { rule, tableSubject } from '../../src/lint/rule';

export default rule({
  name: 'unqualified-name',
  code: 'RT763',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) =>
    [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => {
      const table = changedTable(operation);
      if (table === null || table.schema !== null) return [];
      const message = `In which schema ${table.name} is meant depends on the search_path of whoever runs this. Name it: schema="public".`;
      return [{ span: operation.span, subject: tableSubject(table), message }];
    }),
});

/** A temporary table has no schema to name. */
function changedTable(operation: Operation): ObjectName | null {
  switch (operation.kind) {
    case 'createTable':
      return operation.temporary ? null : operation.table;
    case 'dropTable':
    case 'renameTable':
    case 'alterTable':
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumn':
    case 'createIndex':
    case 'addConstraint':
    case 'dropConstraint':
      return operation.table;
    default:
      return null;
  }
}
