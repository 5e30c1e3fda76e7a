import { emitDirective } from './directives/directives';
import { execute, isAutocommit, isConnection, isExecution, isSession } from './executing';
import { invoke, invokeMethod } from './functions';
import { callMethod } from './python/methods';
import { attributeOf } from './python/access';
import { plain, unknown, type Call, type FunctionValue, type Value } from './python/value';
import type { Run } from './run';
import { emitCreation } from './sqlalchemy/definitions';
import { libraryName } from './sqlalchemy/names';
import { assignToElement, emitSession } from './sqlalchemy/orm';

/** What a call is worth; emits the operations that it is. */
export function call(made: Call, run: Run): Value {
  const { callee } = made;
  if (callee.kind === 'function') return invoke(callee, made, run);
  if (callee.kind === 'name') return callNamed(callee.path, made, run);
  if (callee.kind === 'attribute') return callMember(callee.of, callee.name, made, run);
  if (callee.kind === 'call') return callPartial(callee, made, run);
  return made;
}

function callNamed(path: string, made: Call, run: Run): Value {
  const operation = /^alembic\.op\.(\w+)$/.exec(path)?.[1];
  if (operation !== undefined) return callOperation(operation, made, run);
  if (path === 'alembic.context.execute') return execute(made, run);
  if (libraryName(made)?.name === 'quoted_name') return made.args[0]?.value ?? made;
  return callBuiltin(path, made, run) ?? callMethod(null, path, made, isCertain(run)) ?? made;
}

function callOperation(name: string, made: Call, run: Run): Value {
  switch (name) {
    case 'f':
      return made.args[0]?.value ?? unknown('op.f()');
    case 'execute':
      return execute(made, run);
    case 'batch_alter_table':
      return made;
    case 'run_async':
      return runAsync(made, run);
    default:
      emitDirective(name, made, null, run);
      return made;
  }
}

/** `op.run_async(function, *args)` calls the function with a connection. */
function runAsync(made: Call, run: Run): Value {
  const [given, ...rest] = made.args;
  if (given?.value.kind !== 'function') {
    run.emitUnknown(
      'What `op.run_async` runs is not defined in this file; nothing is known about what it does.',
      made.span,
    );
    return made;
  }
  const connection: Value = {
    kind: 'call',
    callee: { kind: 'name', path: 'alembic.op.get_bind' },
    ...nothing,
    span: made.span,
  };
  return invoke(given.value, { args: [{ value: connection, span: made.span }, ...rest], keywords: made.keywords }, run);
}

const nothing = { args: [], keywords: new Map<string, never>() };

/** Python's functions that call or change what they are given. */
function callBuiltin(path: string, made: Call, run: Run): Value | null {
  const [first, second, third] = made.args;
  switch (path) {
    case 'builtins.getattr': {
      const name = plain(second?.value);
      return first && name !== null ? attributeOf(first.value, name) : null;
    }
    case 'builtins.setattr': {
      const name = plain(second?.value);
      if (first && third && name !== null) assignToElement(first.value, name, third.value, made.span, run);
      return null;
    }
    case 'builtins.map':
      return mapped(made, run);
    default:
      return null;
  }
}

/** `map(f, items)` calls `f` for each. */
function mapped(made: Call, run: Run): Value | null {
  const [mapping, collection] = made.args;
  if (!mapping || collection?.value.kind !== 'list' || collection.value.isOpen) return null;
  const items = collection.value.items.map((value) =>
    call({ ...made, callee: mapping.value, args: [{ value, span: collection.span }] }, run),
  );
  return { kind: 'list', items, isTuple: true, isOpen: false };
}

/** `functools.partial(f, a)(b)` is `f(a, b)`. */
function callPartial(callee: Call, made: Call, run: Run): Value {
  const [target, ...bound] = callee.args;
  const isPartial = callee.callee.kind === 'name' && callee.callee.path === 'functools.partial';
  if (!isPartial || !target) return made;
  const keywords = new Map([...callee.keywords, ...made.keywords]);
  return call({ ...made, callee: target.value, args: [...bound, ...made.args], keywords }, run);
}

function callMember(of: Value, name: string, made: Call, run: Run): Value {
  if (of.kind === 'batch') return callBatch(of, name, made, run);
  const method = ownMethod(of, name);
  if (method) return invokeMethod(method.callee, method.of, made, run);
  if (name === 'with_variant') return variantOf(of, made, run);
  const known = callMethod(of, name, made, isCertain(run));
  if (known !== null) return known;
  if (isExecution(of, name, made)) {
    return run.under(isAutocommit(of) ? { autocommit: true } : null, () => execute(made, run)) ?? made;
  }
  if (emitSession(made, run)) return made;
  if (emitCreation(of, name, made, run)) return made;
  if ((name === 'commit' || name === 'rollback') && isConnection(of) && !isSession(of)) {
    run.emit({ kind: 'transaction', action: name }, made.span, 'core');
  }
  return made;
}

function callBatch(of: Extract<Value, { kind: 'batch' }>, name: string, made: Call, run: Run): Value {
  if (name === 'f') return made.args[0]?.value ?? made;
  if (name === 'execute') return execute(made, run);
  if (name === 'get_bind') return { ...made, callee: { kind: 'name', path: 'alembic.op.get_bind' } };
  if (!emitDirective(name, made, of, run)) {
    run.emitUnknown(`\`batch_op.${name}\` is no operation of Alembic's.`, made.span, 'batch');
  }
  return made;
}

/** A method of a class of the file, called on an instance or on the class. */
function ownMethod(of: Value, name: string): { readonly callee: FunctionValue; readonly of: Value } | null {
  const owner = of.kind === 'call' && of.callee.kind === 'class' ? of.callee : of.kind === 'class' ? of : null;
  const callee = owner?.members.get(name);
  return callee?.kind === 'function' ? { callee, of } : null;
}

/** `type.with_variant(other, 'postgresql')`: the type as it is in the dialect that is read for. */
function variantOf(type: Value, { args }: Call, { dialect }: Run): Value {
  const [other, ...dialects] = args.map(({ value }) => value);
  return other && dialects.some((name) => plain(name) === dialect) ? other : type;
}

function isCertain(run: Run): boolean {
  return run.standing.certainty === 'always';
}
