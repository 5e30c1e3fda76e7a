import { quoteText } from '../../schema/ddl.names';
import type { ColumnType } from '../../schema/model';

/** A value that a column of this type takes, as SQL: for a person to replace by one that means something. */
export function placeholderValue(type: ColumnType | null): string {
  if (type === null) return "''";
  if (type.dimensions > 0) return "'{}'";
  const [label] = type.labels ?? [];
  if (label !== undefined) return quoteText(label);
  return values.find(([pattern]) => pattern.test(type.name))?.[1] ?? "''";
}

const values: readonly (readonly [RegExp, string])[] = [
  [/^((small|big)?int(eger)?|(small|big)?serial|numeric|real|double precision|money|oid)$/, '0'],
  [/^boolean$/, 'false'],
  [/^date$/, "'1970-01-01'"],
  [/^timestamp(tz)?$/, "'1970-01-01 00:00:00'"],
  [/^time(tz)?$/, "'00:00:00'"],
  [/^interval/, "'0 seconds'"],
  [/^jsonb?$/, "'{}'"],
  [/^uuid$/, "'00000000-0000-0000-0000-000000000000'"],
  [/^(inet|cidr)$/, "'0.0.0.0'"],
];
