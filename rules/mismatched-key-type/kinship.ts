import type { ColumnType } from '../../src/schema/model';

/**
 * How two types compare as the ends of a foreign key: `close`, there is an operator that compares them; `foreign`, there is
 * none. Types that are not listed are the same only by name, and otherwise not judged.
 */
export function kinship(a: ColumnType, b: ColumnType): 'same' | 'close' | 'foreign' {
  const [first, second] = [withoutSequence(a.name), withoutSequence(b.name)];
  if (first === second || a.dimensions !== b.dimensions) return 'same';
  const [family, other] = [families[first], families[second]];
  if (family === undefined || other === undefined) return 'same';
  if (family !== other) return 'foreign';
  return family === 'text' ? 'same' : 'close';
}

/** A serial column is an integer with a default. */
export function withoutSequence(name: string): string {
  return { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' }[name] ?? name;
}

/** The first holds every number that the second does: nothing that is referenced can fail to fit. */
export function isRoomier(type: ColumnType, target: ColumnType): boolean {
  const sizes = ['smallint', 'integer', 'bigint', 'numeric'];
  return sizes.indexOf(withoutSequence(type.name)) > sizes.indexOf(withoutSequence(target.name));
}

const families: Readonly<Record<string, string>> = {
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  varchar: 'text',
  text: 'text',
  char: 'text',
  citext: 'text',
  uuid: 'uuid',
  date: 'date',
  boolean: 'boolean',
};
