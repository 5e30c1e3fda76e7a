import type { Step } from '../../src/paper/roundtrip';
import { formatName } from '../../src/schema/model';
import { formatColumn, rule } from '../../src/lint/rule';
import { isColumnInUse, isTableInUse } from '../in-use';

export default rule({
  name: 'expand-and-contract',
  code: 'RT610',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: ({ revision }) => {
    const added = revision.upgrade.flatMap((step) => expansion(step) ?? [])[0];
    const removal = revision.upgrade.find((step) => contraction(step) !== null);
    if (added === undefined || removal === undefined) return [];
    const message =
      `This revision adds what new code needs (${added}) and removes what old code needs (${contraction(removal) ?? ''}): ` +
      'run before the code is deployed it breaks the old, run after it the new. Put the removal into a revision of a later release.';
    return [{ span: removal.operation.span, subject: null, message }];
  },
});

function expansion(step: Step): string | null {
  const { operation } = step;
  if (operation.kind === 'createTable')
    return operation.temporary || operation.isFilled ? null : formatName(operation.table);
  const isAddition = operation.kind === 'addColumn' && isTableInUse(step, operation.table);
  return isAddition ? formatColumn(operation.table, operation.column.name) : null;
}

function contraction(step: Step): string | null {
  const { operation } = step;
  if (operation.kind === 'dropTable') return isTableInUse(step, operation.table) ? formatName(operation.table) : null;
  const isRemoval = operation.kind === 'dropColumn' && isColumnInUse(step, operation.table, operation.column);
  return isRemoval ? formatColumn(operation.table, operation.column) : null;
}
