import { isPartitioned } from '../../src/paper/locks/partitions';
import { formatName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { blockingFor, byPlace, isSurelyInUse, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'partition-change-blocks',
  code: 'RT414',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...byPlace(blockingFor(context, 'partition bound', 'default partition')).map(({ first }) => scanReport(first)),
    ...byPlace(blockingFor(context, 'index').filter(isOnPartitions)).map(({ first }) => indexReport(first)),
    ...refusedBuilds(context),
    ...detachments(context),
  ],
});

function scanReport(cost: BlockingCost): Report {
  const { step, blocking, severity } = cost;
  const name = formatName(blocking.table);
  const why =
    blocking.reason === 'default partition'
      ? `A new partition makes Postgres look at every row of ${name}, the default partition, for rows that belong to it`
      : `ATTACH PARTITION reads every row of ${name} to see that it belongs there`;
  return {
    span: step.operation.span,
    severity,
    subject: tableSubject(blocking.table),
    message:
      `${why}, while ${whoWaits(cost)}. ` +
      `Add a CHECK that says the same to ${name} first, as NOT VALID and validated in a transaction of its own: then nothing has to be read.`,
  };
}

function isOnPartitions({ step: { operation, schema } }: BlockingCost): boolean {
  return operation.kind === 'createIndex' && isPartitioned(schema, operation.table);
}

function indexReport({ step, severity }: BlockingCost): Report {
  const { operation } = step;
  const table = operation.kind === 'createIndex' ? operation.table : { schema: null, name: '' };
  const name = operation.kind === 'createIndex' ? operation.index.name : '';
  return {
    span: operation.span,
    severity,
    subject: { kind: 'index', schema: table.schema, table: table.name, name },
    message:
      `Building ${name} on the partitioned table ${formatName(table)} builds it on every partition, one after the other, and blocks every write to all of them ` +
      'until the last is done (SHARE lock). CREATE INDEX ... ON ONLY the table, build it CONCURRENTLY on each partition, and ATTACH those.',
  };
}

/** Postgres: "cannot create index on partitioned table concurrently". */
function refusedBuilds({ revision }: RuleContext): readonly Report[] {
  return stepsOf(revision.upgrade, 'createIndex')
    .filter(({ operation, schema }) => operation.concurrently && isPartitioned(schema, operation.table))
    .map(({ operation: { table, index, span } }) => ({
      span,
      severity: 'error',
      subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
      message:
        `The upgrade fails: Postgres builds no index CONCURRENTLY on a partitioned table (${formatName(table)}). ` +
        'CREATE INDEX ... ON ONLY the table, build it CONCURRENTLY on each partition, and ATTACH those.',
    }));
}

/** Since Postgres 14 there is a way that lets queries go on. */
function detachments({ revision, settings: { serverVersion } }: RuleContext): readonly Report[] {
  if (serverVersion !== null && serverVersion < 14) return [];
  return stepsOf(revision.upgrade, 'alterTable').flatMap(({ operation, origins }) => {
    const { table, change, span } = operation;
    const isDetached = change.type === 'partition' && change.action === 'detach' && !change.concurrently;
    if (!isDetached || !isSurelyInUse(origins, table)) return [];
    return [
      {
        span,
        severity: 'info' as const,
        subject: tableSubject(change.partition),
        message:
          `Detaching ${formatName(change.partition)} waits for every query on ${formatName(table)} that is running, and all later ones wait behind it ` +
          '(ACCESS EXCLUSIVE lock). DETACH PARTITION ... CONCURRENTLY, inside autocommit_block(), lets them go on.',
      },
    ];
  });
}
