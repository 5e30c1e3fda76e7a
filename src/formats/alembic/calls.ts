import { executeBlock } from './execute';
import { isFromAlembic } from './conditions';
import { emitDirective } from './directives/directives';
import { evaluate } from './python/evaluate';
import { callMethod } from './python/methods';
import { Scope } from './python/scope';
import { childNamed, bodyOf, children, separated } from './python/tree';
import { none, plain, unknown, type Call, type FunctionValue, type Value } from './python/value';
import type { Run } from './run';
import { libraryName, rootPath } from './sqlalchemy/names';
import { consume, emitSession } from './sqlalchemy/orm';
import { emitStatement, methodName } from './sqlalchemy/statements';
import { mentionTable, primaryKeyOf, tableOf } from './sqlalchemy/tables';
import { enumLabels, enumName } from './sqlalchemy/types';
import { emitSql } from './sqltext';

/** What a call is worth; emits the operations that it is. */
export function call(made: Call, run: Run): Value {
  const { callee } = made;
  if (callee.kind === 'function') return invoke(callee, made, run);
  if (callee.kind === 'name') return callNamed(callee.path, made, run);
  if (callee.kind === 'attribute') return callMember(callee.of, callee.name, made, run);
  return made;
}

function callNamed(path: string, made: Call, run: Run): Value {
  const operation = /^alembic\.op\.(\w+)$/.exec(path)?.[1];
  if (operation === 'f') return made.args[0]?.value ?? unknown('op.f()');
  if (operation === 'execute') return execute(made, run);
  if (operation === 'batch_alter_table') return made;
  if (operation !== undefined) {
    emitDirective(operation, made, null, run);
    return made;
  }
  if (libraryName(made)?.name === 'quoted_name') return made.args[0]?.value ?? made;
  return callMethod(null, path, made, run.standing.certainty === 'always') ?? made;
}

const executing = /^(execute|exec_driver_sql|scalar|scalars|exec|stream)$/;

function callMember(of: Value, name: string, made: Call, run: Run): Value {
  if (of.kind === 'batch') {
    if (name === 'f') return made.args[0]?.value ?? made;
    if (name === 'execute') return execute(made, run);
    if (name === 'get_bind') return { ...made, callee: { kind: 'name', path: 'alembic.op.get_bind' } };
    if (!emitDirective(name, made, of, run))
      run.emitUnknown(`\`batch_op.${name}\` is no operation of Alembic's.`, made.span, 'batch');
    return made;
  }
  if (name === 'with_variant') return variantOf(of, made, run);
  const known = callMethod(of, name, made, run.standing.certainty === 'always');
  if (known !== null) return known;
  if (executing.test(name) && isConnection(of) && isExecution(name, made)) return execute(made, run);
  if (emitSession(made, run)) return made;
  if (emitCreation(of, name, made, run)) return made;
  if (name === 'commit' && isConnection(of)) run.emit({ kind: 'transaction', action: 'commit' }, made.span, 'core');
  return made;
}

/** `type.with_variant(other, 'postgresql')`: the type as it is in the dialect that is read for. */
function variantOf(type: Value, { args }: Call, { dialect }: Run): Value {
  const [other, ...dialects] = args.map(({ value }) => value);
  return other && dialects.some((name) => plain(name) === dialect) ? other : type;
}

/** `result.scalar()` reads what was executed before; `connection.scalar(statement)` executes. */
function isExecution(name: string, { args, keywords }: Call): boolean {
  return args.length + keywords.size > 0 || name === 'execute' || name === 'exec_driver_sql';
}

/** `op.get_bind()`, a session or connection made from it, and parameters that were never bound to anything else. */
function isConnection(value: Value): boolean {
  if (isFromAlembic(value)) return true;
  const root = rootPath(value);
  if (root === null) return value.kind === 'unknown';
  return (
    /^sqlalchemy.*(Session|sessionmaker|create_engine|Connection)$/.test(root) ||
    /(^|\.)(session|conn(ection)?|bind|engine|db)\b/i.test(root)
  );
}

/** Executes SQL text, a core statement or, failing both, says that it is not known what runs. */
function execute(made: Call, run: Run): Value {
  const statement = made.args[0]?.value ?? made.keywords.get('sqltext')?.value ?? made.keywords.get('statement')?.value;
  if (!statement) {
    run.report('`execute` needs a statement.', made.span);
    return made;
  }
  const text = sqlText(statement);
  if (text) emitSql(text, made.span, run);
  else if (statement.kind === 'call' && methodName(statement) === 'query') consume(statement, made.span, run);
  else if (!emitStatement(statement, made.span, run)) {
    run.emitUnknown(
      'The SQL that is executed here could not be evaluated; nothing is known about what it does.',
      made.span,
      'sql',
    );
  }
  return made;
}

