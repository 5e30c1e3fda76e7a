import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { type Column, formatName, type ObjectName, type Table } from '../schema/model';
import { isSymbol, isWord, type Token, tokenize } from '../schema/tokens';

/** Values that migrations look for, by `table.column`: `WHERE permission = 'broadcast'`. */
export type LiteralHints = ReadonlyMap<string, readonly string[]>;

/** More than that, and they would leave no rows for anything else. */
const most = 4;

/**
 * Without rows that it looks for, an UPDATE or a DELETE touches nothing, and the run proves nothing. What migrations put
 * there themselves, or take away on their way back, is left to them: rows that only look the same are hostile ones.
 */
export function literalHints(migrations: readonly Migration[]): LiteralHints {
  const upgrades = migrations.flatMap(({ upgrade }) => upgrade.operations);
  const downgrades = migrations.flatMap(({ downgrade }) => downgrade?.operations ?? []);
  const own = new Set(
    [...[...upgrades, ...downgrades].flatMap(writtenBy), ...downgrades.flatMap(soughtBy)].map(String),
  );
  const hints = new Map<string, string[]>();
  for (const sought of upgrades.flatMap(soughtBy)) {
    const [key, value] = sought;
    const known = hints.get(key) ?? [];
    if (known.length < most && !known.includes(value) && !own.has(String(sought))) hints.set(key, [...known, value]);
  }
  return hints;
}

/** The table with the values that its columns should hold among others. */
export function withLiterals(table: Table, hints: LiteralHints): Table {
  const sought = table.columns.map(({ name }) => hints.get(`${formatName(table)}.${name}`));
  if (sought.every((values) => values === undefined)) return table;
  return { ...table, columns: table.columns.map((column, place) => withExamples(column, sought[place])) };
}

function withExamples(column: Column, sought: readonly string[] | undefined): Column {
  if (!sought || !column.type || column.type.dimensions > 0) return column;
  const { name, args, labels } = column.type;
  const isText = /^(text|varchar|char|citext|clob|string)$/.test(name) && labels === undefined;
  const isInteger = /^(integer|int|bigint|smallint)$/.test(name);
  const fits = (value: string) =>
    isText ? value.length <= (args[0] ?? value.length) : isInteger && /^-?\d{1,4}$/.test(value);
  const examples = sought.filter(fits);
  return examples.length === 0 ? column : { ...column, type: { ...column.type, examples } };
}

type Sought = readonly [key: string, value: string];

function soughtBy(op: Operation): readonly Sought[] {
  if ((op.kind !== 'update' && op.kind !== 'delete') || op.where === null) return [];
  const tokens = tokenize(op.where);
  return tokens.flatMap((token, at) =>
    token.kind === 'word' || token.kind === 'name'
      ? literalsAfter(tokens, at + 1).map((value): Sought => [`${formatName(op.table)}.${token.value}`, value])
      : [],
  );
}

/** Literals that are inserted, or assigned to a column. */
function writtenBy(op: Operation): readonly Sought[] {
  if (op.kind === 'update') {
    return op.assignments.flatMap(({ column, expression }) => pairs(op, column, expression));
  }
  if (op.kind !== 'insert') return [];
  return (op.rows ?? []).flatMap((row) => (op.columns ?? []).flatMap((column, at) => pairs(op, column, row[at] ?? '')));
}

function pairs({ table }: { readonly table: ObjectName }, column: string, expression: string): readonly Sought[] {
  return tokenize(expression)
    .flatMap(literal)
    .map((value): Sought => [`${formatName(table)}.${column}`, value]);
}

/** `= 'a'`, `IN ('a', 'b')`, `LIKE 'a%'`. */
function literalsAfter(tokens: readonly Token[], at: number): readonly string[] {
  const [comparison, value] = [tokens[at], tokens[at + 1]];
  if (isSymbol(comparison, '=')) return literal(value);
  if (isWord(comparison, 'LIKE', 'ILIKE')) return literal(value).map((pattern) => pattern.replace(/[%_]/g, ''));
  if (!isWord(comparison, 'IN') || !isSymbol(value, '(')) return [];
  const end = tokens.findIndex((token, place) => place > at && isSymbol(token, ')'));
  return tokens.slice(at + 2, end).flatMap(literal);
}

function literal(token: Token | undefined): readonly string[] {
  return token?.kind === 'string' || token?.kind === 'number' ? [token.value] : [];
}
