import type { SyntaxNode } from './python/node';
import type { Condition } from '../../migration/operation';
import type { Span } from '../../migration/span';
import { formatName } from '../../schema/model';
import { decideBy, outcome, type Outcome } from './conditions';
import { join, mergeNames, next, restriction, type ExecuteBlock, type Flow } from './flow';
import { evaluate } from './python/evaluate';
import { compute, truth } from './python/operators';
import type { Scope } from './python/scope';
import { bodyOf, childNamed, children, operands, spanOf } from './python/tree';
import { constant, list, unknown, type Value } from './python/value';
import { presumptions, type Presumption } from './presumptions';
import { subjectOf } from './subjects';
import type { Run } from './run';

/** One `if`, `elif`, `else` or `case`. */
interface Branch {
  /** `null` for else. */
  readonly condition: ((scope: Scope) => Value) | null;
  readonly place: Span;
  readonly body: readonly SyntaxNode[];
}

export function executeIf(node: SyntaxNode, scope: Scope, run: Run, block: ExecuteBlock): Flow {
  const found: Branch[] = [];
  let condition: SyntaxNode | null = null;
  for (const part of children(node)) {
    if (part.name === 'Body') {
      found.push(ifBranch(condition, part, run));
      condition = null;
    } else if (!/^(if|elif|else)$/.test(part.name)) condition = part;
  }
  return executeBranches(found, scope, run, block);
}

function ifBranch(condition: SyntaxNode | null, body: SyntaxNode, run: Run): Branch {
  return {
    condition: condition === null ? null : (scope) => evaluate(condition, scope, run),
    place: spanOf(condition ?? body),
    body: bodyOf(body),
  };
}

/** Each case is a comparison with the subject, as far as its pattern is one of values. */
export function executeMatch(node: SyntaxNode, scope: Scope, run: Run, block: ExecuteBlock): Flow {
  const subject = evaluate(operands(node)[0], scope, run);
  const body = childNamed(node, 'MatchBody');
  const clauses = (body ? children(body) : []).filter(({ name }) => name === 'MatchClause');
  const branches = clauses.map((clause) => matchBranch(clause, subject, run));
  return executeBranches(branches, scope, run, block);
}

function matchBranch(clause: SyntaxNode, subject: Value, run: Run): Branch {
  const pattern = operands(clause).find(({ name }) => name.endsWith('Pattern'));
  const isElse = pattern?.name === 'CapturePattern' && !childNamed(clause, 'Guard');
  return {
    condition: isElse
      ? (captured(pattern, subject, run) ?? null)
      : (scope) => (pattern ? matches(pattern, clause, subject, scope, run) : unknown('case')),
    place: spanOf(pattern ?? clause),
    body: bodyOf(childNamed(clause, 'Body')),
  };
}

/** `case name:` takes everything and gives it a name. */
function captured(pattern: SyntaxNode, subject: Value, run: Run): Branch['condition'] {
  const name = run.source.read(pattern);
  if (name === '_') return null;
  return (scope) => {
    scope.assign(name, subject);
    return constant(true);
  };
}

function matches(pattern: SyntaxNode, clause: SyntaxNode, subject: Value, scope: Scope, run: Run): Value {
  const guard = childNamed(clause, 'Guard');
  const values = patternValues(pattern, scope, run);
  if (values === null) return unknown(run.source.read(pattern));
  const test =
    values.length === 1 && values[0] ? compute('==', [subject, values[0]]) : compute('in', [subject, list(values)]);
  return guard ? compute('and', [test, evaluate(operands(guard)[0], scope, run)]) : test;
}

/** The values that a pattern lists; `null` for patterns that look inside. */
function patternValues(pattern: SyntaxNode, scope: Scope, run: Run): readonly Value[] | null {
  if (pattern.name === 'LiteralPattern') return [evaluate(pattern.firstChild, scope, run)];
  if (pattern.name === 'AttributePattern') return [attributePattern(run.source.read(pattern), scope)];
  if (pattern.name !== 'OrPattern') return null;
  const parts = operands(pattern).map((each) => patternValues(each, scope, run));
  return parts.includes(null) ? null : parts.flatMap((each) => each ?? []);
}

function attributePattern(path: string, scope: Scope): Value {
  const [root = '', ...rest] = path.split('.');
  const start: Value = scope.find(root) ?? { kind: 'name', path: `builtins.${root}` };
  return rest.reduce<Value>((of, name) => ({ kind: 'attribute', of, name }), start);
}

function executeBranches([branch, ...others]: readonly Branch[], scope: Scope, run: Run, block: ExecuteBlock): Flow {
  if (!branch) return next;
  if (branch.condition === null) return block(branch.body, scope, run);
  const condition = branch.condition(scope);
  const known = truth(condition);
  if (known !== null) {
    return known ? block(branch.body, scope, run) : executeBranches(others, scope, run, block);
  }
  return fork(condition, branch, others, scope, run, block);
}

function fork(
  condition: Value,
  { place, body }: Branch,
  others: readonly Branch[],
  scope: Scope,
  run: Run,
  block: ExecuteBlock,
): Flow {
  const [yes, no] = outcomes(condition, place, run);
  const isExit = others.length === 0 && /^(Return|Raise|Continue|Break)Statement$/.test(body.at(-1)?.name ?? '');
  for (const presumed of presumptions(condition, !isExit)) mention(presumed, place, run);
  const before = scope.fork();
  const first = run.under(restriction(yes), () => block(body, scope, run)) ?? next;
  const afterFirst = scope.exchange(before);
  const second = run.under(restriction(no), () => executeBranches(others, scope, run, block)) ?? next;
  const decided = decideBy(yes, no, run.dialect);
  mergeNames(scope, { condition, first: afterFirst, decided, hasLeft: first.type !== 'next' });
  return join(first, second, { condition, yes, no }, run);
}

/** What follows from a condition and from its opposite; what depends on nothing but the dialect needs no reason. */
function outcomes(condition: Value, { start, end }: Span, run: Run): readonly [yes: Outcome, no: Outcome] {
  const [yes, no] = [outcome(condition, true), outcome(condition, false)];
  if (!yes.isConditional && !no.isConditional) return [yes, no];
  const reason: Condition = { text: run.source.text.slice(start, end), about: subjectOf(condition) };
  return [withReason(yes, reason), withReason(no, reason)];
}

function withReason(result: Outcome, condition: Condition): Outcome {
  return result.isConditional ? { ...result, condition } : result;
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
