import type { Span } from '../../migration/span';
import type { Value } from './python/value';
import type { Run } from './run';
import { calledName, rootPath } from './sqlalchemy/names';

/** Modules whose functions change no database by being called. */
const harmless =
  /^(builtins|alembic|sqlalchemy|sqlmodel|logging|loguru|structlog|warnings|time|datetime|os|sys|re|json|uuid|random|math|string|textwrap|typing|itertools|functools|collections|copy|hashlib|secrets|base64|pprint|contextlib|enum|decimal|pathlib|traceback|rich|tqdm|click)\b/;

/**
 * A call that stands alone and was not understood: if the code it calls is not in the file, it may do anything, and the
 * reader says so.
 */
export function callEffect(value: Value, span: Span, run: Run): void {
  if (value.kind !== 'call') return;
  const root = rootPath(value);
  if (root === null || isLogging(root) || isSessionUpkeep(value)) return;
  if (isPlugin(root)) {
    run.emitUnknown(
      `\`${root.slice('alembic.'.length)}\` is no operation of Alembic's own; nothing is known about what it does.`,
      span,
    );
  } else if (!harmless.test(root)) {
    run.emitUnknown(`\`${root}\` is not defined in this file; nothing is known about what it does.`, span);
  }
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

/** `logger.info(...)`, whoever's logger it is. */
function isLogging(root: string): boolean {
  return /\b(get_?logger|logger|log|console)(\.\w+)?$/i.test(root) || /\.assert_never$/.test(root);
}

/** Ending, flushing or closing a session or a result changes no data by itself. */
function isSessionUpkeep(value: Value): boolean {
  return /^(commit|flush|close|rollback|begin|refresh|expunge(_all)?|expire(_all)?|remove)$/.test(
    calledName(value) ?? '',
  );
}
