import type { Operation } from '../../src/migration/operation';
import { firstOfEach, rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'sql-syntax-error',
  code: 'RT701',
  severity: 'error',
  aliases: [],
  check: ({ revision }) =>
    firstOfEach([...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation))),
});

function reportsOf(operation: Operation): readonly Report[] {
  if (operation.kind !== 'unknown' || operation.reason !== 'syntax') return [];
  const { span, message, sql = '', certainty } = operation;
  // A place for a value that was left open: what is executed is another text.
  if (/\{\w*\}/.test(sql)) return [];
  // Under a condition that could not be evaluated it may be meant for another database.
  const severity = certainty === 'conditional' ? 'warning' : 'error';
  return [{ span, severity, subject: null, message: foreignClient(sql) ?? `${message} It fails when it is executed.` }];
}

/** What a client program understands, and no driver. */
function foreignClient(sql: string): string | null {
  const [, command = ''] = /^\s*(\\\w+|GO|DELIMITER)\b/.exec(sql) ?? [];
  if (command === '') return null;
  const client = command === 'GO' ? 'sqlcmd' : command === 'DELIMITER' ? 'the mysql client' : 'psql';
  return `${command} is a command of ${client}, not SQL: a driver cannot execute it. Leave it out, or write what it does in SQL or Python.`;
}
