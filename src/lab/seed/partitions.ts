import { formatName, type Table } from '../../schema/model';
import type { Database } from '../engines/engine';
import { columnsIn, type Expression } from './checks/expression';
import { parseExpression } from './checks/reader';

/**
 * What the partitions of a table together accept, as a condition on the columns it is partitioned by. Postgres itself
 * words each partition's bounds as one; `null`: there is no partition, so no row has a place.
 */
export async function partitionBounds(database: Database, table: Table): Promise<readonly Expression[] | null> {
  if (table.partitionBy === null) return [];
  const { rows } = await database.query(
    `SELECT pg_get_partition_constraintdef(i.inhrelid) FROM pg_inherits i
     JOIN pg_class c ON c.oid = i.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE format('%I.%I', n.nspname, c.relname) = format('%I.%I', ${literal(table.schema ?? 'public')}, ${literal(table.name)})
     ORDER BY 1`,
  );
  if (rows.length === 0) return null;
  const parts = rows.map(([definition]) => parseExpression(definition ?? 'true'));
  // A default partition refuses what the others take, and a hash takes anything: no condition can be read from them.
  const isReadable = parts.every((part) => columnsIn(part).length > 0);
  return isReadable ? [{ kind: 'or', parts }] : [];
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Rows reach a partition through the table that it is part of. */
export function isPartition(table: Table, tables: readonly Table[]): boolean {
  const { parent } = table;
  return (
    parent !== null && tables.some((other) => other.partitionBy !== null && formatName(other) === formatName(parent))
  );
}
