import type { Step } from '../roundtrip';

/** A step and its place in the walk. */
export interface Placed {
  readonly step: Step;
  readonly at: number;
}

/**
 * The steps that share a transaction, in order. A statement of an autocommit block is alone in its own; a COMMIT, and the
 * beginning of such a block, end the one before.
 */
export function transactionsOf(steps: readonly Step[]): readonly (readonly Placed[])[] {
  const transactions: Placed[][] = [];
  let open: Placed[] | null = null;
  for (const [at, step] of steps.entries()) {
    const { operation } = step;
    const isEnd = operation.kind === 'transaction' && operation.action !== 'savepoint';
    if (isEnd || operation.autocommit) open = null;
    if (isEnd) continue;
    if (operation.autocommit) {
      transactions.push([{ step, at }]);
    } else if (open === null) {
      open = [{ step, at }];
      transactions.push(open);
    } else {
      open.push({ step, at });
    }
  }
  return transactions;
}
