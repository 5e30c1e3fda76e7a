import { formatName, type Table } from '../../schema/model';
import { type Cell, type Database, SqlError } from '../engines/engine';
import type { RowMaker } from './maker';
import { type Batch, inChunks, insertStatement, insertTogether, updateStatement } from './statement';

/** What became of the rows meant for one table. */
export interface Written {
  readonly rows: readonly (readonly Cell[])[];
  /** The engine's words for rows that it refused, each once. */
  readonly refusals: readonly string[];
}

/** Refusals after which a table that has taken no row yet is given up. */
const patience = 25;

/** All groups in one script; false when the engine refused any of it, and then nothing is written. */
export async function writeAtOnce(database: Database, groups: readonly (readonly Batch[])[]): Promise<boolean> {
  const { dialect } = database.engine;
  const statements = groups.flatMap((group) => {
    const filled = group.filter(({ rows }) => rows.length > 0);
    if (filled.length > 1) return [insertTogether(filled, dialect)];
    return filled.flatMap((batch) => inChunks(batch).map((chunk) => insertStatement(chunk, dialect)));
  });
  return statements.length === 0 || (await refusalOf(() => database.execute(statements.join(';\n')))) === null;
}

/** One table's rows: all at once if the engine takes them, else by halves, so that one odd row costs only itself. */
export async function writeTable(database: Database, batch: Batch): Promise<Written> {
  const written: (readonly Cell[])[] = [];
  const refusals = new Set<string>();
  const waiting = [...inChunks(batch)].reverse();
  for (let refused = 0; waiting.length > 0;) {
    const chunk = waiting.pop();
    if (!chunk || (written.length === 0 && refused > patience)) break;
    const refusal = await refusalOf(() => database.query(insertStatement(chunk, database.engine.dialect)));
    if (refusal === null) written.push(...chunk.rows);
    else if (chunk.rows.length > 1) waiting.push(...halves(chunk));
    else {
      refused++;
      refusals.add(refusal);
    }
  }
  return { rows: written, refusals: [...refusals] };
}

/** The later half first: the other is taken next. */
function halves({ table, columns, rows }: Batch): readonly Batch[] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(middle), rows.slice(0, middle)].map((half) => ({ table, columns, rows: half }));
}

/** Other rows in place of those that were refused, as long as there is hope. */
export async function writeSubstitutes(database: Database, maker: RowMaker, missing: number): Promise<Written> {
  const written: (readonly Cell[])[] = [];
  const refusals = new Set<string>();
  for (let tries = missing * 2 + 10; tries > 0 && written.length < missing; tries--) {
    const row = maker.next();
    if (row === null) break;
    const batch = { table: maker.plan.table, columns: maker.columns, rows: [row] };
    const refusal = await refusalOf(() => database.query(insertStatement(batch, database.engine.dialect)));
    if (refusal === null) written.push(row);
    else refusals.add(refusal);
  }
  return { rows: written, refusals: [...refusals] };
}

/**
 * Tables that refer to each other: in one statement, else first with NULL where a reference goes to a table that comes
 * later, and the reference afterwards.
 */
export async function writeCircle(database: Database, makers: readonly RowMaker[]): Promise<readonly Written[]> {
  const closed = makers.map(({ plan, columns, rows }) => ({ table: plan.table, columns, rows }));
  if (database.engine.dialect === 'postgresql' && (await writeAtOnce(database, [closed]))) {
    return closed.map(({ rows }) => ({ rows, refusals: [] }));
  }
  const results: Written[] = [];
  for (const maker of makers)
    results.push(await writeTable(database, { table: maker.plan.table, columns: maker.columns, rows: maker.openRows }));
  for (const maker of makers) await closeReferences(database, maker);
  return results;
}

/** A row whose reference the engine refuses keeps its NULL. */
async function closeReferences(database: Database, maker: RowMaker): Promise<void> {
  const key = maker.plan.table.primaryKey?.columns ?? maker.columns;
  const value = (row: readonly Cell[] | undefined, name: string) => row?.[maker.columns.indexOf(name)] ?? null;
  for (const [index, row] of maker.rows.entries()) {
    const open = maker.openRows[index];
    const changed = maker.columns.filter((name) => value(row, name) !== value(open, name));
    if (changed.length === 0) continue;
    const set = changed.map((name) => ({ name, cell: value(row, name) }));
    const where = key.map((name) => ({ name, cell: value(open, name) }));
    await refusalOf(() => database.query(updateStatement(maker.plan.table, set, where, database.engine.dialect)));
  }
}

/** The engine's words if it refused. */
export async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

export function describeShortage(table: Table, rows: number, wanted: number, refusals: readonly string[]): string {
  const reason = refusals.length > 0 ? refusals.slice(0, 2).join('; ') : 'no other row keeps its keys and checks';
  return `${formatName(table)} has ${rows} of ${wanted} rows: ${reason}.`;
}
