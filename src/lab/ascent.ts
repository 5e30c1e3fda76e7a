import type { Migration } from '../migration/migration';
import { diff } from '../schema/diff';
import { emptySchema } from '../schema/model';
import { type Complaint, readComplaint } from './baseline/missing';
import { type Repair, repairFor } from './baseline/repair';
import { repairedObject, repairStatements } from './baseline/statements';
import { SqlError } from './engines/engine';
import { classifyFailure } from './failure';
import { type Journey, prepare, type Snapshot } from './journey';
import type { BaselinePiece } from './result';
import type { PlannedRevision, StepError, StepResult } from './runners/runner';

/** The upgrade as it finally ended, and state0 as it was then. */
export interface Ascent {
  readonly before: Snapshot;
  readonly step: StepResult;
  readonly repairs: readonly BaselinePiece[];
  readonly repairSql: readonly string[];
  readonly notes: readonly string[];
  readonly seedMs: number;
}

/** A migration that needs more than this presumes a database that has to be given. */
const mostRepairs = 60;

/**
 * Runs the upgrade; where it fails for want of an object that the pasted files do not create, the object is added to
 * state0 and the upgrade tried again. The engine is the judge of the inferred baseline.
 */
export async function ascend(planned: PlannedRevision, journey: Journey): Promise<Ascent> {
  journey.onStep(planned.revision, 'seed');
  let prepared = await prepare(journey);
  let seedMs = prepared.ms;
  const repairs: BaselinePiece[] = [];
  const repairSql: string[] = [];
  const tried = new Set<string>();
  journey.onStep(planned.revision, 'upgrade');
  for (;;) {
    const step = await attempt(planned, journey);
    const repair =
      step.error && repairs.length < mostRepairs ? findRepair(step.error, planned, journey, prepared.state) : null;
    const identity = JSON.stringify(repair);
    if (!step.error || !repair || tried.has(identity)) {
      return { before: prepared.state, step, repairs, repairSql, notes: prepared.notes, seedMs };
    }
    tried.add(identity);
    await undoEscaped(journey, prepared.state, repairSql);
    const done = await applyRepair(repair, journey, prepared.state);
    if (!done) return { before: prepared.state, step, repairs, repairSql, notes: prepared.notes, seedMs };
    repairSql.push(...done);
    repairs.push(pieceOf(repair, step.error));
    prepared = await prepare(journey);
    seedMs += prepared.ms;
  }
}

/**
 * One try. Postgres rolls a failed upgrade back by itself; SQLite keeps what ran before the first DML, so it gets a copy
 * to return to.
 */
async function attempt(planned: PlannedRevision, { database, session }: Journey): Promise<StepResult> {
  if (database.port.kind === 'postgres') return session.run(planned.revision, 'upgrade');
  const checkpoint = await database.checkpoint();
  const step = await session.run(planned.revision, 'upgrade');
  if (step.error) await database.restore(checkpoint);
  else await database.release(checkpoint);
  return step;
}

function findRepair(error: StepError, planned: PlannedRevision, journey: Journey, state: Snapshot): Repair | null {
  if (journey.settings.baseline !== null) return null;
  const failure = classifyFailure(error, journey.database.engine.name);
  const complaint = readComplaint(error);
  if (
    !complaint ||
    !(
      failure === 'missing object' ||
      failure === 'existing object' ||
      complaint.kind === 'key types differ' ||
      complaint.kind === 'no unique key'
    )
  )
    return null;
  // In a walk, what exists was made by earlier revisions: to change it or take it away would change the history.
  if (changesWhatIsThere.has(complaint.kind) && journey.walked > 0) return null;
  const migration = journey.migrations.find(({ revision }) => revision === planned.revision) ?? null;
  return repairFor(complaint, {
    dialect: journey.database.engine.dialect,
    schema: state.schema,
    inferred: migration ? journey.inferFor(migration) : emptySchema,
    migration,
    failing: error.statement === null ? operationsAt(migration, error) : journey.readSql(error.statement),
    statement: error.statement,
    guessColumn: (name) => journey.guessColumn(name, state.schema),
  });
}

const changesWhatIsThere: ReadonlySet<Complaint['kind']> = new Set(['exists', 'operands differ', 'no conflict target']);

/** Reflection failures have no statement: the operations on the failing line stand in for it. */
function operationsAt(migration: Migration | null, error: StepError) {
  return migration && error.line !== null ? migration.upgrade.operations : [];
}

async function applyRepair(repair: Repair, journey: Journey, state: Snapshot): Promise<readonly string[] | null> {
  const statements = repairStatements(repair, state.schema, journey.database.engine.dialect);
  await journey.database.resetSession();
  try {
    for (const statement of statements) await journey.database.execute(statement);
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  } finally {
    journey.state = null;
  }
  journey.unseeded = null;
  return statements;
}

/** Where an autocommit block outlived its failed migration, the first revision's state0 is built anew. */
async function undoEscaped(journey: Journey, state: Snapshot, repairSql: readonly string[]): Promise<void> {
  const { database, start, walked } = journey;
  if (walked > 0) return;
  await database.resetSession();
  if (diff(state.schema, await database.introspect()).length === 0) return;
  await database.clear();
  for (const statement of [...start.statements, ...repairSql]) await database.execute(statement);
}

function pieceOf(repair: Repair, error: StepError): BaselinePiece {
  return {
    object: repairedObject(repair),
    reason: `the engine asked for it: ${error.message}`,
    line: error.line,
    path: error.path,
  };
}
