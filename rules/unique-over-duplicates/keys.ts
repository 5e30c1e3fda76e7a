import type { Table } from '../../src/schema/model';

export interface Key {
  /** Empty where it is over an expression. */
  readonly columns: readonly string[];
  /** Of a partial index. */
  readonly predicate: string | null;
}

/** Everything that keeps rows of a table apart: primary key, unique constraints and unique indexes. */
export function keysOf({ primaryKey, uniques, indexes }: Table): readonly Key[] {
  const constraints = primaryKey === null ? uniques : [primaryKey, ...uniques];
  return [
    ...constraints.map(({ columns }) => ({ columns, predicate: null })),
    ...indexes
      .filter(({ isUnique }) => isUnique)
      .map(({ keys, predicate }) => ({ columns: plainColumns(keys), predicate })),
  ];
}

function plainColumns(keys: Table['indexes'][number]['keys']): readonly string[] {
  const columns = keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  return columns.length === keys.length ? columns : [];
}
