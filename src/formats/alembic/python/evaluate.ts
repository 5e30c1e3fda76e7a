import type { SyntaxNode } from './node';
import { attributeOf, itemOf, sliceOf } from './access';
import { choice } from './choice';
import { compute, truth } from './operators';
import { Scope } from './scope';
import { literalText } from './strings';
import { formatString, joined } from './texts';
import { childNamed, children, operands, separated, spanOf } from './tree';
import { constant, elements, list, none, unknown, type Argument, type Dict, type List, type Value } from './value';
import type { Run } from '../run';

/** The value of an expression. Emits the operations of the calls in it. */
export function evaluate(node: SyntaxNode | null | undefined, scope: Scope, run: Run): Value {
  if (!node) return unknown('');
  if (!run.step()) return unknown(run.source.read(node));
  const evaluator = evaluators[node.name];
  return evaluator ? evaluator(node, scope, run) : unknown(run.source.read(node));
}

type Evaluator = (node: SyntaxNode, scope: Scope, run: Run) => Value;

const evaluators: Readonly<Record<string, Evaluator>> = {
  None: () => none,
  Boolean: (node, _scope, run) => constant(run.source.read(node) === 'True'),
  Number: (node, _scope, run) => number(run.source.read(node)),
  String: (node, _scope, run) => literalText(run.source.read(node), node.from),
  ContinuedString: (node, scope, run) =>
    joined(
      operands(node).map((each) => evaluate(each, scope, run)),
      run.source.read(node),
    ),
  FormatString: (node, scope, run) => formatString(node, run.source, (field) => evaluate(field, scope, run)),
  VariableName: (node, scope, run) => variable(run.source.read(node), scope),
  ParenthesizedExpression: (node, scope, run) => evaluate(operands(node)[0], scope, run),
  TupleExpression: (node, scope, run) => collection(node, scope, run, true),
  ArrayExpression: (node, scope, run) => collection(node, scope, run, false),
  SetExpression: (node, scope, run) => collection(node, scope, run, true),
  DictionaryExpression: dictionary,
  MemberExpression: member,
  CallExpression: (node, scope, run) => callExpression(node, scope, run),
  BinaryExpression: binary,
  UnaryExpression: (node, scope, run) => {
    const operator = node.firstChild ? run.source.read(node.firstChild) : '';
    return compute(operator, [evaluate(operands(node).at(-1) ?? node.lastChild, scope, run)]);
  },
  ConditionalExpression: conditional,
  NamedExpression: (node, scope, run) => {
    const [target, value] = operands(node);
    const result = evaluate(value, scope, run);
    if (target) scope.assign(run.source.read(target), result);
    return result;
  },
  ArrayComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension,
  ComprehensionExpression: comprehension,
  DictionaryComprehensionExpression: dictComprehension,
  LambdaExpression: (node, scope) => ({ kind: 'function', name: 'lambda', node, scope, binding: 'static' }),
  AwaitExpression: (node, scope, run) => evaluate(operands(node).at(-1), scope, run),
};

function number(written: string): Value {
  const digits = written.replaceAll('_', '');
  const value = Number(digits);
  return Number.isNaN(value) ? unknown(written) : constant(value);
}

function variable(name: string, scope: Scope): Value {
  return scope.find(name) ?? { kind: 'name', path: `builtins.${name}` };
}

function collection(node: SyntaxNode, scope: Scope, run: Run, isTuple: boolean): List {
  const result = list([], isTuple);
  const inner = children(node).filter(({ name }) => !/^[()[\]{}]$/.test(name));
  for (const group of separated(inner, ',')) {
    const [first, second] = group;
    if (!first) continue;
    if (first.name === '*') spread(result, evaluate(second, scope, run));
    else result.items.push(evaluate(first, scope, run));
  }
  return result;
}

function spread(target: List, value: Value): void {
  if (value.kind === 'list') target.items.push(...value.items);
  if (value.kind !== 'list' || value.isOpen) target.isOpen = true;
}

