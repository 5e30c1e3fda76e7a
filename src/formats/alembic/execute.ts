import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../migration/span';
import { formatName } from '../../schema/model';
import { callEffect } from './effects';
import { outcome, presumptions, type Presumption } from './conditions';
import { join, merge, next, restriction, type Flow } from './flow';
import { bind, evaluate } from './python/evaluate';
import { compute, truth } from './python/operators';
import { Scope } from './python/scope';
import { childNamed, bodyOf, children, operands, separated, spanOf } from './python/tree';
import { elements, list, none, unknown, type ClassValue, type Value } from './python/value';
import type { Restriction, Run } from './run';
import { consume, assignToElement } from './sqlalchemy/orm';
import { enterContext } from './contexts';

/** Executes statements in order; what follows an early return runs under the opposite condition. */
export function executeBlock(statements: readonly SyntaxNode[], scope: Scope, run: Run): Flow {
  for (const [index, statement] of statements.entries()) {
    if (!run.step()) return next;
    const flow = execute(statement, scope, run);
    if (flow.type !== 'next') return flow;
    if (flow.rest !== null) {
      const { rest } = flow;
      const remaining = run.under(rest, () => executeBlock(statements.slice(index + 1), scope, run));
      return remaining === null || remaining.type === 'next' ? combine(rest, remaining) : remaining;
    }
  }
  return next;
}

