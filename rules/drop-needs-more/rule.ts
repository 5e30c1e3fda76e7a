import type { Step } from '../../src/paper/roundtrip';
import type { Dialect } from '../../src/schema/model';
import { failureOf } from '../../src/lint/failure';
import { sayMore } from '../../src/lint/fix/keywords';
import { rule, stepsOf, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'drop-needs-more',
  code: 'RT822',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb', 'mssql'],
  check: ({ revision, dialect }) => [
    ...reports(revision.upgrade, 'upgrade', dialect),
    ...reports(revision.downgrade, 'downgrade', dialect),
  ],
  fix: sayMore,
});

function reports(steps: readonly Step[], side: string, dialect: Dialect): readonly Report[] {
  return [...(dialect === 'mssql' ? [] : untypedConstraints(steps, side)), ...tablelessIndexes(steps, side)];
}

/** Alembic: "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type". */
function untypedConstraints(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'dropConstraint')
    .filter(({ operation: { via, type, name } }) => via !== 'sql' && type === null && name !== null)
    .map(({ operation }) => {
      const { table, name, span } = operation;
      const { severity, text } = failureOf(operation, side);
      const message =
        `MySQL drops foreign keys, unique keys and checks by different statements, and Alembic is not told which ${name ?? ''} is: ` +
        `${text}. Pass type_="foreignkey", "unique", "check" or "primary".`;
      return { span, severity, subject: tableSubject(table), message };
    });
}

/** Alembic prints `DROP INDEX ix ON no_table`. */
function tablelessIndexes(steps: readonly Step[], side: string): readonly Report[] {
  return stepsOf(steps, 'dropIndex')
    .filter(({ operation: { via, table } }) => via === 'op' && table === null)
    .map(({ operation: { name, span } }) => ({
      span,
      subject: { kind: 'index', schema: null, table: null, name: name ?? '' },
      message: `Names of indexes are those of their table here, and Alembic is not told which: the ${side} fails with DROP INDEX ${name ?? ''} ON no_table. Pass table_name=.`,
    }));
}
