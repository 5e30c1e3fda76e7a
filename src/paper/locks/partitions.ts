import { findTable, type ObjectName, type Schema } from '../../schema/model';

/** The table has partitions, in which its rows are. */
export function isPartitioned(schema: Schema, name: ObjectName): boolean {
  const table = findTable(schema, name);
  return table !== undefined && (table.partitionBy !== null || table.traits.includes('partitioned'));
}

/** The table of which this one is a partition. */
export function partitionedParentOf(schema: Schema, name: ObjectName): ObjectName | null {
  const parent = findTable(schema, name)?.parent ?? null;
  return parent !== null && isPartitioned(schema, parent) ? parent : null;
}
