import type { Table } from '../../schema/model';
import type { Cell } from '../engines/engine';
import { evaluate, holds, type Meaning } from './checks/evaluate';
import { columnsIn, type Expression } from './checks/expression';
import { parseExpression } from './checks/reader';

/** Something that no two rows may have in common. */
export interface UniqueKey {
  /** Plain columns of the key. */
  readonly columns: readonly string[];
  readonly expressions: readonly Expression[];
  /** Only rows that satisfy it are in the index. */
  readonly predicate: Expression | null;
  readonly nullsNotDistinct: boolean;
}

/** A row being made: its cells, and what they mean to an expression. */
export interface RowView {
  cell(column: string): Cell;
  meaning(column: string): Meaning;
}

export function uniqueKeysOf(table: Table): readonly UniqueKey[] {
  const constraints = [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques].map((key) => ({
    columns: key.columns,
    expressions: [],
    predicate: null,
    nullsNotDistinct: key.nullsNotDistinct ?? false,
  }));
  const indexes = table.indexes
    .filter((index) => index.isUnique)
    .map((index) => ({
      columns: index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])),
      expressions: index.keys.flatMap((key) => (key.kind === 'expression' ? [parseExpression(key.expression)] : [])),
      predicate: index.predicate === null ? null : parseExpression(index.predicate),
      nullsNotDistinct: index.nullsNotDistinct ?? false,
    }));
  return [...constraints, ...indexes];
}

/** All columns on which it depends whether a row collides with another. */
export function columnsOfKey(key: UniqueKey): readonly string[] {
  const expressions = key.predicate ? [...key.expressions, key.predicate] : key.expressions;
  return [...new Set([...key.columns, ...expressions.flatMap(columnsIn)])];
}

/** Remembers the keys of all rows of a table, to keep new ones apart from them. */
export class KeyRegister {
  readonly #keys: readonly { readonly key: UniqueKey; readonly seen: Set<string> }[];

  constructor(keys: readonly UniqueKey[]) {
    this.#keys = keys.map((key) => ({ key, seen: new Set<string>() }));
  }

  collides(row: RowView): boolean {
    return this.#keys.some(({ key, seen }) => {
      const text = identity(key, row);
      return text !== null && seen.has(text);
    });
  }

  add(row: RowView): void {
    for (const { key, seen } of this.#keys) {
      const text = identity(key, row);
      if (text !== null) seen.add(text);
    }
  }
}

/** `null`: the row cannot collide with any other under this key, or only the engine can tell. */
function identity(key: UniqueKey, row: RowView): string | null {
  if (key.predicate && holds(key.predicate, (column) => row.meaning(column)) === false) return null;
  const cells: (Cell | undefined)[] = key.columns.map((column) => row.cell(column));
  for (const expression of key.expressions) cells.push(textOf(evaluate(expression, (column) => row.meaning(column))));
  if (cells.includes(undefined) || (!key.nullsNotDistinct && cells.includes(null))) return null;
  return cells.map((cell) => (cell ? `${cell.length}:${cell}` : '-')).join('');
}

function textOf(meaning: Meaning): Cell | undefined {
  return meaning === undefined || meaning === null ? meaning : String(meaning);
}
