import type { Operation } from '../../src/migration/operation';
import { formatName, isSameName, type ObjectName } from '../../src/schema/model';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { completeDowngrade } from '../../src/lint/fix/downgrade';
import { rule, stepsOf } from '../../src/lint/rule';

export default rule({
  name: 'enum-value-added',
  code: 'RT303',
  severity: 'warning',
  aliases: ['MRT304'],
  check: ({ revision, dialect }) =>
    dialect !== 'postgresql'
      ? []
      : stepsOf(revision.upgrade, 'addEnumValue')
          .filter(({ operation, at }) => !isMadeHere(revision.upgrade.slice(0, at), operation.name))
          .filter(({ operation }) => !isRebuilt(revision, operation.name))
          .map(({ operation: { name, label, span } }) => ({
            span,
            subject: { kind: 'enum', schema: name.schema, table: null, name: name.name },
            message:
              `Postgres cannot take the value '${label}' out of ${formatName(name)} again: it stays after the downgrade, ` +
              'with the rows that use it. To go back, remap those rows, create the type anew without the value and ' +
              'change its columns to the new type.',
          })),
  fix: completeDowngrade,
});

function isMadeHere(steps: readonly Step[], name: ObjectName): boolean {
  return steps.some(({ operation }) => creates(operation, name));
}

/** The downgrade makes the type anew, which is the only way back. */
function isRebuilt({ downgrade }: PaperRevision, name: ObjectName): boolean {
  return downgrade.some(
    ({ operation }) =>
      creates(operation, name) ||
      ((operation.kind === 'dropEnum' || operation.kind === 'renameType') && isSameName(operation.name, name)),
  );
}

function creates(operation: Operation, name: ObjectName): boolean {
  return operation.kind === 'createEnum' && isSameName(operation.name, name);
}
