import type { Report } from '../../src/lint/rule';
import { stepsOf } from '../../src/lint/rule';
import type { PaperRevision } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { formatName } from '../../src/schema/model';
import { constraintTypes } from './cause';

interface Unnamed {
  readonly reports: readonly Report[];
  /** Whether a change is only how an unnamed constraint looks on paper. */
  covers(change: SchemaChange): boolean;
}

/**
 * Constraints that the upgrade creates without a name get one from the metadata's naming convention, which is not in
 * the file. A drop by some name on the same table is taken to mean them; a drop without a name always fails in Alembic.
 */
export function unnamed(revision: PaperRevision): Unnamed {
  const drops = stepsOf(revision.downgrade, 'dropConstraint');
  const nameless = drops.filter(({ operation }) => operation.name === null);
  const tablesDropped = new Set(drops.map(({ operation }) => formatName(operation.table)));
  const created = stepsOf(revision.upgrade, 'addConstraint').filter(
    ({ operation }) => operation.constraint.name === null,
  );
  return {
    reports: nameless.map(({ operation: { span, table } }) => ({
      span,
      subject: null,
      message:
        `The downgrade drops a constraint of ${formatName(table)} without naming it, which Alembic refuses. ` +
        'Name the constraint where it is created and drop it by that name (on Postgres it is table_column_key or table_column_fkey when nobody names it).',
    })),
    covers: (change) =>
      change.change === 'extra' &&
      change.kind in constraintTypes &&
      change.table !== null &&
      tablesDropped.has(formatName({ schema: change.schema, name: change.table })) &&
      created.some(
        ({ operation }) =>
          operation.table.name === change.table && operation.constraint.type === constraintTypes[change.kind],
      ),
  };
}
