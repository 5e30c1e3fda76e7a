import { quoteName, quoteText } from '../../schema/ddl.names';
import type { Column, Table } from '../../schema/model';
import { type Database, SqlError } from '../engines/engine';
import { tableName } from './statement';

/**
 * Moves the sequences behind serial and identity columns past the ids that the seeder gave, so that later inserts get
 * free ones. SQLite takes the next rowid by itself.
 */
export async function advanceSequences(database: Database, tables: readonly Table[]): Promise<readonly string[]> {
  if (database.engine.dialect !== 'postgresql') return [];
  const moves = tables.flatMap((table) => table.columns.flatMap((column) => moveOf(table, column)));
  if (moves.length === 0) return [];
  try {
    await database.query(moves.join(' UNION ALL '));
    return [];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return [`Sequences could not be moved past the seeded ids: ${error.message}`];
  }
}

function moveOf(table: Table, column: Column): readonly string[] {
  const sequence = sequenceOf(table, column);
  if (sequence === null) return [];
  const largest = `SELECT max(${quoteName(column.name)})::bigint AS largest FROM ${tableName(table, 'postgresql')}`;
  const last = `coalesce(pg_sequence_last_value(${sequence}), largest)`;
  return [`SELECT setval(${sequence}, greatest(largest, ${last})) FROM (${largest}) AS ids WHERE largest > 0`];
}

/** As an expression of type regclass. */
function sequenceOf(table: Table, column: Column): string | null {
  const [, named] = /nextval\('((?:[^']|'')+)'/i.exec(column.default ?? '') ?? [];
  if (named !== undefined) return `'${named}'::regclass`;
  if (column.identity === null) return null;
  const name = quoteText(tableName(table, 'postgresql'));
  return `pg_get_serial_sequence(${name}, ${quoteText(column.name)})::regclass`;
}
