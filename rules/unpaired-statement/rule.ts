import { downgradeKind } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { isMadeHere } from '../../src/paper/origins';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findTable } from '../../src/schema/model';
import { rule, type Report } from '../../src/lint/rule';
import { settingOf } from './settings';

export default rule({
  name: 'unpaired-statement',
  code: 'RT503',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) => {
    if (downgradeKind(revision) !== 'real' || isOpaque(revision.downgrade)) return [];
    const answered = new Set(revision.downgrade.flatMap(({ operation }) => settingOf(operation)?.key ?? []));
    const seen = new Set<string>();
    return revision.upgrade.flatMap((step, at) => reportOf(revision, step, at, answered, seen));
  },
});

function reportOf(
  revision: PaperRevision,
  { operation, origins }: Step,
  at: number,
  answered: ReadonlySet<string>,
  seen: Set<string>,
): readonly Report[] {
  const setting = settingOf(operation);
  if (setting === null || seen.has(setting.key) || answered.has(setting.key)) return [];
  const { table } = setting;
  // What belongs to a new table goes with it.
  const isDropped =
    table !== null && findTable(revision.after, table) !== undefined && findTable(revision.back, table) === undefined;
  const goes = isDropped || (table !== null && isMadeHere(origins, table));
  const isUndone =
    setting.isUndoneBy !== undefined &&
    revision.upgrade.slice(at + 1).some((step) => settingOf(step.operation)?.effect === setting.isUndoneBy);
  if (goes || isUndone) return [];
  seen.add(setting.key);
  const message =
    `${setting.what}, and no statement of the downgrade is about that: it stays so after a rollback. ` +
    `${setting.advice}`;
  return [{ span: operation.span, severity: setting.severity, subject: setting.subject, message }];
}
