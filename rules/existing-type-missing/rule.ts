import type { OperationOf } from '../../src/migration/operation';
import type { Step } from '../../src/paper/roundtrip';
import type { Dialect } from '../../src/schema/model';
import { sayWhatExists } from '../../src/lint/fix/columns';
import { failureOf } from '../../src/lint/failure';
import { columnSubject, formatColumn, rule, stepsOf, type Report } from '../../src/lint/rule';

export default rule({
  name: 'existing-type-missing',
  code: 'RT820',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb', 'mssql'],
  check: ({ revision, dialect }) => [
    ...reports(revision.upgrade, 'upgrade', dialect),
    ...reports(revision.downgrade, 'downgrade', dialect),
  ],
  fix: sayWhatExists,
});

function reports(steps: readonly Step[], side: string, dialect: Dialect): readonly Report[] {
  return stepsOf(steps, 'alterColumn')
    .filter(({ operation }) => needsType(operation, dialect) && !isTypeGiven(operation))
    .map(({ operation }) => {
      const { table, column, span } = operation;
      const { severity, text } = failureOf(operation, side);
      const message =
        `On ${names[dialect] ?? dialect} this change restates the whole column, and Alembic refuses to guess its type: ${text}. ` +
        `Pass existing_type= for ${formatColumn(table, column)}.`;
      return { span, severity, subject: columnSubject(table, column), message };
    });
}

const names: Readonly<Partial<Record<Dialect, string>>> = { mysql: 'MySQL', mariadb: 'MariaDB', mssql: 'SQL Server' };

function isTypeGiven({ given }: OperationOf<'alterColumn'>): boolean {
  // Without names of arguments it is SQL, which is as complete as its author made it.
  return given === undefined || given.includes('existing_type') || given.includes('type_');
}

/** What becomes MODIFY or CHANGE on MySQL, or ALTER COLUMN … NULL on SQL Server (alembic/ddl/mysql.py, mssql.py). */
function needsType({ change, given }: OperationOf<'alterColumn'>, dialect: Dialect): boolean {
  if (dialect === 'mssql') return change.nullable !== undefined;
  const restates = change.newName !== undefined || change.nullable !== undefined || change.comment !== undefined;
  return restates || given?.includes('autoincrement') === true;
}
