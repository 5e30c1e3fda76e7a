import { readMigration } from '../formats/formats';
import { readSql } from '../formats/sql/sql';
import type { Migration, SourceFile } from '../migration/migration';
import { inferBaseline } from '../paper/baseline';
import { guessColumn } from '../paper/guess';
import type { Schema } from '../schema/model';
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
  const opened = await runner.open(request.files, database);
  if (!opened.ok) return finish(database, [], opened.errors[0] ?? null, emit);
  const { session } = opened;
  try {
    return await walkSession(request, session, database, emit);
  } finally {
    await session.close();
  }
}

async function walkSession(
  request: LabRequest,
  session: RunnerSession,
  database: Database,
  emit: (event: LabEvent) => void,
): Promise<EngineRun> {
  const engine = database.engine.name;
  const migrations = readInOrder(request.files, session, database);
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
    const result = withProblems(await guarded(planned, journey), session);
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
function withProblems(result: RevisionResult, { problems }: RunnerSession): RevisionResult {
  const own = problems.filter(({ path, code }) => path === result.path && code === null);
  return own.length === 0 ? result : { ...result, notes: [...own.map(({ message }) => message), ...result.notes] };
}

/** The reader's view of the planned revisions, in the runner's order; unreadable ones are left out. */
function readInOrder(files: readonly SourceFile[], session: RunnerSession, database: Database): readonly Migration[] {
  const texts = new Map(files.map((file) => [file.path, file]));
  return session.revisions.flatMap(({ path }) => {
    const file = texts.get(path);
    const read = file && readMigration(file, { dialect: database.engine.dialect });
    return read?.ok ? [read.migration] : [];
  });
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
