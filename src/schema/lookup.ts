import { stripParentheses } from './reader';
import { isSymbol, isWord, tokenize } from './tokens';
import {
  findTable,
  isSameName,
  type Check,
  type Column,
  type ForeignKey,
  type Index,
  type KeyConstraint,
  type ObjectName,
  type Schema,
  type Table,
} from './model';

/** Questions that rules ask of a schema. */

export function findColumn(schema: Schema, table: ObjectName, column: string): Column | undefined {
  return findTable(schema, table)?.columns.find(({ name }) => name === column);
}

/** A CHECK that says `column IS NOT NULL` and nothing less; with `isValid` it has been verified for every row. */
export function notNullCheck(schema: Schema, table: ObjectName, column: string): Check | undefined {
  return findTable(schema, table)?.checks.find(({ expression }) => requires(expression, column));
}

/** The column can hold no NULL: it is NOT NULL, or a verified CHECK says so. */
export function isKnownNotNull(schema: Schema, table: ObjectName, column: string): boolean {
  return findColumn(schema, table, column)?.nullable === false || notNullCheck(schema, table, column)?.isValid === true;
}

/** The key or unique index (whole, not partial) over exactly these columns, in any order. */
export function uniqueOn(
  schema: Schema,
  table: ObjectName,
  columns: readonly string[],
): KeyConstraint | Index | undefined {
  const known = findTable(schema, table);
  if (known === undefined) return undefined;
  const isOver = (names: readonly string[]) =>
    names.length === columns.length && columns.every((column) => names.includes(column));
  const keys = known.primaryKey === null ? known.uniques : [known.primaryKey, ...known.uniques];
  return (
    keys.find((key) => isOver(key.columns)) ??
    known.indexes.find((index) => index.isUnique && index.predicate === null && isOver(plainColumns(index)))
  );
}

/** The foreign keys that point at a table, with the tables that hold them. */
export function foreignKeysTo(
  schema: Schema,
  target: ObjectName,
): readonly { readonly table: Table; readonly key: ForeignKey }[] {
  const pointing = schema.tables.filter(({ foreignKeys }) => foreignKeys.some((key) => isSameName(key.target, target)));
  return pointing.flatMap((table) =>
    table.foreignKeys.filter((key) => isSameName(key.target, target)).map((key) => ({ table, key })),
  );
}

/** The keys of an index that are columns; an index over an expression is over no column alone. */
function plainColumns({ keys }: Index): readonly string[] {
  return keys.map((key) => (key.kind === 'column' ? key.column : ''));
}

function requires(expression: string, column: string): boolean {
  const [name, is, not, nothing, ...rest] = tokenize(stripParentheses(expression));
  const isAlone = rest.length === 0 || (isWord(rest[0], 'AND') && !rest.some((token) => isWord(token, 'OR')));
  return (
    name?.value === column &&
    !isSymbol(is, '.') &&
    isWord(is, 'IS') &&
    isWord(not, 'NOT') &&
    isWord(nothing, 'NULL') &&
    isAlone
  );
}
