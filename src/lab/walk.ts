import { readMigration } from '../formats/formats';
import { readSql } from '../formats/sql/sql';
import type { Migration, SourceFile } from '../migration/migration';
import { inferBaseline } from '../paper/baseline';
import { guessColumn } from '../paper/guess';
import type { Schema } from '../schema/model';
import { conventionNote, type NamingConvention, shownConvention } from './convention';
import { takeRoundTrip } from './cycle';
import { type Database, SqlError } from './engines/engine';
import type { Journey } from './journey';
import type { EngineRun, LabEvent, LabRequest, RevisionResult, RunError } from './result';
import type { PlannedRevision, Runner, RunnerSession } from './runners/runner';
import { seedHints } from './seedable';
import { buildStart } from './start';
import { unrun } from './unrun';

/** Walks all revisions of a request on one engine, parents first, each there, back and there again. Linear. */
export async function walk(
  request: LabRequest,
  runner: Runner,
  database: Database,
  emit: (event: LabEvent) => void,
): Promise<EngineRun> {
  const read = readAll(request.files, database);
  const convention = shownConvention([...read.values()]);
  const opened = await runner.open(request.files, database, { convention });
  if (!opened.ok) return finish(database, [], opened.errors[0] ?? null, emit);
  const { session } = opened;
  try {
    return await walkSession(request, session, database, { read, convention }, emit);
  } finally {
    await session.close();
  }
}

async function walkSession(
  request: LabRequest,
  session: RunnerSession,
  database: Database,
  { read, convention }: { read: ReadonlyMap<string, Migration>; convention: NamingConvention },
  emit: (event: LabEvent) => void,
): Promise<EngineRun> {
  const engine = database.engine.name;
  const migrations = session.revisions.flatMap(({ path }) => read.get(path) ?? []);
  emit({ type: 'plan', engine, revisions: session.revisions });
  const built = await buildStart(database, migrations, request.files, request.settings.baseline);
  if (!built.ok) return finish(database, [], built.error, emit);
  const journey: Journey = {
    database,
    session,
    settings: request.settings,
    migrations,
    hints: seedHints(migrations),
    inferFor: inferOnce(database),
    guessColumn,
    readSql: (sql) => readSql(sql, { dialect: database.engine.dialect }),
    start: built.start,
    onStep: (revision, step) => emit({ type: 'step', engine, revision, step }),
    unseeded: null,
    state: null,
    walked: 0,
    trial: null,
  };
  const results: RevisionResult[] = [];
  for (const planned of session.revisions) {
    if (request.skip?.includes(planned.revision)) {
      await session.stamp(planned.revision, 'upgrade');
      continue;
    }
    const migration = read.get(planned.path);
    const named = migration ? conventionNote(convention, migration) : null;
    const result = withNotes(await guarded(planned, journey), [
      ...problemsOf(planned, session),
      ...(named ? [named] : []),
    ]);
    results.push(result);
    emit({ type: 'revision', result });
  }
  // A file that is a revision tells its trouble in its own result.
  const planned = new Set(session.revisions.map(({ path }) => path));
  const problem = session.problems.find(({ path }) => path === null || !planned.has(path));
  return finish(database, results, problem ?? null, emit);
}

/**
 * A statement of our own that an odd schema refuses (a view over what is not there, say) must not end the walk: the
 * revision is not judged, and says why.
 */
async function guarded(planned: PlannedRevision, journey: Journey): Promise<RevisionResult> {
  try {
    return await takeRoundTrip(planned, journey);
  } catch (cause) {
    if (!(cause instanceof SqlError)) throw cause;
    await journey.database.resetSession();
    await journey.session.stamp(planned.revision, 'upgrade');
    journey.state = null;
    journey.unseeded = null;
    journey.walked += 1;
    return notJudged(planned, journey, cause.message);
  }
}

function notJudged(planned: PlannedRevision, { database }: Journey, reason: string): RevisionResult {
  const message = `Roundtrip could not seed or read the database here: ${reason}`;
  const error: RunError = { phase: 'seed', message, line: null, path: planned.path, code: 'lab', traceback: null };
  return unrun(planned, database.engine.name, error);
}

/** What the tool had to say of a file that it could load all the same: a parent that is not here. */
function problemsOf({ path }: PlannedRevision, { problems }: RunnerSession): readonly string[] {
  return problems.filter((problem) => problem.path === path && problem.code === null).map(({ message }) => message);
}

function withNotes(result: RevisionResult, notes: readonly string[]): RevisionResult {
  return notes.length === 0 ? result : { ...result, notes: [...notes, ...result.notes] };
}

/** The reader's view of the files, by path; what it cannot read is left out. */
function readAll(files: readonly SourceFile[], database: Database): ReadonlyMap<string, Migration> {
  const { dialect } = database.engine;
  const read = files.flatMap((file) => {
    const result = readMigration(file, { dialect });
    return result.ok ? [[file.path, result.migration] as const] : [];
  });
  return new Map(read);
}

function inferOnce(database: Database): (migration: Migration) => Schema {
  const known = new Map<Migration, Schema>();
  return (migration) => {
    const schema = known.get(migration) ?? inferBaseline([migration], database.engine.dialect).schema;
    known.set(migration, schema);
    return schema;
  };
}

function finish(
  database: Database,
  revisions: readonly RevisionResult[],
  error: RunError | null,
  emit: (event: LabEvent) => void,
): EngineRun {
  const run = { engine: database.engine.name, engineVersion: database.version, error };
  emit({ type: 'finished', run });
  return { ...run, revisions };
}
