import { columnSubject, formatColumn, rule, stepsOf } from '../../src/lint/rule';
import { isColumnInUse } from '../in-use';

export default rule({
  name: 'identity-changed',
  code: 'RT608',
  severity: 'warning',
  aliases: [],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'alterColumn').flatMap((step) => {
      const { table, column, change, span } = step.operation;
      const { identity } = change;
      if (identity === undefined || identity === 'by default' || !isColumnInUse(step, table, column)) return [];
      const name = formatColumn(table, column);
      const message =
        identity === null
          ? `INSERTs of the last release leave ${name} to be numbered by the database, which it no longer is: they fail or write NULL.`
          : `INSERTs that give ${name} a value fail from now on (GENERATED ALWAYS), those of the last release and of every restore or fixture included. Use BY DEFAULT.`;
      return [{ span, subject: columnSubject(table, column), message }];
    }),
});
