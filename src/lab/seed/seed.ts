import { formatName, isSameName, type ObjectName, type Schema, type Table } from '../../schema/model';
import type { Database } from '../engines/engine';
import type { SeedContext } from './context';
import { fillColumns } from './fill';
import { insertRows } from './insert';
import { isPartition } from './partitions';
import { advanceSequences } from './sequences';
import type { SeedProfile } from './supply';
import { silentColumns, takeCensus } from './survey';

export type { SeedProfile } from './supply';

export interface SeedOptions {
  /** Rows that each table shall have at least (with the profile `traffic`, get); 0: nothing is done. */
  readonly rows: number;
  readonly profile: SeedProfile;
  /** Only these tables are looked at. Default: all. */
  readonly only?: readonly ObjectName[];
}

export interface SeedReport {
  readonly inserted: readonly { readonly table: ObjectName; readonly rows: number }[];
  /** What could not be satisfied, each with the table it concerns. */
  readonly notes: readonly string[];
  readonly ms: number;
}

/**
 * Fills the tables of a database with rows that satisfy their constraints: the same rows for the same schema, whenever
 * and wherever it is done. Tables that have enough rows are left, except that columns which say nothing in any row (just
 * added ones) get values too; so a second call changes nothing.
 *
 * The session must be in its initial state (`resetSession`). What the engine refuses is told in the notes.
 */
export async function seed(database: Database, schema: Schema, options: SeedOptions): Promise<SeedReport> {
  const start = performance.now();
  const { rows, profile } = options;
  const context = { database, schema, rows, profile, dialect: database.engine.dialect };
  const { inserted, notes } = rows > 0 ? await seedTables(context, tablesOf(schema, options.only)) : nothing;
  return { inserted, notes, ms: performance.now() - start };
}

const nothing: Omit<SeedReport, 'ms'> = { inserted: [], notes: [] };

/** New rows are not the old ones' business. */
const none: ReadonlyMap<Table, readonly string[]> = new Map();

/** Rows reach partitions through the tables that they are parts of. */
function tablesOf({ tables }: Schema, only: readonly ObjectName[] | undefined): readonly Table[] {
  const wanted = only ? tables.filter((table) => only.some((name) => isSameName(name, table))) : tables;
  return wanted.filter((table) => !isPartition(table, tables));
}

async function seedTables(context: SeedContext, tables: readonly Table[]): Promise<Omit<SeedReport, 'ms'>> {
  if (tables.length === 0) return nothing;
  const census = await takeCensus(context.database, tables, context.schema);
  const filled = tables.filter((table) => census.get(table)?.rows !== 0);
  // Asked before new rows come, which would speak for columns that the old ones are silent about.
  const silent = context.profile === 'traffic' ? none : await silentColumns(context.database, filled, context.schema);
  const { inserted, notes } = await insertRows(context, tables, census);
  const filling = await fillColumns(context, silent);
  const written = new Set(inserted.map(({ table }) => formatName(table)));
  const moved = tables.filter((table) => written.has(formatName(table)));
  return { inserted, notes: [...notes, ...filling, ...(await advanceSequences(context.database, moved))] };
}
