import type { Option } from '../../src/migration/detail';
import { findTable, formatName, isSameName } from '../../src/schema/model';
import { rule, stepsOf, tableSubject, type RuleContext, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'autovacuum-disabled',
  code: 'RT417',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    stepsOf(context.revision.upgrade, 'alterTable')
      .filter((step) => isSwitchedOff(step) && isLeftOff(step, context))
      .map(({ operation: { table, span } }) => ({
        span,
        subject: tableSubject(table),
        message:
          `Autovacuum stays off for ${formatName(table)}: dead rows pile up, statistics grow stale, and only the emergency vacuum against wrap-around is left. ` +
          'Turn it on again when the work is done: ALTER TABLE ... RESET (autovacuum_enabled).',
      })),
});

function isSwitchedOff({ operation: { change } }: StepOf<'alterTable'>): boolean {
  return (
    change.type === 'options' && !change.isReset && change.options.some((option) => isSwitch(option) && isFalse(option))
  );
}

/** Nothing later in the revision turns it on, and the table is still there. */
function isLeftOff({ operation, at }: StepOf<'alterTable'>, { revision }: RuleContext): boolean {
  const isRestored = stepsOf(revision.upgrade, 'alterTable').some(
    (later) =>
      later.at > at &&
      isSameName(later.operation.table, operation.table) &&
      later.operation.change.type === 'options' &&
      later.operation.change.options.some(isSwitch) &&
      !isSwitchedOff(later),
  );
  return !isRestored && findTable(revision.after, operation.table) !== undefined;
}

function isSwitch({ name }: Option): boolean {
  return /^(toast\.)?autovacuum_enabled$/i.test(name);
}

function isFalse({ value }: Option): boolean {
  return /^'?(f|false|off|n|no|0)'?$/i.test(value ?? '');
}
