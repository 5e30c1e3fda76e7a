/**
 * What a column can hold: an endless supply, the telling values first. Values are texts without quoting, as the type
 * reads them; `cell.ts` makes cells of them.
 */
export interface Values {
  /** The limits and oddities of the type, none twice; the first is an ordinary value. */
  readonly boundary: readonly string[];
  /** Any number of ordinary values; they may repeat where the type has few. */
  ordinary(n: number): string;
  /** The n-th of values that all differ, also when case and surrounding spaces do not count; `null` when there are no more. */
  distinct(n: number): string | null;
  /** Every one of `boundary` is wanted in the table at least once: labels of an enum. */
  readonly isComplete?: boolean;
}

/** Whose values they are: some types' depend on it. */
export interface Place {
  /** Qualified where it is not in the default schema. */
  readonly table: string;
  readonly column: string;
}

/** The n-th value of a column that may repeat: each boundary once, then ordinary ones. */
export function valueAt(values: Values, n: number): string {
  return values.boundary[n] ?? values.ordinary(n);
}

/** A type with these values and no others. */
export function valuesAmong(list: readonly string[], isComplete = false): Values {
  const first = list[0] ?? '';
  return {
    boundary: list,
    ordinary: (n) => list[n % list.length] ?? first,
    distinct: (n) => list[n] ?? null,
    isComplete,
  };
}

/** A type whose values are counted: `make(n)` gives another one for every n. */
export function countedValues(boundary: readonly string[], make: (n: number) => string): Values {
  return { boundary, ordinary: make, distinct: make };
}

/** The same supply with a few values more, before all others. */
export function startingWith(first: readonly string[], values: Values): Values {
  const isNew = (value: string) => !first.includes(value);
  return {
    ...values,
    boundary: [...first, ...values.boundary.filter(isNew)],
    distinct: (n) => first[n] ?? values.distinct(n - first.length),
  };
}

/** The same supply in another spelling. */
export function mapValues(values: Values, spell: (text: string) => string): Values {
  return {
    ...values,
    boundary: values.boundary.map(spell),
    ordinary: (n) => spell(values.ordinary(n)),
    distinct: (n) => {
      const text = values.distinct(n);
      return text === null ? null : spell(text);
    },
  };
}
