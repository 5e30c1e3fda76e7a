import type { Operation } from '../../src/migration/operation';
import type { Dialect } from '../../src/schema/model';
import { firstOfEach, rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sql-syntax-error',
  code: 'RT701',
  severity: 'error',
  aliases: [],
  check: ({ revision, dialect }) =>
    firstOfEach([...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation, dialect))),
});

function reportsOf(operation: Operation, dialect: Dialect): readonly Report[] {
  if (operation.kind !== 'unknown' || operation.reason !== 'syntax') return [];
  const { span, message, sql = '', certainty } = operation;
  // A place for a value that was left open: what is executed is another text.
  if (/\{\w*\}/.test(sql)) return [];
  const foreign = foreignClient(sql);
  // Of other dialects the grammar is not known well enough to call a statement wrong.
  if (foreign === null && dialect !== 'postgresql') return [];
  // Under a condition that could not be evaluated it may be meant for another database.
  const severity = certainty === 'conditional' ? 'warning' : 'error';
  return [{ span, severity, subject: null, message: foreign ?? `${message} It fails when it is executed.` }];
}

/** What a client program understands, and no driver. */
function foreignClient(sql: string): string | null {
  const [, command = ''] = /^\s*(\\\w+|GO|DELIMITER)\b/.exec(sql) ?? [];
  if (command === '') return null;
  const client = command === 'GO' ? 'sqlcmd' : command === 'DELIMITER' ? 'the mysql client' : 'psql';
  return `${command} is a command of ${client}, not SQL: a driver cannot execute it. Leave it out, or write what it does in SQL or Python.`;
}