function dictionary(node: SyntaxNode, scope: Scope, run: Run): Dict {
  const result: Dict = { kind: 'dict', entries: [], isOpen: false };
  const inner = children(node).filter(({ name }) => name !== '{' && name !== '}');
  for (const group of separated(inner, ',')) {
    const [first, second, third] = group;
    if (!first) continue;
    if (first.name === '**') merge(result, evaluate(second, scope, run));
    else result.entries.push([evaluate(first, scope, run), evaluate(third, scope, run)]);
  }
  return result;
}

function merge(target: Dict, value: Value): void {
  if (value.kind === 'dict') target.entries.push(...value.entries);
  if (value.kind !== 'dict' || value.isOpen) target.isOpen = true;
}

function member(node: SyntaxNode, scope: Scope, run: Run): Value {
  const parts = children(node);
  const of = evaluate(parts[0], scope, run);
  if (parts[1]?.name === '.') return attributeOf(of, parts[2] ? run.source.read(parts[2]) : '');
  const colon = parts.findIndex(({ name }) => name === ':');
  if (colon > 0) {
    const [before, behind] = [parts[colon - 1], parts[colon + 1]];
    const bound = (part: SyntaxNode | undefined) =>
      part && /^[A-Z]/.test(part.name) ? evaluate(part, scope, run) : null;
    const isStepped = parts.filter(({ name }) => name === ':').length > 1;
    return (isStepped ? null : sliceOf(of, bound(before), bound(behind))) ?? unknown(run.source.read(node));
  }
  return itemOf(of, evaluate(parts[2], scope, run));
}

function callExpression(node: SyntaxNode, scope: Scope, run: Run): Value {
  const callee = evaluate(node.firstChild, scope, run);
  const { args, keywords, isOpen } = readArguments(childNamed(node, 'ArgList'), scope, run);
  const made = { kind: 'call', callee, args, keywords, span: spanOf(node) } as const;
  return run.call(isOpen ? { ...made, keywords: new Map([...keywords, openArguments(node)]) } : made);
}

/** Marks a call that was given more (`*rest`, `**options`) than could be evaluated. */
function openArguments(node: SyntaxNode): readonly [string, Argument] {
  return ['**', { value: unknown(''), span: spanOf(node) }];
}

function readArguments(node: SyntaxNode | null, scope: Scope, run: Run) {
  const args: Argument[] = [];
  const keywords = new Map<string, Argument>();
  let isOpen = false;
  const generator = node && childNamed(node, 'for');
  if (node && generator)
    return { args: [{ value: comprehension(node, scope, run), span: spanOf(node) }], keywords, isOpen };
  const inner = node ? children(node).filter(({ name }) => name !== '(' && name !== ')') : [];
  for (const [first, second, third] of separated(inner, ',')) {
    if (!first) continue;
    if (first.name === '*' || first.name === '**') {
      const value = evaluate(second, scope, run);
      const span = spanOf(second ?? first);
      if (value.kind === 'list') args.push(...value.items.map((item) => ({ value: item, span })));
      if (value.kind === 'dict') {
        for (const [key, each] of value.entries)
          if (key.kind === 'text') keywords.set(key.value, { value: each, span });
      }
      isOpen ||= !(value.kind === 'list' || value.kind === 'dict') || value.isOpen;
    } else if (second?.name === 'AssignOp') {
      keywords.set(run.source.read(first), { value: evaluate(third, scope, run), span: spanOf(third ?? first) });
    } else args.push({ value: evaluate(first, scope, run), span: spanOf(first) });
  }
  return { args, keywords, isOpen };
}

function binary(node: SyntaxNode, scope: Scope, run: Run): Value {
  const parts = children(node);
  const left = parts[0];
  const right = parts.at(-1);
  const operator = parts
    .slice(1, -1)
    .map((part) => run.source.read(part))
    .join(' ');
  const first = evaluate(left, scope, run);
  const known = truth(first);
  if (operator === 'and' && known === false) return first;
  if (operator === 'or' && known === true) return first;
  return compute(operator, [first, evaluate(right, scope, run)]);
}

/** `a if condition else b`: where the condition is not known, it stays one of two. */
function conditional(node: SyntaxNode, scope: Scope, run: Run): Value {
  const [yes, condition, no] = operands(node);
  const test = evaluate(condition, scope, run);
  const known = truth(test);
  if (known !== null) return evaluate(known ? yes : no, scope, run);
  return choice(test, evaluate(yes, scope, run), evaluate(no, scope, run), run.decide(test));
}

