import type { CreateFunctionStmt, CreateTrigStmt, Node } from '@pgsql/types';
import type { Routine, TriggerDetail } from '../../../migration/detail';
import { qualified, texts } from '../nodes';
import { options } from './options';

/** What a function or procedure is, besides its text. */
export function routineOf({ options: clauses }: CreateFunctionStmt): Routine {
  const given = options(clauses);
  const find = (name: string) => given.find((option) => option.name === name)?.value ?? null;
  const volatility = find('volatility');
  return {
    language: find('language')?.toLowerCase() ?? 'sql',
    volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
    isSecurityDefiner: find('security') === 'true',
    settings: (clauses ?? []).flatMap(settingName),
  };
}

function settingName(clause: Node): readonly string[] {
  const setting = 'DefElem' in clause ? clause.DefElem.arg : undefined;
  return setting && 'VariableSetStmt' in setting ? [setting.VariableSetStmt.name ?? ''] : [];
}

/** Bits of `tgtype` in Postgres' catalog (pg_trigger.h). */
const bit = { before: 1 << 1, insert: 1 << 2, delete: 1 << 3, update: 1 << 4, truncate: 1 << 5, insteadOf: 1 << 6 };
const events = ['insert', 'update', 'delete', 'truncate'] as const;

export function triggerOf({ timing = 0, events: bits = 0, row, funcname }: CreateTrigStmt): TriggerDetail {
  return {
    timing: timing & bit.insteadOf ? 'instead of' : timing & bit.before ? 'before' : 'after',
    events: events.filter((event) => bits & bit[event]),
    isForEachRow: row ?? false,
    callee: funcname ? qualified(texts(funcname)) : null,
  };
}
