import { isSameName, type ObjectName, type Schema } from '../schema/model';
import type { BatchBlock } from '../migration/operation';
import { isRecreating } from './batch';
import type { Step } from './roundtrip';

/** A `batch_alter_table` block that builds its table anew: CREATE, INSERT … SELECT, DROP, RENAME. */
export interface Rebuild {
  readonly table: ObjectName;
  readonly block: BatchBlock;
  /** Before its first operation. */
  readonly schema: Schema;
  readonly steps: readonly Step[];
}

/** The batches that rebuild their table on SQLite, in order. */
export function rebuilds(steps: readonly Step[]): readonly Rebuild[] {
  return batches(steps).filter(
    ({ block, steps: own }) =>
      block.recreate === 'always' ||
      (block.recreate === 'auto' && own.some(({ operation }) => isRecreating(operation))),
  );
}

/** Operations that follow one another in one block: a loop may open the same block for one table after the other. */
function batches(steps: readonly Step[]): readonly Rebuild[] {
  const found: { table: ObjectName; block: BatchBlock; schema: Schema; steps: Step[] }[] = [];
  for (const step of steps) {
    const { operation } = step;
    if (operation.batch === undefined || !('table' in operation) || operation.table === null) continue;
    const last = found.at(-1);
    const isSame = last?.block.span.start === operation.batch.span.start && isSameName(last.table, operation.table);
    if (last !== undefined && isSame) last.steps.push(step);
    else found.push({ table: operation.table, block: operation.batch, schema: step.schema, steps: [step] });
  }
  return found;
}
