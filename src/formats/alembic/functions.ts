import { executeBlock } from './execute';
import { returnedValue } from './flow';
import { evaluate } from './python/evaluate';
import { Scope } from './python/scope';
import { bodyOf, childNamed, children, separated } from './python/tree';
import { none, unknown, type Argument, type Call, type FunctionValue, type Value } from './python/value';
import type { Run } from './run';

/** Runs a function of the file with its arguments bound; its value is what it returns. */
export function invoke(callee: FunctionValue, made: Pick<Call, 'args' | 'keywords'>, run: Run): Value {
  const scope = new Scope(callee.scope);
  const result = run.follow(callee, () => {
    bindParameters(callee, made, scope, run);
    if (callee.node.name === 'LambdaExpression') return evaluate(children(callee.node).at(-1), scope, run);
    const flow = executeBlock(bodyOf(childNamed(callee.node, 'Body')), scope, run);
    if (flow.type === 'return') return flow.value;
    if (flow.type !== 'next') return unknown(`${callee.name}()`);
    if (flow.returned.length > 0) return returnedValue(flow.returned, none, run);
    return flow.rest === null ? none : unknown(`${callee.name}()`);
  });
  // A function that calls itself does the same again: its operations are known from the first time.
  return result ?? unknown(`${callee.name}()`);
}

/** Runs a method: its first parameter is the object, or the class. */
export function invokeMethod(callee: FunctionValue, of: Value, made: Call, run: Run): Value {
  const isUnbound = callee.binding === 'self' && of.kind === 'class';
  if (callee.binding === 'static' || isUnbound) return invoke(callee, made, run);
  const self: Argument = { value: of, span: made.span };
  return invoke(callee, { args: [self, ...made.args], keywords: made.keywords }, run);
}

function bindParameters(callee: FunctionValue, made: Pick<Call, 'args' | 'keywords'>, scope: Scope, run: Run): void {
  const parameters = childNamed(callee.node, 'ParamList');
  const parts = parameters ? children(parameters).filter(({ name }) => !/^([()]|TypeDef|\/)$/.test(name)) : [];
  const taken = new Set<string>();
  let index = 0;
  for (const [first, second, third] of separated(parts, ',')) {
    if (!first) continue;
    if (first.name === '**' && second) scope.assign(run.source.read(second), remainingKeywords(made, taken));
    else if (first.name === '*') {
      if (second) scope.assign(run.source.read(second), remainingArguments(made, index));
      // What follows a star is given by name only.
      index = Infinity;
    } else {
      const name = run.source.read(first);
      const given = made.args[index++]?.value ?? made.keywords.get(name)?.value;
      const fallback = second?.name === 'AssignOp' ? evaluate(third, callee.scope, run) : unknown(name);
      taken.add(name);
      // With `*rest` or `**rest` in the call that could not be evaluated, a default may have been overridden.
      scope.assign(name, given ?? (made.keywords.has('**') ? unknown(name) : fallback));
    }
  }
}

function remainingArguments({ args, keywords }: Pick<Call, 'args' | 'keywords'>, from: number): Value {
  const items = args.slice(from).map(({ value }) => value);
  return { kind: 'list', items, isTuple: true, isOpen: keywords.has('**') };
}

function remainingKeywords({ keywords }: Pick<Call, 'keywords'>, taken: ReadonlySet<string>): Value {
  const entries = [...keywords]
    .filter(([name]) => name !== '**' && !taken.has(name))
    .map(([name, { value }]) => [{ kind: 'text', value: name, pieces: [] }, value] as const);
  return { kind: 'dict', entries, isOpen: keywords.has('**') };
}