/** A text, `sa.text(...)`, `sa.DDL(...)`, with anything chained to them. */
function sqlText(value: Value): Extract<Value, { kind: 'text' }> | null {
  if (value.kind === 'text') return value;
  if (value.kind !== 'call') return null;
  if (value.callee.kind === 'attribute') return sqlText(value.callee.of);
  const name = libraryName(value)?.name;
  const isText = name === 'text' || name === 'DDL' || name === 'TextClause';
  const inner = value.args[0]?.value;
  return isText && inner ? sqlText(inner) : null;
}

/** `.create(bind)` and `.drop(bind)` of enums and declared tables, `metadata.create_all(bind)`. */
function emitCreation(of: Value, method: string, made: Call, run: Run): boolean {
  if (method !== 'create' && method !== 'drop') return false;
  if (of.kind === 'call' && /^(Enum|ENUM)$/.test(libraryName(of)?.name ?? '')) return emitEnum(of, method, made, run);
  const table = tableOf(of);
  if (!table) return false;
  const ifExists = isTrue(made, 'checkfirst');
  if (method === 'drop') {
    mentionTable(table, made.span, run);
    run.emit({ kind: 'dropTable', table: table.name, ifExists, cascade: false }, made.span, 'core');
    return true;
  }
  run.isFirstMention(table.declaration);
  const key = primaryKeyOf(table);
  const isWritten = table.constraints.some(({ type }) => type === 'primaryKey');
  run.emit(
    {
      kind: 'createTable',
      table: table.name,
      columns: table.columns.map(({ column }) => column),
      constraints:
        isWritten || key.length === 0
          ? table.constraints
          : [{ type: 'primaryKey', name: null, columns: key }, ...table.constraints],
      indexes: table.indexes,
      ifNotExists: ifExists,
      temporary: false,
      reads: [],
      isFilled: false,
      comment: null,
      traits: [],
      createsEnums: true,
    },
    made.span,
    'core',
  );
  return true;
}

function emitEnum(declared: Call, method: 'create' | 'drop', made: Call, run: Run): boolean {
  const name = enumName(declared);
  const schema = plain(declared.keywords.get('schema')?.value);
  if (name === null) {
    run.emitUnknown("The enum type's name could not be evaluated.", made.span, 'core');
    return true;
  }
  const isChecked = isTrue(made, 'checkfirst');
  const action =
    method === 'create'
      ? ({ kind: 'createEnum', name: { schema, name }, labels: enumLabels(declared), ifNotExists: isChecked } as const)
      : ({ kind: 'dropEnum', name: { schema, name }, ifExists: isChecked, cascade: false } as const);
  run.emit(action, made.span, 'core');
  return true;
}

function isTrue(made: Call, keyword: string): boolean {
  const value = made.keywords.get(keyword)?.value;
  return value?.kind === 'constant' && Boolean(value.value);
}

/** Runs a function of the file with its arguments bound; its value is what it returns where that is one thing. */
function invoke(callee: FunctionValue, made: Call, run: Run): Value {
  const scope = new Scope(callee.scope);
  const result = run.follow(callee, () => {
    bindParameters(callee, made, scope, run);
    if (callee.node.name === 'LambdaExpression') return evaluate(children(callee.node).at(-1), scope, run);
    const flow = executeBlock(bodyOf(childNamed(callee.node, 'Body')), scope, run);
    if (flow.type === 'return') return flow.value;
    return flow.type === 'next' && flow.rest === null ? none : unknown(`${callee.name}()`);
  });
  // A function that calls itself does the same again: its operations are known from the first time.
  return result ?? unknown(`${callee.name}()`);
}

function bindParameters(callee: FunctionValue, made: Call, scope: Scope, run: Run): void {
  const list = childNamed(callee.node, 'ParamList');
  const parts = list ? children(list).filter(({ name }) => !/^([()]|TypeDef|\/)$/.test(name)) : [];
  let index = 0;
  for (const [first, second, third] of separated(parts, ',')) {
    if (!first) continue;
    if (first.name === '**' && second) scope.assign(run.source.read(second), rest('**', made, index));
    else if (first.name === '*') {
      if (second) scope.assign(run.source.read(second), rest('*', made, index));
      // What follows a star is given by name only.
      index = Infinity;
    } else {
      const name = run.source.read(first);
      const given = made.args[index++]?.value ?? made.keywords.get(name)?.value;
      const fallback = second?.name === 'AssignOp' ? evaluate(third, callee.scope, run) : unknown(name);
      scope.assign(name, given ?? fallback);
    }
  }
}

function rest(star: string, made: Call, from: number): Value {
  if (star === '*') {
    const items = made.args.slice(from).map(({ value }) => value);
    return { kind: 'list', items, isTuple: true, isOpen: made.keywords.has('**') };
  }
  const entries = [...made.keywords].map(
    ([name, { value }]) => [{ kind: 'text', value: name, pieces: [] }, value] as const,
  );
  return { kind: 'dict', entries: [...entries], isOpen: made.keywords.has('**') };
}
