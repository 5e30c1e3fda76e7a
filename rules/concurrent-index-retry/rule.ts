import { dropBeforeBuild } from '../../src/lint/fix/locks';
import { rule, stepsOf, type StepOf } from '../../src/lint/rule';
import type { Step } from '../../src/paper/roundtrip';

export default rule({
  name: 'concurrent-index-retry',
  code: 'RT751',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'createIndex')
      .filter(({ operation }) => operation.concurrently && operation.ifNotExists)
      .filter((step) => !isDroppedBefore(step, revision.upgrade))
      .map(({ operation: { index, table, span } }) => ({
        span,
        subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
        message:
          `A concurrent build that fails leaves ${index.name} behind, invalid; IF NOT EXISTS then takes it for done, and the index is never used. ` +
          `Drop it first: op.drop_index("${index.name}", postgresql_concurrently=True, if_exists=True).`,
      })),
  fix: dropBeforeBuild,
});

/** What an earlier try may have left is taken away. */
function isDroppedBefore({ operation, at }: StepOf<'createIndex'>, steps: readonly Step[]): boolean {
  return steps
    .slice(0, at)
    .some(({ operation: other }) => other.kind === 'dropIndex' && other.name === operation.index.name);
}
