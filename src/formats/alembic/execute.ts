import type { SyntaxNode } from './python/node';
import { executeTry } from './attempts';
import { executeIf, executeMatch } from './branches';
import { enterContext } from './contexts';
import { callEffect } from './effects';
import { after, next, type Flow } from './flow';
import { executeFor, executeWhile } from './loops';
import { bind, evaluate } from './python/evaluate';
import { compute } from './python/operators';
import { Scope } from './python/scope';
import { childNamed, bodyOf, children, operands, separated, spanOf } from './python/tree';
import { list, none, unknown, type ClassValue, type FunctionValue, type Value } from './python/value';
import type { Restriction, Run } from './run';
import { assignToElement } from './sqlalchemy/orm';

/** Executes statements in order; what follows an early return runs under the opposite condition. */
export function executeBlock(statements: readonly SyntaxNode[], scope: Scope, run: Run): Flow {
  for (const [index, statement] of statements.entries()) {
    if (!run.step()) return next;
    const flow = execute(statement, scope, run);
    if (flow.type !== 'next') return flow;
    if (flow.rest !== null || flow.returned.length > 0) {
      const remaining = run.under(flow.rest, () => executeBlock(statements.slice(index + 1), scope, run));
      return after(flow, remaining, run);
    }
  }
  return next;
}

function execute(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const executor = executors[node.name];
  return executor ? (executor(node, scope, run) ?? next) : next;
}

type Executor = (node: SyntaxNode, scope: Scope, run: Run) => Flow | undefined;

const executors: Readonly<Record<string, Executor>> = {
  ExpressionStatement: (node, scope, run) => {
    const expression = operands(node)[0] ?? node.firstChild;
    callEffect(evaluate(expression, scope, run), spanOf(node), run);
    return next;
  },
  AssignStatement: (node, scope, run) => assign(node, scope, run),
  UpdateStatement: (node, scope, run) => update(node, scope, run),
  FunctionDefinition: (node, scope, run) => defineFunction(node, [], scope, run),
  DecoratedStatement: decorated,
  ClassDefinition: defineClass,
  IfStatement: (node, scope, run) => executeIf(node, scope, run, executeBlock),
  MatchStatement: (node, scope, run) => executeMatch(node, scope, run, executeBlock),
  ForStatement: (node, scope, run) => executeFor(node, scope, run, executeBlock),
  WhileStatement: (node, scope, run) => executeWhile(node, scope, run, executeBlock),
  TryStatement: (node, scope, run) => executeTry(node, scope, run, executeBlock),
  WithStatement: withContexts,
  ReturnStatement: (node, scope, run) => {
    const [value] = operands(node);
    return { type: 'return', value: value ? evaluate(value, scope, run) : none };
  },
  YieldStatement: (node, scope, run) => {
    const [value] = operands(node);
    if (value) evaluate(value, scope, run);
    return next;
  },
  RaiseStatement: (node, scope, run) => {
    const [raised] = operands(node);
    if (raised?.name !== 'CallExpression') evaluate(raised, scope, run);
    return { type: 'raise', span: spanOf(node), text: raised ? run.source.read(raised) : 'raise' };
  },
  BreakStatement: () => ({ type: 'break' }),
  ContinueStatement: () => ({ type: 'continue' }),
  StatementGroup: (node, scope, run) => executeBlock(children(node), scope, run),
  AssertStatement: (node, scope, run) => {
    evaluate(operands(node)[0], scope, run);
    return next;
  },
};

/** `a = b = value`, `a, b = value`, `a: T = value`, `row.name = value`. */
function assign(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const parts = children(node).filter(({ name }) => name !== 'TypeDef');
  const groups = separated(parts, 'AssignOp');
  const source = groups.at(-1)?.filter(({ name }) => name !== ',') ?? [];
  if (groups.length < 2) return next;
  const value =
    source.length === 1
      ? evaluate(source[0], scope, run)
      : list(
          source.map((each) => evaluate(each, scope, run)),
          true,
        );
  callEffect(value, spanOf(node), run, false);
  for (const group of groups.slice(0, -1)) {
    const targets = group.filter(({ name }) => name !== ',');
    bind(targets, value, scope, run);
    for (const target of targets) if (target.name === 'MemberExpression') assignMember(target, value, scope, run);
  }
  return next;
}

function assignMember(target: SyntaxNode, value: Value, scope: Scope, run: Run): void {
  const [object, separator, name] = children(target);
  const of = evaluate(object, scope, run);
  if (separator?.name === '.' && name) assignToElement(of, run.source.read(name), value, spanOf(target), run);
  else if (of.kind === 'dict' && name) {
    of.entries.push([evaluate(name, scope, run), value]);
    of.isOpen ||= run.standing.certainty !== 'always';
  }
}

/** `a += b`, `row.count += 1`. */
function update(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const [target, operand] = operands(node);
  const operator = childNamed(node, 'UpdateOp');
  if (!target || !operator) return next;
  const current = evaluate(target, scope, run);
  const value = compute(run.source.read(operator).slice(0, -1), [current, evaluate(operand, scope, run)]);
  if (target.name === 'MemberExpression') assignMember(target, value, scope, run);
  else bind([target], target.name === 'VariableName' ? value : unknown(run.source.read(target)), scope, run);
  return next;
}

function defineFunction(node: SyntaxNode, decorators: readonly string[], scope: Scope, run: Run): Flow {
  const name = childNamed(node, 'VariableName');
  if (!name) return next;
  const binding = decorators.includes('staticmethod')
    ? 'static'
    : decorators.includes('classmethod')
      ? 'class'
      : 'self';
  const defined: FunctionValue = { kind: 'function', name: run.source.read(name), node, scope, binding };
  scope.assign(defined.name, defined);
  return next;
}

function decorated(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const decorators = children(node)
    .filter(({ name }) => name === 'Decorator')
    .map((each) => run.source.read(each).slice(1).trim());
  const definition = childNamed(node, 'FunctionDefinition');
  if (definition) return defineFunction(definition, decorators, scope, run);
  const declared = childNamed(node, 'ClassDefinition');
  return declared ? defineClass(declared, scope, run) : next;
}

function defineClass(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const name = childNamed(node, 'VariableName');
  const bases = childNamed(node, 'ArgList');
  const inner = new Scope(scope);
  // A class's body has no effect but its names; calls in it declare columns.
  executeBlock(bodyOf(childNamed(node, 'Body')), inner, run);
  const declared: ClassValue = {
    kind: 'class',
    name: name ? run.source.read(name) : '',
    bases: bases ? operands(bases).map((base) => evaluate(base, scope, run)) : [],
    members: inner.snapshot(),
  };
  scope.assign(declared.name, declared);
  return next;
}

/** `with a as x, b: ...`: batch operations, autocommit blocks, sessions and connections. */
function withContexts(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const parts = children(node).filter(({ name }) => !/^(async|with|\(|\)|,)$/.test(name));
  const limits: Restriction[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.name === 'Body' || part.name === 'as' || parts[index - 1]?.name === 'as') continue;
    const entered = enterContext(evaluate(part, scope, run), spanOf(part), run);
    const target = parts[index + 1]?.name === 'as' ? parts[index + 2] : undefined;
    if (target) bind([target], entered.value, scope, run);
    if (entered.restriction) limits.push(entered.restriction);
  }
  const restrictions: Restriction = Object.assign({}, ...limits);
  return run.under(restrictions, () => executeBlock(bodyOf(childNamed(node, 'Body')), scope, run)) ?? next;
}
