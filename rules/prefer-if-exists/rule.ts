import type { Operation } from '../../src/migration/operation';
import { guard } from '../../src/lint/fix/keywords';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'prefer-if-exists',
  code: 'RT752',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) =>
    [...revision.upgrade, ...revision.downgrade]
      .filter(({ operation }) => isOutside(operation) && lacksGuard(operation))
      .map(({ operation }) => ({
        span: operation.span,
        subject: null,
        message:
          'This runs outside the transaction: when a later statement fails, it stays, and the second try stops here. ' +
          `${advice(operation)} lets it go on.`,
      })),
  fix: guard,
});

function isOutside(operation: Operation): boolean {
  return operation.autocommit || ('concurrently' in operation && operation.concurrently);
}

function lacksGuard(operation: Operation): boolean {
  if ('ifExists' in operation) return !operation.ifExists;
  // A concurrent build with IF NOT EXISTS would pass over an invalid index: it is to be dropped first.
  if (operation.kind === 'createIndex' && operation.concurrently) return false;
  return 'ifNotExists' in operation && !operation.ifNotExists;
}

function advice(operation: Operation): string {
  return 'ifExists' in operation ? 'IF EXISTS (if_exists=True)' : 'IF NOT EXISTS (if_not_exists=True)';
}
