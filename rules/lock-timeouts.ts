import type { OperationOf } from '../src/migration/operation';
import { blocksWrites } from '../src/paper/locks/modes';
import type { Step } from '../src/paper/roundtrip';
import { formatName, type ObjectName } from '../src/schema/model';
import { tableSubject, type Report } from '../src/lint/rule';
import { isSurelyInUse, type Cost } from './costs';

/** What the two rules about `lock_timeout` share. */

export type Setting = OperationOf<'setting'>;

/** The table in use that a statement locks so that others wait, or `null`. */
export function lockedInUse({ step, impact }: Cost): ObjectName | null {
  const lock = impact.locks.find(({ table, mode }) => blocksWrites(mode) && isSurelyInUse(step.origins, table));
  return lock?.table ?? null;
}

export function isLockTimeout({ operation }: Step): boolean {
  return operation.kind === 'setting' && operation.name.toLowerCase() === 'lock_timeout';
}

/** The setting that holds at a step. */
export function timeoutBefore(steps: readonly Step[], at: number): Setting | undefined {
  const found = steps.slice(0, at).findLast(isLockTimeout)?.operation;
  return found?.kind === 'setting' ? found : undefined;
}

export function reportAt(cost: Cost, message: (table: string) => string): readonly Report[] {
  const table = lockedInUse(cost);
  if (table === null) return [];
  return [{ span: cost.step.operation.span, subject: tableSubject(table), message: message(formatName(table)) }];
}
