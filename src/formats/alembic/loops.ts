import type { SyntaxNode } from './python/node';
import { next, nextUnder, type ExecuteBlock, type Flow, type Returned } from './flow';
import { bind, evaluate } from './python/evaluate';
import { truth } from './python/operators';
import type { Scope } from './python/scope';
import { bodyOf, childNamed, children, operands, spanOf } from './python/tree';
import { elements, list, unknown, type Value } from './python/value';
import type { Run } from './run';
import { consume } from './sqlalchemy/orm';

/** Over a known collection once for each element; over another one once, as repeated. */
export function executeFor(node: SyntaxNode, scope: Scope, run: Run, block: ExecuteBlock): Flow {
  const parts = children(node);
  const keyword = parts.findIndex(({ name }) => name === 'in');
  const body = parts.findIndex(({ name }) => name === 'Body');
  const targets = parts.slice(1, keyword).filter(({ name }) => name !== ',' && name !== 'for');
  const source = parts.slice(keyword + 1, body).filter(({ name }) => name !== ',');
  const iterable = source.length === 1 ? evaluate(source[0], scope, run) : tuple(source, scope, run);
  const statements = bodyOf(parts[body] ?? null);
  const items = elements(iterable);
  if (items !== null) return overEach(items, targets, statements, scope, run, block);
  consume(iterable, spanOf(source[0] ?? node), run);
  bind(targets, { kind: 'each', of: iterable, result: null }, scope, run);
  return repeated(statements, iterable, scope, run, block);
}

function tuple(source: readonly SyntaxNode[], scope: Scope, run: Run): Value {
  return list(
    source.map((each) => evaluate(each, scope, run)),
    true,
  );
}

function overEach(
  items: readonly Value[],
  targets: readonly SyntaxNode[],
  statements: readonly SyntaxNode[],
  scope: Scope,
  run: Run,
  block: ExecuteBlock,
): Flow {
  const returned: Returned[] = [];
  for (const item of items) {
    bind(targets, item, scope, run);
    const flow = block(statements, scope, run);
    if (flow.type === 'return' || flow.type === 'raise') return flow;
    if (flow.type === 'next') returned.push(...flow.returned);
    if (flow.type === 'break' || !run.hasSteps) break;
  }
  return returned.length > 0 ? nextUnder({ certainty: 'conditional' }, returned) : next;
}

export function executeWhile(node: SyntaxNode, scope: Scope, run: Run, block: ExecuteBlock): Flow {
  const condition = evaluate(operands(node)[0], scope, run);
  if (truth(condition) === false) return next;
  return repeated(bodyOf(childNamed(node, 'Body')), condition, scope, run, block);
}

function repeated(
  statements: readonly SyntaxNode[],
  iterable: Value,
  scope: Scope,
  run: Run,
  block: ExecuteBlock,
): Flow {
  const before = scope.snapshot();
  const flow = run.under({ certainty: 'repeated' }, () => block(statements, scope, run));
  // What a loop of unknown length leaves in a name is not known.
  for (const [name, value] of scope.snapshot()) {
    const earlier = before.get(name);
    if (earlier !== undefined && earlier !== value) scope.assign(name, unknown(name));
  }
  if (flow?.type === 'return') {
    return nextUnder({ certainty: 'conditional' }, [{ condition: unknown('loop'), value: flow.value }]);
  }
  const returned = flow?.type === 'next' ? flow.returned.map((each) => forAny(each, iterable)) : [];
  return returned.length > 0 ? nextUnder({ certainty: 'conditional' }, returned) : next;
}

/** A return from a loop happens if its condition holds for any of the elements. */
function forAny({ condition, value }: Returned, of: Value): Returned {
  const each: Value = { kind: 'each', of, result: condition };
  const callee: Value = { kind: 'name', path: 'builtins.any' };
  const nowhere = { start: 0, end: 0 };
  const args = [{ value: each, span: nowhere }];
  return { condition: { kind: 'call', callee, args, keywords: new Map(), span: nowhere }, value };
}
