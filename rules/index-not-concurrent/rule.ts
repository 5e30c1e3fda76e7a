import { hasNoRows, isMadeEarlier } from '../../src/paper/origins';
import { findTable, formatName } from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'index-not-concurrent',
  code: 'RT401',
  severity: 'warning',
  aliases: ['MRT407', 'MRT413', 'MRT414'],
  check: ({ revision, dialect }) =>
    dialect === 'postgresql' ? stepsOf(revision.upgrade, 'createIndex').filter(blocksWrites).map(reportOf) : [],
});

/** Postgres refuses CONCURRENTLY on a partitioned table; each partition gets its own there. */
function blocksWrites({ operation, origins, schema }: StepOf<'createIndex'>): boolean {
  const table = findTable(schema, operation.table);
  const isView = schema.views.some(({ name }) => name === operation.table.name);
  const isPartitioned = (table?.partitionBy ?? null) !== null;
  return !operation.concurrently && !hasNoRows(origins, operation.table) && !isPartitioned && !isView;
}

/** A table that the same set of files creates may not be in use yet. */
function reportOf({ operation: { table, index, span }, origins }: StepOf<'createIndex'>): Report {
  return {
    span,
    severity: isMadeEarlier(origins, table) ? 'info' : 'warning',
    subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
    message:
      `Building ${index.name} blocks every write to ${formatName(table)} until it is done (SHARE lock). ` +
      'Build it CONCURRENTLY, outside the transaction: postgresql_concurrently=True inside autocommit_block().',
  };
}
