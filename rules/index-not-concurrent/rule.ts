import { hasNoRows, isMadeEarlier } from '../../src/paper/origins';
import { findTable, formatName } from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'index-not-concurrent',
  code: 'RT401',
  severity: 'warning',
  aliases: ['MRT407', 'MRT413', 'MRT414'],
  check: ({ revision, dialect }) =>
    dialect === 'postgresql' ? bySpan(stepsOf(revision.upgrade, 'createIndex').filter(blocksWrites)).map(reportOf) : [],
});

/** Postgres refuses CONCURRENTLY on a partitioned table; each partition gets its own there. */
function blocksWrites({ operation, origins, schema }: StepOf<'createIndex'>): boolean {
  const table = findTable(schema, operation.table);
  const isView = schema.views.some(({ name }) => name === operation.table.name);
  const isPartitioned = (table?.partitionBy ?? null) !== null;
  return !operation.concurrently && !hasNoRows(origins, operation.table) && !isPartitioned && !isView;
}

type Build = StepOf<'createIndex'>;

/** One line of a helper or a loop may build many: they are one finding. */
function bySpan(steps: readonly Build[]): readonly (readonly [Build, ...Build[]])[] {
  const groups = new Map<string, [Build, ...Build[]]>();
  for (const step of steps) {
    const { start, end } = step.operation.span;
    const group = groups.get(`${start}-${end}`);
    if (group === undefined) groups.set(`${start}-${end}`, [step]);
    else group.push(step);
  }
  return [...groups.values()];
}

/** A table that the same set of files creates may not be in use yet. */
function reportOf(steps: readonly [Build, ...Build[]]): Report {
  const [{ operation }, ...others] = steps;
  const { table, index, span } = operation;
  const isNew = steps.every(({ origins, operation: each }) => isMadeEarlier(origins, each.table));
  const what = others.length === 0 ? index.name : `${index.name} and ${others.length} more from this line`;
  const where = others.length === 0 ? formatName(table) : 'their tables';
  return {
    span,
    severity: isNew ? 'info' : 'warning',
    subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
    message:
      `Building ${what} blocks every write to ${where} until it is done (SHARE lock). ` +
      'Build it CONCURRENTLY, outside the transaction: postgresql_concurrently=True inside autocommit_block().',
  };
}
