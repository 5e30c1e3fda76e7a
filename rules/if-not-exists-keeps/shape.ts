import type { Index } from '../../src/schema/model';

/** What an index is over, as a person reads it: equal for equal indexes. */
export function keysOfIndex({ keys, isUnique, predicate }: Index): string {
  const shown = keys.map((key) => [key.kind === 'column' ? key.column : key.expression, key.suffix].join(' ').trim());
  return `${isUnique ? 'unique ' : ''}${shown.join(', ')}${predicate === null ? '' : ` where ${predicate}`}`;
}
