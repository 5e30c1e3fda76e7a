import type { ObjectKind, Subject } from './model';

/**
 * One object that is not the same in two schemas: `missing` was only in the first, `extra` is only in the second. The
 * texts are for people; `null` where there is no object.
 */
export interface SchemaChange extends Subject {
  readonly change: 'missing' | 'extra' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
}

/** How objects of one kind are told apart. */
export interface Comparison<T> {
  subject(object: T): Subject;
  /** What makes it the same object in both schemas; `null` for an object without a name, which only its content tells. */
  key(object: T): string | null;
  /** Equal, whatever they are called. */
  isSame(before: T, after: T): boolean;
  describe(object: T): string;
  /** True where an object found again under another name is no change but for that name. */
  readonly isFoundByContent?: boolean;
}

/** The differences of lists whose objects speak for themselves: the same list has none. */
export function compareUnlessSame<T>(
  before: readonly T[],
  after: readonly T[],
  comparison: Comparison<T>,
): readonly SchemaChange[] {
  return before === after ? [] : compareLists(before, after, comparison);
}

/** Pairs the objects of two lists and reports those that have no partner, or not an equal one. */
export function compareLists<T>(
  before: readonly T[],
  after: readonly T[],
  comparison: Comparison<T>,
): readonly SchemaChange[] {
  if (before.length === 0 && after.length === 0) return [];
  const { key, isSame } = comparison;
  const rest = { before: [...before], after: [...after] };
  const hasSameKey = (a: T, b: T) => key(a) !== null && key(a) === key(b);
  takePairs(rest, (a, b) => hasSameKey(a, b) && isSame(a, b));
  const changed = takePairs(rest, hasSameKey);
  const renamed = comparison.isFoundByContent === true ? takePairs(rest, isSame) : [];
  return [
    ...changed.map(([a, b]) => changedObject(a, b, comparison)),
    ...renamed.filter(([a, b]) => key(a) !== null && key(b) !== null).map(([a, b]) => changedObject(a, b, comparison)),
    ...rest.before.map((object) => missingObject(object, comparison)),
    ...rest.after.map((object) => extraObject(object, comparison)),
  ];
}

/** Takes out of the lists, and gives, those that belong together. Lists mostly agree, so the first is mostly it. */
function takePairs<T>(
  rest: { before: T[]; after: T[] },
  belong: (before: T, after: T) => boolean,
): readonly (readonly [T, T])[] {
  const pairs: (readonly [T, T])[] = [];
  rest.before = rest.before.filter((object) => {
    const index = rest.after.findIndex((other) => belong(object, other));
    if (index === -1) return true;
    for (const other of rest.after.splice(index, 1)) pairs.push([object, other]);
    return false;
  });
  return pairs;
}

function changedObject<T>(before: T, after: T, { subject, describe }: Comparison<T>): SchemaChange {
  return { ...subject(before), change: 'changed', before: describe(before), after: describe(after) };
}

function missingObject<T>(object: T, { subject, describe }: Comparison<T>): SchemaChange {
  return { ...subject(object), change: 'missing', before: describe(object), after: null };
}

function extraObject<T>(object: T, { subject, describe }: Comparison<T>): SchemaChange {
  return { ...subject(object), change: 'extra', before: null, after: describe(object) };
}

/** A comparison of plain names. */
export function namesOf(kind: ObjectKind): Comparison<string> {
  return {
    subject: (name) => ({ kind, schema: null, table: null, name }),
    key: (name) => name,
    isSame: () => true,
    describe: (name) => `${kind.toUpperCase()} ${name}`,
  };
}
