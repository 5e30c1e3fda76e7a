import type { ReadResult, SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';
import { alembic } from './alembic/alembic';
import type { Format } from './format';

/** The formats that are read, in the order in which they are asked. A new one is a line here. */
const formats: readonly Format[] = [alembic];

/**
 * Reads one file as a migration of whichever format recognises it. Never throws for what a file contains.
 * `loadSqlParser` (sql/sql.ts) must have finished.
 */
export function readMigration(file: SourceFile, options: { readonly dialect?: Dialect } = {}): ReadResult {
  const format = formats.find((each) => each.detect(file));
  if (format) return format.read(file, options);
  return { ok: false, problems: [{ message: refusal(file.path), span: { start: 0, end: 0 } }] };
}

function refusal(path: string): string {
  if (/\.sql$/i.test(path)) return 'Plain SQL migrations are not read yet; paste an Alembic migration (a Python file).';
  if (/\.py$/i.test(path)) {
    return 'This Python file is no Alembic migration: it has neither a module-level `revision` nor an `upgrade()` function.';
  }
  return 'This file is not recognised as a migration; paste an Alembic migration (a Python file).';
}
