import type { Batch, Call } from '../python/value';
import type { Run } from '../run';
import { addColumn, alterColumn, dropColumn } from './columns';
import {
  createCheck,
  createExclusion,
  createForeignKey,
  createIndex,
  createKey,
  dropConstraint,
  dropIndex,
} from './constraints';
import { directive, type Directive } from './directive';
import type { DirectiveName } from './signatures';
import { bulkInsert, commentTable, createTable, dropTable, renameTable } from './tables';

const readers: Readonly<Partial<Record<DirectiveName, (directive: Directive) => void>>> = {
  add_column: addColumn,
  alter_column: alterColumn,
  bulk_insert: bulkInsert,
  create_check_constraint: createCheck,
  create_exclude_constraint: createExclusion,
  create_foreign_key: createForeignKey,
  create_index: createIndex,
  create_primary_key: createKey('primaryKey'),
  create_table: createTable,
  create_table_comment: commentTable,
  create_unique_constraint: createKey('unique'),
  drop_column: dropColumn,
  drop_constraint: dropConstraint,
  drop_index: dropIndex,
  drop_table: dropTable,
  drop_table_comment: commentTable,
  rename_table: renameTable,
};

/** Emits what `op.<name>(...)` or `batch_op.<name>(...)` does; false if Alembic has no such operation. */
export function emitDirective(name: string, call: Call, batch: Batch | null, run: Run): boolean {
  const read = directive(name, call, batch, run);
  if (read === null) return false;
  readers[read.name]?.(read);
  return true;
}
