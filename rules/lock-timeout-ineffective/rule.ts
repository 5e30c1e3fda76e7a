import { formatName } from '../../src/schema/model';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { costsOf } from '../costs';
import { isLockTimeout, lockedInUse, type Setting } from '../lock-timeouts';
import { lineOf } from '../lines';

export default rule({
  name: 'lock-timeout-ineffective',
  code: 'RT420',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    context.revision.upgrade.flatMap((step, at) => {
      const { operation } = step;
      if (!isLockTimeout(step) || operation.kind !== 'setting') return [];
      const why = reasonAgainst(operation, at, context);
      return why === null ? [] : [{ span: operation.span, subject: null, message: why } satisfies Report];
    }),
});

/** Why the setting does not do what it is for, or `null`. */
function reasonAgainst(setting: Setting, at: number, context: RuleContext): string | null {
  const costs = costsOf(context);
  const next = costs.slice(at + 1).find((cost) => isLockTimeout(cost.step) || lockedInUse(cost) !== null);
  const locked = next === undefined || isLockTimeout(next.step) ? null : lockedInUse(next);
  if (setting.autocommit && setting.isLocal === true) {
    return 'SET LOCAL has no effect outside a transaction, and each statement of an autocommit_block() is alone in its own. Use SET, and RESET it afterwards.';
  }
  if (locked !== null) return withoutEffect(setting, formatName(locked));
  const earlier = isOff(setting) || setting.value === null ? null : firstLock(context, at);
  return earlier === null || hasTimeoutBefore(context, at) ? null : tooLate(earlier, context);
}

/** `0` waits without an end; so does the default that RESET brings back, but that is the server's business. */
function isOff({ value }: Setting): boolean {
  return /^'?0\s*(ms|s|min|h|d)?'?$/i.test(value?.trim() ?? '');
}

/** Why the value does not help those who wait for the table, or `null`. */
function withoutEffect(setting: Setting, table: string): string | null {
  if (isOff(setting)) return switchedOff(table);
  const seconds = secondsOf(setting.value ?? '');
  return seconds !== null && seconds > LONGEST ? tooLong(seconds, table) : null;
}

/** In seconds: longer than users wait for a page. */
const LONGEST = 60;

function tooLong(seconds: number, table: string): string {
  return (
    `With this lock_timeout, all queries on ${table} wait behind the migration for up to ${Math.round(seconds)} seconds before it gives way. ` +
    "Set a few seconds ('5s'), and try again when it fires."
  );
}

/** `5s`, `'2min'`, `3000` (milliseconds); `null` for anything else (Postgres docs 19.1.1). */
function secondsOf(value: string): number | null {
  const [, number, unit = 'ms'] = /^'?\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*'?$/.exec(value.trim()) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}

const units: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400 };

function switchedOff(table: string): string {
  return (
    `lock_timeout = 0 waits without an end: if a long query uses ${table}, every later query on it waits behind this migration. ` +
    "Set a few seconds ('5s'), and try again when it fires."
  );
}

function firstLock(context: RuleContext, before: number) {
  return (
    costsOf(context)
      .slice(0, before)
      .find((cost) => lockedInUse(cost) !== null) ?? null
  );
}

function hasTimeoutBefore({ revision }: RuleContext, at: number): boolean {
  return revision.upgrade.slice(0, at).some(isLockTimeout);
}

function tooLate(cost: NonNullable<ReturnType<typeof firstLock>>, { file }: RuleContext): string {
  const table = lockedInUse(cost);
  return (
    `This comes too late: line ${lineOf(file, cost.step.operation.span)} has locked ${table === null ? 'a table' : formatName(table)} without a lock_timeout, ` +
    'and no lock is taken after it. Set it before the first statement that takes one.'
  );
}