/** `[x for a in b if c]`: computed over known collections; over others, what is made of each element. */
function comprehension(node: SyntaxNode, scope: Scope, run: Run): Value {
  const parts = children(node).filter(({ name }) => !/^[()[\]{}]$/.test(name));
  const keyword = parts.findIndex(({ name }) => name === 'for');
  const element = parts[0];
  if (!element || keyword !== 1) return unknown(run.source.read(node));
  return clause(parts.slice(keyword), new Scope(scope), run, (inner) => evaluate(element, inner, run));
}

/** `{key: value for a in b if c}`. */
function dictComprehension(node: SyntaxNode, scope: Scope, run: Run): Value {
  const parts = children(node).filter(({ name }) => !/^[{}]$/.test(name));
  const keyword = parts.findIndex(({ name }) => name === 'for');
  const [key, , value] = parts;
  if (keyword !== 3) return unknown(run.source.read(node));
  const pair = (inner: Scope) => list([evaluate(key, inner, run), evaluate(value, inner, run)], true);
  const pairs = clause(parts.slice(keyword), new Scope(scope), run, pair);
  if (pairs.kind !== 'list') return pairs;
  const entries = pairs.items.flatMap((each) => {
    const [first, second] = elements(each) ?? [];
    return first && second ? [[first, second] as const] : [];
  });
  return { kind: 'dict', entries, isOpen: pairs.isOpen };
}

/** One `for ... in ...` of a comprehension, and the clauses after it. */
function clause(parts: readonly SyntaxNode[], scope: Scope, run: Run, make: (scope: Scope) => Value): Value {
  const within = parts.findIndex(({ name }) => name === 'in');
  const targets = parts.slice(1, within).filter(({ name }) => name !== ',');
  const iterable = evaluate(parts[within + 1], scope, run);
  const rest = parts.slice(within + 2);
  const items = elements(iterable);
  if (items === null) {
    bind(targets, { kind: 'each', of: iterable, result: null }, scope, run);
    const made = filtered(rest, scope, run, make);
    return { kind: 'each', of: iterable, result: made.items[0] ?? null };
  }
  const made = list([]);
  for (const item of items) {
    if (!run.step()) break;
    bind(targets, item, scope, run);
    spread(made, filtered(rest, scope, run, make));
  }
  return made;
}

/** What the rest of a comprehension makes of one element: nothing, one value, or those of an inner loop. */
function filtered(parts: readonly SyntaxNode[], scope: Scope, run: Run, make: (scope: Scope) => Value): List {
  const [keyword, condition] = parts;
  if (keyword?.name === 'for') {
    const inner = clause(parts, scope, run, make);
    return inner.kind === 'list' ? inner : { ...list([inner]), isOpen: true };
  }
  if (keyword?.name !== 'if') return list([make(scope)]);
  const kept = truth(evaluate(condition, scope, run));
  if (kept === false) return list([]);
  const found = filtered(parts.slice(2), scope, run, make);
  // An element that may have been left out is not among the known ones, but shows what they look like.
  return kept ? found : { ...found, isOpen: true };
}

/** Assigns a value to `a`, to `a, b`, `(a, b)` or `[a, b]`. Targets that are no names are left to the caller. */
export function bind(targets: readonly SyntaxNode[], value: Value, scope: Scope, run: Run): void {
  const [only] = targets;
  if (targets.length === 1 && only) {
    if (only.name === 'VariableName') scope.assign(run.source.read(only), value);
    if (/^(Tuple|Array|Parenthesized)Expression$/.test(only.name)) bindEach(operands(only), value, scope, run);
    return;
  }
  bindEach(targets, value, scope, run);
}

function bindEach(targets: readonly SyntaxNode[], value: Value, scope: Scope, run: Run): void {
  const items = elements(value);
  targets.forEach((target, index) => {
    const key = constant(index);
    bind([target], items?.[index] ?? { kind: 'item', of: value, key }, scope, run);
  });
}
