import { stepsOf } from '../../src/lint/rule';
import type { PaperRevision } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { formatName } from '../../src/schema/model';
import { constraintTypes } from './cause';

/**
 * Whether a change is only how an unnamed constraint looks on paper. Constraints that the upgrade creates without a name
 * get one from the metadata's naming convention, which is not in the file: a drop by some name on the same table is
 * taken to mean them.
 */
export function unnamed({ upgrade, downgrade }: PaperRevision): (change: SchemaChange) => boolean {
  const drops = stepsOf(downgrade, 'dropConstraint');
  const tablesDropped = new Set(drops.map(({ operation }) => formatName(operation.table)));
  const created = stepsOf(upgrade, 'addConstraint').filter(({ operation }) => operation.constraint.name === null);
  return (change) =>
    change.change === 'extra' &&
    change.kind in constraintTypes &&
    change.table !== null &&
    tablesDropped.has(formatName({ schema: change.schema, name: change.table })) &&
    created.some(
      ({ operation }) =>
        operation.table.name === change.table && operation.constraint.type === constraintTypes[change.kind],
    );
}
