import type { Severity } from '../../src/lint/finding';
import { columnSubject, formatColumn, rule, stepsOf, type StepOf } from '../../src/lint/rule';
import { findColumn } from '../../src/schema/lookup';
import { isColumnInUse } from '../in-use';

export default rule({
  name: 'default-changed',
  code: 'RT606',
  severity: 'warning',
  aliases: [],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'alterColumn').flatMap((step) => {
      const { table, column, span } = step.operation;
      const change = changeOf(step);
      if (change === null || !isColumnInUse(step, table, column)) return [];
      return [{ span, severity: change.severity, subject: columnSubject(table, column), message: change.message }];
    }),
});

function changeOf({
  operation,
  schema,
}: StepOf<'alterColumn'>): { readonly severity: Severity; readonly message: string } | null {
  const { table, column, change, before } = operation;
  const known = findColumn(schema, table, column);
  const name = formatColumn(table, column);
  if (change.default === undefined || change.identity !== undefined || change.generated !== undefined) return null;
  if (change.default !== null) {
    const message = `INSERTs of the last release that leave ${name} out get ${change.default} from now on. Make sure that old code can live with it.`;
    return { severity: 'info', message };
  }
  const isRequired = (change.nullable ?? before.nullable ?? known?.nullable) === false;
  const outcome = isRequired ? 'fail' : 'write NULL from now on';
  const message = `INSERTs of the last release that rely on the default of ${name} ${outcome}. Drop the default once all code gives the value itself.`;
  return { severity: 'warning', message };
}
