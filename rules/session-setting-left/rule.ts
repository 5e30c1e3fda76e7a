import type { Step } from '../../src/paper/roundtrip';
import { setLocally } from '../../src/lint/fix/keywords';
import { rule, stepsOf, type Report } from '../../src/lint/rule';

export default rule({
  name: 'session-setting-left',
  code: 'RT707',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) => [...leftIn(revision.upgrade), ...leftIn(revision.downgrade)],
  fix: setLocally,
});

/** Settings that change what later statements mean, or what they check. Limits and log levels do no harm. */
const telling = new Map([
  ['search_path', 'find and create tables in another schema'],
  ['role', 'run, and create objects, as another role'],
  ['session_authorization', 'run, and create objects, as another role'],
  ['session_replication_role', 'skip triggers and foreign keys'],
  ['row_security', 'see other rows'],
  ['timezone', 'write and convert times in another zone'],
  ['time_zone', 'write and convert times in another zone'],
  ['check_function_bodies', 'accept functions that cannot work'],
  ['default_tablespace', 'create tables in another tablespace'],
  ['default_table_access_method', 'create tables with another access method'],
  ['standard_conforming_strings', 'read backslashes in literals differently'],
  ['foreign_key_checks', 'skip foreign keys'],
  ['unique_checks', 'skip unique keys'],
  ['sql_mode', 'check values differently'],
]);

function leftIn(steps: readonly Step[]): readonly Report[] {
  const settings = stepsOf(steps, 'setting').filter(({ operation }) => operation.isLocal !== true);
  return settings.flatMap(({ operation: { name, value, span }, at }) => {
    const key = name.toLowerCase().replace(/^@@?(session\.)?/, '');
    const effect = telling.get(key);
    const isChangedLater = settings.some(
      (other) => other.at > at && (other.operation.name === name || other.operation.name === 'all'),
    );
    if (effect === undefined || value === null || isChangedLater) return [];
    const message =
      `SET ${key} stays for the rest of the connection, which Alembic uses for all pending revisions: the next ones ${effect}. ` +
      'Use SET LOCAL, which ends with the transaction, or set it back at the end.';
    return [{ span, subject: null, message }];
  });
}
