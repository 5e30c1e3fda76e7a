import type { SyntaxNode } from './python/node';
import type { Span } from '../../migration/span';
import type { Outcome } from './conditions';
import { choice } from './python/choice';
import type { Scope } from './python/scope';
import type { Value } from './python/value';
import type { Restriction, Run } from './run';

/** How execution goes on after a statement. */
export type Flow =
  /** On to the next one, perhaps only in some cases; in the others, it has returned. */
  | { readonly type: 'next'; readonly rest: Restriction | null; readonly returned: readonly Returned[] }
  | { readonly type: 'return'; readonly value: Value }
  | { readonly type: 'raise'; readonly span: Span; readonly text: string }
  | { readonly type: 'break' | 'continue' };

/** A value that was returned if a condition holds. */
export interface Returned {
  readonly condition: Value;
  readonly value: Value;
}

/** Executes statements in order. */
export type ExecuteBlock = (statements: readonly SyntaxNode[], scope: Scope, run: Run) => Flow;

export const next: Flow = { type: 'next', rest: null, returned: [] };

export function nextUnder(rest: Restriction | null, returned: readonly Returned[] = []): Flow {
  return { type: 'next', rest, returned };
}

/** What holds where a condition came out one way. */
export function restriction({ dialects, isConditional, condition }: Outcome): Restriction {
  if (!isConditional) return dialects === null ? {} : { dialects };
  const open: Restriction = condition ? { certainty: 'conditional', condition } : { certainty: 'conditional' };
  return dialects === null ? open : { ...open, dialects };
}

/** The value of a function: what an earlier `return` under a condition gave, else the last one's. */
export function returnedValue(returned: readonly Returned[], last: Value, run: Run): Value {
  return returned.reduceRight(
    (otherwise, { condition, value }) => choice(condition, value, otherwise, run.decide(condition)),
    last,
  );
}

/** After the statements that follow a partial return. */
export function after(before: Extract<Flow, { type: 'next' }>, remaining: Flow | null, run: Run): Flow {
  const { rest, returned } = before;
  if (remaining === null) return nextUnder(rest, returned);
  if (remaining.type === 'next') {
    return nextUnder(merged(remaining.rest, rest), [...returned, ...remaining.returned]);
  }
  if (remaining.type !== 'return') return remaining;
  return { type: 'return', value: returnedValue(returned, remaining.value, run) };
}

function merged(inner: Restriction | null, outer: Restriction | null): Restriction | null {
  return inner === null && outer === null ? null : { ...inner, ...outer };
}

/** After both branches: a name has the value of the branch that was taken, which may stay open. */
export function mergeNames(
  scope: Scope,
  taken: {
    readonly condition: Value;
    readonly first: ReadonlyMap<string, Value>;
    readonly decided: boolean | null;
    readonly hasLeft: boolean;
  },
): void {
  if (taken.hasLeft) return;
  for (const [name, value] of taken.first) {
    const other = scope.own(name);
    if (other === value || (other === undefined && taken.decided === false)) continue;
    // A name that only one branch gives is what that branch gives, wherever it is used.
    scope.assign(name, other === undefined ? value : choice(taken.condition, value, other, taken.decided));
  }
}

/** Two branches of one condition. */
export interface Fork {
  readonly condition: Value;
  readonly yes: Outcome;
  readonly no: Outcome;
}

/** Where one branch leaves, what follows runs only in the other case. A check that raises leaves nothing open. */
export function join(first: Flow, second: Flow, fork: Fork, run: Run): Flow {
  const { condition, yes, no } = fork;
  if (first.type === 'return' && second.type === 'return') {
    return { type: 'return', value: choice(condition, first.value, second.value, run.decide(condition)) };
  }
  if (first.type !== 'next' && second.type !== 'next') return first.type === 'raise' ? second : first;
  const returned = [...returnedIn(first, condition), ...returnedIn(second, negated(condition))];
  if (first.type === 'next' && second.type === 'next') {
    return nextUnder(either(first.rest, second.rest, yes, no), returned);
  }
  const [left, open] = first.type === 'next' ? [second, yes] : [first, no];
  const stays = first.type === 'next' ? first : second;
  const rest = restriction(left.type === 'raise' ? { ...open, isConditional: false } : open);
  return nextUnder({ ...(stays.type === 'next' ? stays.rest : null), ...rest }, returned);
}

function returnedIn(flow: Flow, condition: Value): readonly Returned[] {
  if (flow.type === 'return') return [{ condition, value: flow.value }];
  if (flow.type !== 'next') return [];
  return flow.returned.map((each) => ({
    condition: { kind: 'operator', operator: 'and', operands: [condition, each.condition] },
    value: each.value,
  }));
}

function negated(condition: Value): Value {
  return { kind: 'operator', operator: 'not', operands: [condition] };
}

/** Inner restrictions hold after the `if` only where the other branch cannot come from. */
function either(first: Restriction | null, second: Restriction | null, yes: Outcome, no: Outcome): Restriction | null {
  if (first === null && second === null) return null;
  const isPure = !yes.isConditional && !no.isConditional;
  const dialects = [...(first?.dialects ?? yes.dialects ?? []), ...(second?.dialects ?? no.dialects ?? [])];
  const isConditional = first?.certainty === 'conditional' || second?.certainty === 'conditional' || !isPure;
  return restriction({ dialects: isPure && dialects.length > 0 ? dialects : null, isConditional });
}