function combine(rest: Restriction, remaining: Flow | null): Flow {
  return { type: 'next', rest: { ...(remaining?.type === 'next' ? remaining.rest : null), ...rest } };
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
  UpdateStatement: (node, scope, run) => {
    const [target, value] = operands(node);
    const operator = childNamed(node, 'UpdateOp');
    if (target?.name !== 'VariableName' || !operator) return next;
    const name = run.source.read(target);
    const current = scope.find(name) ?? unknown(name);
    scope.assign(name, compute(run.source.read(operator).slice(0, -1), [current, evaluate(value, scope, run)]));
    return next;
  },
  FunctionDefinition: (node, scope, run) => {
    const name = childNamed(node, 'VariableName');
    if (name) scope.assign(run.source.read(name), { kind: 'function', name: run.source.read(name), node, scope });
    return next;
  },
  DecoratedStatement: (node, scope, run) => {
    const definition = childNamed(node, 'FunctionDefinition') ?? childNamed(node, 'ClassDefinition');
    return definition ? execute(definition, scope, run) : next;
  },
  ClassDefinition: defineClass,
  IfStatement: (node, scope, run) => executeBranches(branches(node), scope, run),
  ForStatement: loop,
  WhileStatement: (node, scope, run) => {
    const [condition] = operands(node);
    if (truth(evaluate(condition, scope, run)) === false) return next;
    return repeated(childNamed(node, 'Body'), scope, run);
  },
  TryStatement: attempt,
  WithStatement: withContexts,
  MatchStatement: match,
  ReturnStatement: (node, scope, run) => {
    const [value] = operands(node);
    return { type: 'return', value: value ? evaluate(value, scope, run) : none };
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
  else if (of.kind === 'dict' && name) of.entries.push([evaluate(name, scope, run), value]);
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

interface Branch {
  /** `null` for else. */
  readonly condition: SyntaxNode | null;
  readonly body: SyntaxNode;
}

function branches(node: SyntaxNode): readonly Branch[] {
  const found: Branch[] = [];
  let condition: SyntaxNode | null = null;
  for (const part of children(node)) {
    if (part.name === 'Body') {
      found.push({ condition, body: part });
      condition = null;
    } else if (!/^(if|elif|else)$/.test(part.name)) condition = part;
  }
  return found;
}

function executeBranches([branch, ...others]: readonly Branch[], scope: Scope, run: Run): Flow {
  if (!branch) return next;
  const body = bodyOf(branch.body);
  if (branch.condition === null) return executeBlock(body, scope, run);
  const condition = evaluate(branch.condition, scope, run);
  const known = truth(condition);
  if (known !== null) return known ? executeBlock(body, scope, run) : executeBranches(others, scope, run);
  return fork(condition, branch.condition, body, others, scope, run);
}

function fork(
  condition: Value,
  node: SyntaxNode,
  body: readonly SyntaxNode[],
  others: readonly Branch[],
  scope: Scope,
  run: Run,
): Flow {
  const yes = outcome(condition, true);
  const no = outcome(condition, false);
  const isExit = others.length === 0 && /^(Return|Raise|Continue|Break)Statement$/.test(body.at(-1)?.name ?? '');
  for (const presumed of presumptions(condition, !isExit)) mention(presumed, spanOf(node), run);
  const before = scope.snapshot();
  const first = run.under(restriction(yes), () => executeBlock(body, scope, run)) ?? next;
  const afterFirst = scope.snapshot();
  scope.restore(before);
  const second = run.under(restriction(no), () => executeBranches(others, scope, run)) ?? next;
  merge(scope, { before, first: afterFirst, decided: run.decide(condition), hasLeft: first.type !== 'next' });
  return join(first, second, yes, no);
}

function mention({ table, column, expects }: Presumption, span: Span, run: Run): void {
  if (!run.isFirstMention(`${formatName(table)} ${column ?? ''} ${expects}`)) return;
  const columns = column === null ? [] : [mentionedColumn(column)];
  run.emit({ kind: 'mention', table, columns, primaryKey: [], expects }, span);
}

function mentionedColumn(name: string) {
  const unstated = { default: null, generated: null, identity: null, collation: null, comment: null };
  return { name, type: null, nullable: true, ...unstated };
}

/** Over a known collection once for each element; over another one once, as repeated. */
function loop(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const parts = children(node);
  const keyword = parts.findIndex(({ name }) => name === 'in');
  const targets = parts.slice(1, keyword).filter(({ name }) => name !== ',' && name !== 'for');
  const source = parts
    .slice(
      keyword + 1,
      parts.findIndex(({ name }) => name === 'Body'),
    )
    .filter(({ name }) => name !== ',');
  const iterable =
    source.length === 1
      ? evaluate(source[0], scope, run)
      : list(
          source.map((each) => evaluate(each, scope, run)),
          true,
        );
  const body = childNamed(node, 'Body');
  const items = elements(iterable);
  if (items === null) {
    consume(iterable, spanOf(source[0] ?? node), run);
    bind(targets, { kind: 'each', of: iterable, result: null }, scope, run);
    return repeated(body, scope, run);
  }
  for (const item of items) {
    bind(targets, item, scope, run);
    const flow = executeBlock(bodyOf(body), scope, run);
    if (flow.type === 'return' || flow.type === 'raise') return flow;
    if (flow.type === 'break') break;
  }
  return next;
}

function repeated(body: SyntaxNode | null, scope: Scope, run: Run): Flow {
  const before = scope.snapshot();
  const flow = run.under({ certainty: 'repeated' }, () => executeBlock(bodyOf(body), scope, run));
  // What a loop of unknown length leaves in a name is not known.
  for (const [name, value] of scope.snapshot()) {
    const earlier = before.get(name);
    if (earlier !== undefined && earlier !== value) scope.assign(name, unknown(name));
  }
  return flow?.type === 'return' ? { type: 'next', rest: { certainty: 'conditional' } } : next;
}

/** With handlers, the body may stop anywhere and a handler may run; without them, `finally` changes nothing. */
function attempt(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const parts = children(node);
  const isGuarded = parts.some(({ name }) => name === 'except');
  let role = 'try';
  let result: Flow = next;
  for (const part of parts) {
    if (/^(try|except|else|finally)$/.test(part.name)) role = part.name;
    if (part.name !== 'Body') continue;
    const limits: Restriction | null = isGuarded && role !== 'finally' ? { certainty: 'conditional' } : null;
    const flow = run.under(limits, () => executeBlock(bodyOf(part), scope, run)) ?? next;
    if (role === 'try' && flow.type !== 'next') result = flow;
    if (role === 'except' && result.type === 'raise' && flow.type !== 'raise') result = next;
  }
  if (result.type === 'return' && isGuarded) return { type: 'next', rest: { certainty: 'conditional' } };
  return result;
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

/** Every case may be the one. */
function match(node: SyntaxNode, scope: Scope, run: Run): Flow {
  const body = childNamed(node, 'MatchBody');
  for (const clause of body ? children(body) : []) {
    const statements = bodyOf(childNamed(clause, 'Body'));
    run.under({ certainty: 'conditional' }, () => executeBlock(statements, scope, run));
  }
  return next;
}
