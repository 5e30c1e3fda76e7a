import type { Span } from '../../migration/span';
import type { Call, Value } from './python/value';
import type { Run } from './run';
import { calledName, calledPath, rootPath } from './sqlalchemy/names';

/** Modules whose functions change no database by being called. */
const harmless =
  /^(builtins|alembic|sqlalchemy|sqlmodel|logging|loguru|structlog|warnings|time|datetime|os|sys|re|json|uuid|random|math|string|textwrap|typing|itertools|functools|collections|copy|hashlib|secrets|base64|pprint|contextlib|enum|decimal|pathlib|traceback|rich|tqdm|click|bisect|shutil|importlib|operator|html|urllib|csv|io|struct|binascii|zlib|gzip|statistics|fractions|calendar|zoneinfo|locale|gettext|types|inspect|ast|dataclasses|abc|weakref|heapq|array|queue|threading|signal|glob|fnmatch|tempfile|getpass|platform|subprocess|socket|pprint|difflib|unicodedata|numbers|dateutil|pytz|slugify|faker|orjson|simplejson|yaml|toml|cryptography|bcrypt|passlib|dotenv)\b/;

/**
 * A call that was not understood: if the code it calls is not in the file, it may do anything, and the reader says so.
 * @param isAlone the call is a statement; one whose result is kept counts only if it is handed the connection.
 */
export function callEffect(value: Value, span: Span, run: Run, isAlone = true): void {
  if (value.kind !== 'call') return;
  if (!isAlone && !value.args.some((argument) => isHandle(argument.value))) return;
  const root = rootPath(value);
  if (root === null) return unknownReceiver(value, span, run);
  if (isLogging(root) || isSessionUpkeep(value)) return;
  if (isPlugin(root)) {
    const name = root.slice('alembic.'.length);
    run.emitUnknown(`\`${name}\` is no operation of Alembic's own; nothing is known about what it does.`, span);
  } else if (!harmless.test(root)) {
    run.emitUnknown(`\`${root}\` is not defined in this file; nothing is known about what it does.`, span);
  }
}

/** `op` itself, the connection, or a session: with those, other code can change the database. */
function isHandle(value: Value): boolean {
  const path = calledPath(value) ?? '';
  return /^alembic\.op(\.get_bind|\.get_context)?$/.test(path) || /^sqlalchemy\..*\bSession$/.test(path);
}

/** Something unknown is asked to do what Alembic's operations do (`operations.add_column(...)`). */
function unknownReceiver(value: Call, span: Span, run: Run): void {
  if (value.callee.kind !== 'attribute' || value.callee.of.kind !== 'unknown') return;
  const method = value.callee.name;
  if (!/^(add|alter|create|drop|rename|bulk)_[a-z_]+$/.test(method)) return;
  run.emitUnknown(`What \`${method}\` is called on could not be evaluated; nothing is known about what it does.`, span);
}

const ownFunctions =
  /^alembic\.op\.(get_bind|get_context|f|inline_literal|invoke|implementation_for|register_operation|run_async|batch_alter_table|execute|\w+\.)/;

/** Operations of plug-ins (`op.create_entity`, `op.sync_enum_values`); Alembic's own never come here as calls to make. */
function isPlugin(root: string): boolean {
  return (
    root.startsWith('alembic.op.') &&
    !ownFunctions.test(root) &&
    !/^alembic\.op\.(add|alter|bulk|create|drop|rename)_(column|table|index|constraint|table_comment|insert|primary_key|foreign_key|unique_constraint|check_constraint|exclude_constraint)$/.test(
      root,
    )
  );
}

/** `logger.info(...)`, whoever's logger it is; a project's own name for a module that changes nothing. */
function isLogging(root: string): boolean {
  return (
    /\.json\.(loads|dumps)$|\b(get_?logger|logger|log|console)(\.\w+)?$/i.test(root) || /\.assert_never$/.test(root)
  );
}

/** Ending, flushing or closing a session or a result changes no data by itself. */
function isSessionUpkeep(value: Value): boolean {
  return /^(commit|flush|close|rollback|begin|refresh|expunge(_all)?|expire(_all)?|remove)$/.test(
    calledName(value) ?? '',
  );
}
