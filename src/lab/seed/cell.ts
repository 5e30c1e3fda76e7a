import { quoteText } from '../../schema/ddl.names';
import type { ColumnType, Dialect } from '../../schema/model';
import type { Cell } from '../engines/engine';
import type { Meaning } from './checks/evaluate';
import type { Constant } from './checks/expression';

/** A cell as SQL. On Postgres an untyped literal takes the type of the column that it is written to. */
export function literalOf(cell: Cell, dialect: Dialect): string {
  if (cell === null) return 'NULL';
  return dialect === 'sqlite' ? cell : quoteText(cell);
}

/** What a cell is to a CHECK. */
export function meaningOf(cell: Cell, type: ColumnType | null, dialect: Dialect): Meaning {
  if (cell === null) return null;
  if (dialect === 'sqlite') return meaningOfLiteral(cell);
  if (type === null || type.dimensions > 0) return undefined;
  if (type.name === 'boolean') return cell === 't';
  return numeric.has(type.name) ? Number(cell) : cell;
}

function meaningOfLiteral(literal: string): Meaning {
  if (literal.startsWith("'")) return literal.slice(1, -1).replaceAll("''", "'");
  return /^[xX]'/.test(literal) ? undefined : Number(literal);
}

const numeric = new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'money', 'oid']);

/** A constant found in a CHECK, as a cell that could satisfy it. */
export function cellOf(constant: Constant, dialect: Dialect): Cell {
  if (constant === null) return null;
  if (typeof constant === 'boolean') return dialect === 'sqlite' ? `${Number(constant)}` : constant ? 't' : 'f';
  return dialect === 'sqlite' && typeof constant === 'string' ? quoteText(constant) : `${constant}`;
}
