import { isEffective } from '../../src/paper/effects';
import { overwriteOf } from '../../src/paper/writes';
import { downgradeKind, needsDowngrade } from '../../src/paper/downgrade';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { writeWayBack } from '../../src/lint/fix/backup';
import { headerOf, rule } from '../../src/lint/rule';

export default rule({
  name: 'noop-downgrade',
  code: 'RT102',
  severity: 'error',
  aliases: ['MRT102'],
  check: ({ revision, file }) =>
    downgradeKind(revision) === 'nothing' && needsDowngrade(revision) && !addsOnlyEnumValues(revision)
      ? [
          {
            span: headerOf(file, revision.migration.downgrade?.span ?? revision.migration.upgrade.span),
            severity: revision.upgrade.every(isGentle) ? 'warning' : 'error',
            subject: null,
            message:
              'The downgrade does nothing although the upgrade changes the database: the tool records the older ' +
              'revision while the newer state stays. Undo the upgrade here, or raise if it cannot be undone.',
          },
        ]
      : [],
  fix: writeWayBack,
});

/** It only gives a value to rows that have none, or adds rows where there are none: to stay so hurts little. */
function isGentle({ operation }: Step): boolean {
  if (!isEffective(operation)) return true;
  if (operation.kind === 'insert') return operation.onConflict === 'nothing';
  return (
    operation.kind === 'update' &&
    operation.assignments.length > 0 &&
    operation.assignments.every((assignment) => overwriteOf(operation, assignment) === 'fills')
  );
}

/** Those are enum-value-added's to explain: Postgres has no statement that would take a value away. */
function addsOnlyEnumValues({ upgrade }: PaperRevision): boolean {
  const kinds = new Set(upgrade.map(({ operation }) => operation.kind));
  for (const kind of ['setting', 'transaction', 'mention', 'select'] as const) kinds.delete(kind);
  return kinds.size === 1 && kinds.has('addEnumValue');
}
