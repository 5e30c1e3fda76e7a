import type { Condition } from '../../migration/operation';
import type { Dialect } from '../../schema/model';
import { allDialects, dialectsNamed, otherDialects } from './dialecttests';
import { conditionalOperator } from './python/choice';
import { truth } from './python/operators';
import type { Value } from './python/value';
import { calledName, rootPath } from './sqlalchemy/names';

/** What follows from a condition's being true (or false). */
export interface Outcome {
  /** The dialects in which it can be so; `null` for all. */
  readonly dialects: readonly Dialect[] | null;
  /** It depends on something that the text does not tell. */
  readonly isConditional: boolean;
  /** What that is. */
  readonly condition?: Condition;
}

/** Parts of a condition that are looked at, one inside the other. */
const maximumDepth = 12;

/** Under what a condition is true, or false. */
export function outcome(condition: Value, isTrue: boolean, depth = 0): Outcome {
  if (depth > maximumDepth) return { dialects: null, isConditional: true };
  const known = truth(condition) ?? offline(condition);
  if (known !== null) return { dialects: known === isTrue ? null : [], isConditional: false };
  const named = dialectsNamed(condition);
  if (named !== null) return { dialects: isTrue ? named : otherDialects(named), isConditional: false };
  if (condition.kind === 'operator') {
    const [left, right, third] = condition.operands;
    if (condition.operator === 'not' && left) return outcome(left, !isTrue, depth + 1);
    if (condition.operator === conditionalOperator && left && right && third) {
      // Four parts to look at, where the others have two: half as deep costs the same.
      const deeper = depth + 2;
      return either(
        both(outcome(left, true, deeper), outcome(right, isTrue, deeper)),
        both(outcome(left, false, deeper), outcome(third, isTrue, deeper)),
      );
    }
    const isBoth = condition.operator === (isTrue ? 'and' : 'or');
    if ((condition.operator === 'and' || condition.operator === 'or') && left && right) {
      return isBoth
        ? both(outcome(left, isTrue, depth + 1), outcome(right, isTrue, depth + 1))
        : either(outcome(left, isTrue, depth + 1), outcome(right, isTrue, depth + 1));
    }
  }
  return { dialects: null, isConditional: true };
}

/** Whether a condition holds in one dialect; `null` where it depends on more. */
export function decide(condition: Value, dialect: Dialect): boolean | null {
  return decideBy(outcome(condition, true), outcome(condition, false), dialect);
}

/** The same, by what follows from the condition's being true and from its being false. */
export function decideBy(yes: Outcome, no: Outcome, dialect: Dialect): boolean | null {
  if (yes.dialects !== null && !yes.dialects.includes(dialect)) return false;
  return no.dialects !== null && !no.dialects.includes(dialect) ? true : null;
}

function both(a: Outcome, b: Outcome): Outcome {
  const dialects =
    a.dialects === null || b.dialects === null
      ? (a.dialects ?? b.dialects)
      : a.dialects.filter((each) => b.dialects?.includes(each));
  return { dialects, isConditional: a.isConditional || b.isConditional };
}

function either(a: Outcome, b: Outcome): Outcome {
  if (a.dialects === null || b.dialects === null)
    return { dialects: null, isConditional: a.isConditional || b.isConditional };
  return {
    dialects: allDialects.filter((each) => a.dialects?.includes(each) || b.dialects?.includes(each)),
    isConditional: a.isConditional || b.isConditional,
  };
}

/** A migration that is run, not printed, is online. */
function offline(condition: Value): boolean | null {
  const isOffline =
    calledName(condition) === 'is_offline_mode' || (condition.kind === 'attribute' && condition.name === 'as_sql');
  return isOffline ? false : null;
}

/** The root of a chain is Alembic's own: `op.get_bind()...`. */
export function isFromAlembic(value: Value): boolean {
  return rootPath(value)?.startsWith('alembic.') ?? false;
}
