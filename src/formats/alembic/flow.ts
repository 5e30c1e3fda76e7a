import type { Span } from '../../migration/span';
import type { Outcome } from './conditions';
import type { Scope } from './python/scope';
import { unknown, type Value } from './python/value';
import type { Restriction } from './run';

/** How execution goes on after a statement. */
export type Flow =
  /** On to the next one, perhaps only in some cases. */
  | { readonly type: 'next'; readonly rest: Restriction | null }
  | { readonly type: 'return'; readonly value: Value }
  | { readonly type: 'raise'; readonly span: Span; readonly text: string }
  | { readonly type: 'break' | 'continue' };

export const next: Flow = { type: 'next', rest: null };

/** What holds where a condition came out one way. */
export function restriction({ dialects, isConditional }: Outcome): Restriction {
  return { ...(isConditional ? { certainty: 'conditional' } : {}), ...(dialects === null ? {} : { dialects }) };
}

/** After both branches: a name has the value of the branch that the dialect takes, or the one that both agree on. */
export function merge(
  scope: Scope,
  taken: {
    readonly before: ReadonlyMap<string, Value>;
    readonly first: ReadonlyMap<string, Value>;
    readonly decided: boolean | null;
    readonly hasLeft: boolean;
  },
): void {
  if (taken.hasLeft || taken.decided === false) return;
  const second = scope.snapshot();
  for (const [name, value] of taken.first) {
    const other = second.get(name);
    if (other === value) continue;
    const isAgreed = taken.decided === true || other === undefined || isSame(value, other);
    scope.assign(name, isAgreed ? value : unknown(name));
  }
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  return a.kind === 'constant' && b.kind === 'constant' && a.value === b.value;
}

/** Where one branch leaves, what follows runs only in the other case. A check that raises leaves nothing open. */
export function join(first: Flow, second: Flow, yes: Outcome, no: Outcome): Flow {
  if (first.type !== 'next' && second.type !== 'next') return first.type === 'raise' ? second : first;
  if (first.type === 'next' && second.type === 'next') {
    return { type: 'next', rest: either(first.rest, second.rest, yes, no) };
  }
  const [left, open] = first.type === 'next' ? [second, yes] : [first, no];
  const stays = first.type === 'next' ? first : second;
  const rest = restriction(left.type === 'raise' ? { ...open, isConditional: false } : open);
  return { type: 'next', rest: { ...(stays.type === 'next' ? stays.rest : null), ...rest } };
}

/** Inner restrictions hold after the `if` only where the other branch cannot come from. */
function either(first: Restriction | null, second: Restriction | null, yes: Outcome, no: Outcome): Restriction | null {
  if (first === null && second === null) return null;
  const isPure = !yes.isConditional && !no.isConditional;
  const dialects = [...(first?.dialects ?? yes.dialects ?? []), ...(second?.dialects ?? no.dialects ?? [])];
  const isConditional = first?.certainty === 'conditional' || second?.certainty === 'conditional' || !isPure;
  return restriction({ dialects: isPure && dialects.length > 0 ? dialects : null, isConditional });
}
