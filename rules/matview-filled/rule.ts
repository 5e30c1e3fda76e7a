import { formatName } from '../../src/schema/model';
import { fillLater } from '../../src/lint/fix/keywords';
import { rule, stepsOf } from '../../src/lint/rule';
import { isSurelyInUse } from '../costs';

export default rule({
  name: 'matview-filled',
  code: 'RT421',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'createDefined')
      .filter(({ operation, origins }) => {
        const reads = operation.reads.flatMap(({ table }) => table ?? []);
        const isFilled =
          operation.object === 'materialized view' && !/\bwith\s+no\s+data\s*;?\s*$/i.test(operation.definition);
        return isFilled && reads.some((table) => isSurelyInUse(origins, table));
      })
      .map(({ operation: { name, span } }) => ({
        span,
        subject: { kind: 'materialized view', schema: name.schema, table: null, name: name.name },
        message:
          `Creating ${formatName(name)} runs its query inside the migration, and the transaction with all its locks stays open that long. ` +
          'Create it WITH NO DATA, and REFRESH it after the deploy.',
      })),
  fix: fillLater,
});
