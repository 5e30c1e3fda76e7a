import { isPartitioned, partitionedParentOf } from '../../src/paper/locks/partitions';
import { findTable, formatName, type Index, type ObjectName, type Schema } from '../../src/schema/model';
import { tableOfIndex } from '../../src/paper/locks/impact.indexes';
import type { Operation, OperationOf } from '../../src/migration/operation';
import type { Span } from '../../src/migration/span';
import { concurrently } from '../../src/lint/fix/locks';
import { rule, stepsOf, type Report, type RuleContext, type StepOf } from '../../src/lint/rule';
import { blockingFor, byPlace, isSurelyInUse, type BlockingCost } from '../costs';

export default rule({
  name: 'index-not-concurrent',
  code: 'RT401',
  severity: 'warning',
  aliases: ['MRT407', 'MRT413', 'MRT414'],
  dialects: ['postgresql'],
  check: (context) => [...builds(context), ...rebuilds(context), ...drops(context)],
  fix: concurrently,
});

type Build = Omit<BlockingCost, 'step'> & {
  readonly step: BlockingCost['step'] & { operation: OperationOf<'createIndex'> };
};

function builds(context: RuleContext): readonly Report[] {
  const found = blockingFor(context, 'index').filter(isBuild);
  return byPlace(found.filter(({ step }) => canBeConcurrent(step.schema, step.operation.table))).map((group) =>
    buildReport(group, context),
  );
}

function isBuild(cost: BlockingCost): cost is BlockingCost & Build {
  return cost.step.operation.kind === 'createIndex';
}

/** Postgres refuses CONCURRENTLY on a partitioned table, where each partition gets its own; nobody writes to a view. */
function canBeConcurrent(schema: Schema, table: ObjectName): boolean {
  return !isPartitioned(schema, table) && !schema.views.some(({ name }) => name === table.name);
}

/** A table that the same set of files creates may not be in use yet. */
function buildReport({ first, others }: Group, { revision }: RuleContext): Report {
  const { table, index, span } = first.step.operation;
  const what = index.name === '' ? `an index on (${keysOf(index)})` : index.name;
  const isMany = others.length > 0;
  const isWithColumn = revision.upgrade.some(({ operation }) => isColumnAt(operation, span));
  return {
    span,
    severity: [first, ...others].some(({ severity }) => severity === 'warning') ? 'warning' : 'info',
    subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
    message: `Building ${what}${isMany ? ` and ${others.length} more from this line` : ''} blocks ${whom(first, isMany)}. ${isWithColumn ? withColumn : byItself}`,
  };
}

/** A lock that an earlier statement took is still held, and readers wait for that one. */
function whom({ step, heldSince }: Build, isMany: boolean): string {
  const where = isMany ? 'their tables' : formatName(step.operation.table);
  return heldSince === null
    ? `every write to ${where} until it is done (SHARE lock)`
    : `every read and write of ${where} until it is done, because line ${heldSince} has locked it ACCESS EXCLUSIVE`;
}

interface Group {
  readonly first: Build;
  readonly others: readonly Build[];
}

const byItself =
  'Build it CONCURRENTLY, outside the transaction: postgresql_concurrently=True inside autocommit_block().';

const withColumn =
  'Leave index=True out, and build it with op.create_index(..., postgresql_concurrently=True) inside autocommit_block().';

/** `op.add_column(..., sa.Column(..., index=True))` makes both. */
function isColumnAt(operation: Operation, { start, end }: Span): boolean {
  return operation.kind === 'addColumn' && operation.span.start === start && operation.span.end === end;
}

function keysOf({ keys }: Index): string {
  return keys.map((key) => (key.kind === 'column' ? key.column : key.expression)).join(', ');
}

function rebuilds(context: RuleContext): readonly Report[] {
  return byPlace(blockingFor(context, 'reindex')).map(({ first: { step, blocking, severity } }) => ({
    span: step.operation.span,
    severity,
    subject: { kind: 'table', schema: blocking.table.schema, table: blocking.table.name, name: blocking.table.name },
    message:
      `REINDEX blocks every write to ${formatName(blocking.table)}, and nearly every read: planning a query looks at all indexes. ` +
      'Use REINDEX ... CONCURRENTLY, inside autocommit_block().',
  }));
}

function drops({ revision }: RuleContext): readonly Report[] {
  const found = stepsOf(revision.upgrade, 'dropIndex').flatMap((step) => {
    const table = blockedBy(step);
    // An index that is dropped along with its table, as `--autogenerate` writes it, is not missed by anybody.
    return table === null || findTable(revision.after, table) === undefined ? [] : [{ step, table }];
  });
  return byPlace(found).map(({ first: { step, table } }) => dropReport(step.operation, table));
}

/** The table in use that dropping an index locks. */
function blockedBy({ operation, schema, origins }: StepOf<'dropIndex'>): ObjectName | null {
  const table = tableOfIndex(operation, schema);
  if (operation.concurrently || table === null || partitionedParentOf(schema, table) !== null) return null;
  return isSurelyInUse(origins, table) && canBeConcurrent(schema, table) ? table : null;
}

function dropReport({ name, span }: OperationOf<'dropIndex'>, table: ObjectName): Report {
  return {
    span,
    severity: 'info',
    subject: { kind: 'index', schema: table.schema, table: table.name, name: name ?? '' },
    message:
      `Dropping ${name ?? 'the index'} waits for every query on ${formatName(table)} that is running, and all later ones wait behind it ` +
      '(ACCESS EXCLUSIVE lock). Drop it CONCURRENTLY: postgresql_concurrently=True inside autocommit_block().',
  };
}
