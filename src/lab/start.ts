import type { Migration } from '../migration/migration';
import { LineIndex } from '../migration/span';
import type { SourceFile } from '../migration/migration';
import { inferBaseline } from '../paper/baseline';
import { renderSchema } from '../schema/ddl';
import { acceptDump, hasCopiedRows } from './baseline/given';
import { type Database, SqlError } from './engines/engine';
import type { Start } from './journey';
import type { BaselinePiece, RunError } from './result';

export type StartResult =
  { readonly ok: true; readonly start: Start } | { readonly ok: false; readonly error: RunError };

/** Builds the schema that a history presumes: the given one, or what the paper infers. */
export async function buildStart(
  database: Database,
  migrations: readonly Migration[],
  files: readonly SourceFile[],
  given: string | null,
): Promise<StartResult> {
  return given === null ? inferred(database, migrations, files) : pasted(database, given);
}

async function pasted(database: Database, given: string): Promise<StartResult> {
  const sql = acceptDump(given);
  try {
    await database.execute(sql);
    const notes = hasCopiedRows(given) ? [rowsLeftOut] : [];
    return { ok: true, start: { source: 'given', statements: [sql], pieces: [], notes } };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { ok: false, error: refused(error, sql) };
  }
}

const rowsLeftOut =
  'The rows of the dump (COPY ... FROM stdin) were left out: dump with `pg_dump -s`, or with --inserts to keep them.';

function refused({ error }: SqlError, sql: string): RunError {
  const line = error.position === null ? null : new LineIndex(sql).line(error.position);
  const place = line === null ? '' : ` (line ${line} of the starting schema)`;
  return {
    phase: 'baseline',
    message: `The starting schema you gave does not run${place}: ${error.message}`,
    line,
    path: null,
    code: error.code,
    traceback: null,
  };
}

/** An inferred piece that the engine refuses is left out with a note: a guess must not stop a run. */
async function inferred(
  database: Database,
  migrations: readonly Migration[],
  files: readonly SourceFile[],
): Promise<StartResult> {
  const { dialect } = database.engine;
  const baseline = inferBaseline(migrations, dialect);
  const rendered = renderSchema(baseline.schema, dialect);
  const ran: string[] = [];
  const notes: string[] = [...rendered.notes];
  for (const statement of rendered.statements) {
    const refusal = await tryStatement(database, statement);
    if (refusal === null) ran.push(statement);
    else notes.push(`Left out of the starting schema, because the engine refused it (${refusal}): ${statement}`);
  }
  const pieces = locate(baseline.pieces, files);
  return { ok: true, start: { source: ran.length > 0 ? 'inferred' : 'history', statements: ran, pieces, notes } };
}

async function tryStatement(database: Database, statement: string): Promise<string | null> {
  try {
    await database.execute(statement);
    return null;
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

type InferredPiece = ReturnType<typeof inferBaseline>['pieces'][number];

function locate(pieces: readonly InferredPiece[], files: readonly SourceFile[]): readonly BaselinePiece[] {
  const lines = new Map(files.map((file) => [file.path, new LineIndex(file.text)]));
  return pieces.map(({ object, reason, path, span }) => ({
    object,
    reason,
    path,
    line: span && path !== null ? (lines.get(path)?.line(span.start) ?? null) : null,
  }));
}
