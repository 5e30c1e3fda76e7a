import type { TextExecution } from '../../migration/operation';
import { isFromAlembic } from './conditions';
import { plain, type Argument, type Call, type PartialText, type Text, type Value } from './python/value';
import type { Run } from './run';
import { emitDefinition } from './sqlalchemy/definitions';
import { calledName, libraryName, rootPath } from './sqlalchemy/names';
import { consume } from './sqlalchemy/orm';
import { dictColumns, emitStatement, methodName } from './sqlalchemy/statements';
import { emitSql, notEvaluated } from './sqltext';

const executing = /^(execute|exec_driver_sql|scalar|scalars|exec|stream|executemany)$/;

/** Whether calling a method of a value executes SQL: `connection.scalar(statement)` does, `result.scalar()` reads. */
export function isExecution(of: Value, name: string, { args, keywords }: Call): boolean {
  if (!executing.test(name) || !isConnection(of)) return false;
  return args.length + keywords.size > 0 || name === 'execute' || name === 'exec_driver_sql';
}

/** `op.get_bind()`, a session or connection made from it, and parameters that were never bound to anything else. */
export function isConnection(value: Value): boolean {
  if (isFromAlembic(value)) return true;
  const root = rootPath(value);
  if (root === null) return value.kind === 'unknown';
  return (
    /^sqlalchemy.*(Session|sessionmaker|create_engine|Connection)$/.test(root) ||
    /(^|\.)(session|conn(ection)?|bind|engine|db)\b/i.test(root)
  );
}

/** A connection that was told to be in no transaction: `.execution_options(isolation_level="AUTOCOMMIT")`. */
export function isAutocommit(value: Value): boolean {
  for (let at = value; at.kind === 'call' && at.callee.kind === 'attribute'; at = at.callee.of) {
    if (plain(at.keywords.get('isolation_level')?.value)?.toUpperCase() === 'AUTOCOMMIT') return true;
  }
  return false;
}

/** A Session's commit flushes; the transaction that it was bound into is Alembic's to end. */
export function isSession(value: Value): boolean {
  return /[sS]ession(maker)?\b/.test(rootPath(value) ?? '');
}

/** Executes SQL text, a core statement or, failing both, says that it is not known what runs. */
export function execute(made: Call, run: Run): Value {
  const statement = made.args[0] ?? made.keywords.get('sqltext') ?? made.keywords.get('statement');
  if (!statement) {
    if (!made.keywords.has('**')) run.misuse('`execute` lacks a statement: it fails.', made.span);
    return made;
  }
  const { value } = statement;
  if (value.kind === 'list' || value.kind === 'constant') {
    run.misuse('`execute` takes one statement, as text or as an expression of SQLAlchemy: it fails.', statement.span);
  }
  const text = sqlText(value);
  const parameters = parametersOf(made);
  if (text) emitSql(text, made.span, run, executionOf(value, made, parameters));
  else if (value.kind === 'call' && methodName(value) === 'query') consume(value, made.span, run);
  else if (!emitStatement(value, made.span, run, parameters) && !emitDefinition(value, made.span, run)) {
    run.emitUnknown(notEvaluated.message, made.span, 'sql');
  }
  return made;
}

/** `execute(statement, parameters)`, whatever the parameter is called. */
function parametersOf({ args, keywords }: Call): Argument | undefined {
  return args[1] ?? keywords.get('params') ?? keywords.get('parameters');
}

/** A text, `sa.text(...)`, `sa.DDL(...)`, with anything chained to them. */
function sqlText(value: Value): Text | PartialText | null {
  if (value.kind === 'text' || value.kind === 'partial') return value;
  if (value.kind !== 'call') return null;
  if (value.callee.kind === 'attribute') return sqlText(value.callee.of);
  const inner = value.args[0]?.value ?? value.keywords.get('text')?.value;
  return isTextClause(value) && inner ? sqlText(inner) : null;
}

function isTextClause(value: Value): boolean {
  const name = libraryName(value)?.name;
  return name === 'text' || name === 'DDL' || name === 'TextClause';
}

/** How text reaches the driver: `op.execute` wraps it in `text()`, a connection takes it as it is. */
function executionOf(statement: Value, made: Call, parameters: Argument | undefined): TextExecution {
  const isPlain = statement.kind === 'text' || statement.kind === 'partial';
  const isDriver = calledName(made) === 'exec_driver_sql' || libraryNameIn(statement) === 'DDL';
  const isOperation =
    made.callee.kind === 'name' || (made.callee.kind === 'attribute' && made.callee.of.kind === 'batch');
  const style = isDriver || (isPlain && !isOperation) ? 'driver' : 'colon';
  return { style, bound: boundNames(statement, made, parameters) };
}

function libraryNameIn(value: Value): string | undefined {
  if (value.kind !== 'call') return undefined;
  return value.callee.kind === 'attribute' ? libraryNameIn(value.callee.of) : libraryName(value)?.name;
}

/** Names that are given values: by a dict (or a list of them), by keywords, by `.bindparams(...)` and `.params(...)`. */
function boundNames(statement: Value, made: Call, parameters: Argument | undefined): readonly string[] | null {
  const own = [...made.keywords.keys()].filter(
    (name) => !/^(execution_options|params|parameters|sqltext|statement)$/.test(name),
  );
  const chained = chainedNames(statement);
  if (own.includes('**') || chained === null) return null;
  if (!parameters) return [...own, ...chained];
  const given = dictColumns(parameters).map(([name]) => name);
  return given.length === 0 ? null : [...own, ...chained, ...given];
}

function chainedNames(value: Value): readonly string[] | null {
  if (value.kind !== 'call') return [];
  const inner = value.callee.kind === 'attribute' ? chainedNames(value.callee.of) : [];
  if (inner === null || !/^(bind)?params$/.test(methodName(value))) return inner;
  if (value.keywords.has('**')) return null;
  const names = value.args.map((argument) => boundParameter(argument.value));
  return names.includes(null) ? null : [...inner, ...value.keywords.keys(), ...names.flatMap((name) => name ?? [])];
}

function boundParameter(value: Value): string | null {
  return value.kind === 'call' && libraryName(value)?.name === 'bindparam' ? plain(value.args[0]?.value) : null;
}
