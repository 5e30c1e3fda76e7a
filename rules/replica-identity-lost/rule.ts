import type { PaperRevision } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type ObjectName } from '../../src/schema/model';
import { rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { isInUse } from '../costs';

export default rule({
  name: 'replica-identity-lost',
  code: 'RT422',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) => [...droppedKeys(revision), ...givenUp(revision)],
});

/** A primary key is dropped, and no other takes its place. */
function droppedKeys(revision: PaperRevision): readonly Report[] {
  return revision.upgrade.flatMap(({ operation, schema, origins }) => {
    if (operation.kind !== 'dropConstraint' && operation.kind !== 'dropColumn') return [];
    const { table } = operation;
    const key = findTable(schema, table)?.primaryKey ?? null;
    const isDropped =
      operation.kind === 'dropColumn'
        ? // Which columns a presumed table has for its key is a guess.
          origins.tables.has(formatName(table)) && key?.columns.includes(operation.column) === true
        : key !== null && isKey(operation, key.name);
    const isLeft = findTable(revision.after, table)?.primaryKey === null && !hasIdentity(revision, table);
    return isDropped && isLeft && isInUse(origins, table)
      ? [reportOf(operation.span, table, `Without its primary key ${formatName(table)} has`)]
      : [];
  });
}

function isKey(
  { type, name }: { readonly type: string | null; readonly name: string | null },
  key: string | null,
): boolean {
  return type === 'primaryKey' || (type === null && name !== null && name === key);
}

/** The table gets another identity in the same revision. */
function hasIdentity({ upgrade }: PaperRevision, table: ObjectName): boolean {
  return upgrade.some(
    ({ operation }) =>
      operation.kind === 'alterTable' &&
      operation.change.type === 'replicaIdentity' &&
      operation.change.identity !== 'nothing' &&
      isSameName(operation.table, table),
  );
}

function givenUp({ upgrade }: RuleContext['revision']): readonly Report[] {
  return upgrade.flatMap(({ operation, origins }) =>
    operation.kind === 'alterTable' &&
    operation.change.type === 'replicaIdentity' &&
    operation.change.identity === 'nothing' &&
    isInUse(origins, operation.table)
      ? [reportOf(operation.span, operation.table, `REPLICA IDENTITY NOTHING leaves ${formatName(operation.table)}`)]
      : [],
  );
}

function reportOf(span: Report['span'], table: ObjectName, beginning: string): Report {
  return {
    span,
    subject: tableSubject(table),
    message:
      `${beginning} no replica identity: if it is published (logical replication, change data capture), every UPDATE and DELETE on it fails from then on. ` +
      'Make the new primary key in the same transaction, or set REPLICA IDENTITY USING INDEX or FULL first.',
  };
}
