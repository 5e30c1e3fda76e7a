import { diff } from '../schema/diff';
import type { Dialect } from '../schema/model';
import { withAdvice } from './advice';
import { ascend, type Ascent } from './ascent';
import { type ReadStatement, blameDrift, blameLoss } from './blame';
import { compareRows } from './compare';
import { type Descent, descend } from './descent';
import { fall } from './fall';
import { changedTables, isChanged, type Journey, type Snapshot, tablesWithOtherRows, takeSnapshot } from './journey';
import type { AfterTraffic, Baseline, Drift, Loss, RevisionResult, RunError } from './result';
import type { PlannedRevision, StepError, StepResult } from './runners/runner';
import { summarise } from './summary';
import { rollBackAfterTraffic, type TrafficEnd } from './traffic';
import { mayBeSeedsFault, trials } from './trials';
import { decideVerdict } from './verdict';

/**
 * One revision on one engine: state0, seeded; upgrade; downgrade; compare; upgrade again. Leaves the database in state1,
 * whatever happened on the way, so that the next revision can be walked.
 */
export async function takeRoundTrip(planned: PlannedRevision, journey: Journey): Promise<RevisionResult> {
  const isAlone = journey.walked === 0 && journey.session.revisions.length === 1;
  const result = await takeOnce(planned, journey);
  return isAlone && mayBeSeedsFault(result) ? tryOtherSeeds(result, planned, journey) : result;
}

/** The first of other guesses with which the migration runs; else the result stands. */
async function tryOtherSeeds(
  result: RevisionResult,
  planned: PlannedRevision,
  journey: Journey,
): Promise<RevisionResult> {
  for (const trial of trials) {
    await rebuildStart(planned, journey, result.baseline.sql);
    const other = await takeOnce(planned, { ...journey, trial, walked: 0, state: null, unseeded: null });
    if (other.error !== null && mayBeSeedsFault(other)) continue;
    const note = `It ran on rows ${trial.words}. On the usual ones it does not: ${result.summary}`;
    return { ...other, baseline: result.baseline, notes: [note, ...other.notes] };
  }
  return result;
}

/** State0 as it was found to be, repairs included. */
async function rebuildStart(planned: PlannedRevision, { database, session }: Journey, sql: string): Promise<void> {
  await database.resetSession();
  await database.clear();
  await database.execute(sql);
  await session.stamp(planned.revision, 'downgrade');
}

async function takeOnce(planned: PlannedRevision, journey: Journey): Promise<RevisionResult> {
  const ascent = await ascend(planned, journey);
  const result = ascent.step.error
    ? await fallen(planned, journey, ascent, ascent.step.error)
    : await returned(planned, journey, ascent);
  journey.walked += 1;
  return result;
}

async function fallen(
  planned: PlannedRevision,
  journey: Journey,
  ascent: Ascent,
  error: StepError,
): Promise<RevisionResult> {
  const { upgrade, error: last } = await fall(planned, journey, ascent.before, error);
  const verdict = decideVerdict({ ...nothing, upgrade, downgrade: 'absent' });
  const told = { ...nothing, verdict, error: asRunError(last, planned, journey) };
  return {
    ...common(planned, journey, ascent),
    verdict,
    summary: summarise(told),
    losses: [],
    drift: [],
    statements: ascent.step.statements,
    error: told.error,
    schemas: { before: ascent.before.schema, after: null, back: null },
    ms: { seed: ascent.seedMs, upgrade: ascent.step.ms, downgrade: 0, compare: 0 },
  };
}

const nothing = { upgradeChanged: false, downgradeChanged: false, losses: [], drift: [], reupgradeError: null };

async function returned(planned: PlannedRevision, journey: Journey, ascent: Ascent): Promise<RevisionResult> {
  await journey.database.resetSession();
  const { before, step } = ascent;
  const after = await takeSnapshot(journey.database, { state: before, statements: step.statements });
  journey.state = after;
  journey.unseeded = [...changedTables(before.schema, after.schema), ...tablesWithOtherRows(before, after)];
  const descent = await descend(planned, journey, after);
  const traffic = await rollBackAfterTraffic(planned, journey, { before, after, back: descent.back });
  return judged(planned, journey, ascent, after, descent, traffic);
}

function judged(
  planned: PlannedRevision,
  journey: Journey,
  ascent: Ascent,
  after: Snapshot,
  descent: Descent,
  afterTraffic: TrafficEnd | null,
): RevisionResult {
  const { before, step: up } = ascent;
  const { dialect } = journey.database.engine;
  const began = performance.now();
  const back = descent.back ?? after;
  const statements = [...up.statements, ...descent.down.statements];
  const read = readStatements(statements, journey);
  const losses = findLosses(before, back, read, dialect);
  const drift = descent.back ? findDrift(before, back, read) : [];
  const error = descent.down.error ?? descent.again?.error ?? null;
  const outcome = {
    upgrade: 'ran',
    downgrade: descent.down.error ? 'failed' : 'ran',
    upgradeChanged: isChanged(before, after, dialect),
    downgradeChanged: descent.back !== null && isChanged(after, back, dialect),
    losses,
    drift,
    reupgradeError: descent.again?.error ? asRunError(descent.again.error, planned, journey) : null,
  } as const;
  // A downgrade that did nothing leaves state1, on which the upgrade cannot but fail: no news.
  const isRepeated = outcome.upgradeChanged && !outcome.downgradeChanged && !descent.down.error;
  const verdict = decideVerdict(outcome);
  const told = { ...outcome, verdict, error: error && !isRepeated ? asRunError(error, planned, journey) : null };
  return {
    ...common(planned, journey, ascent, descent),
    verdict,
    summary: summarise(told),
    losses,
    drift,
    ...(afterTraffic && { traffic: asTraffic(afterTraffic, planned, journey) }),
    statements: [...statements, ...(descent.again?.statements ?? [])],
    error: told.error,
    schemas: { before: before.schema, after: after.schema, back: descent.back?.schema ?? null },
    ms: {
      seed: ascent.seedMs,
      upgrade: up.ms,
      downgrade: descent.down.ms,
      compare: descent.compareMs + performance.now() - began,
    },
  };
}

function common(planned: PlannedRevision, journey: Journey, ascent: Ascent, descent?: Descent) {
  const steps = [ascent.step, ...(descent ? [descent.down] : [])];
  return {
    engine: journey.database.engine.name,
    revision: planned.revision,
    path: planned.path,
    title: planned.title,
    baseline: baselineOf(journey, ascent),
    stubs: mergeStubs(steps),
    notes: notesOf(journey, ascent, steps),
  };
}

function baselineOf({ start, walked }: Journey, { repairs, repairSql }: Ascent): Baseline {
  const isFirst = walked === 0;
  const pieces = isFirst ? [...start.pieces, ...repairs] : repairs;
  const sql = [...(isFirst ? start.statements : []), ...repairSql].map((statement) => `${statement};\n`).join('');
  if (start.source === 'given') return { source: 'given', sql, pieces };
  return { source: pieces.length > 0 ? 'inferred' : 'history', sql, pieces };
}

function notesOf({ start, walked }: Journey, { notes }: Ascent, steps: readonly StepResult[]): readonly string[] {
  const printed = steps.flatMap(({ output }) => (output ? [`It printed: ${output}`] : []));
  const warnings = steps.flatMap((step) => [...(step.notes ?? []), ...step.warnings]);
  return [...new Set([...(walked === 0 ? start.notes : []), ...notes, ...idle(steps), ...warnings, ...printed])];
}

/** Statements for which no row was there: of them the run tells nothing. */
function idle(steps: readonly StepResult[]): readonly string[] {
  const statements = steps.flatMap((step) => step.statements);
  return statements.flatMap(({ sql, rows, line, error }) => {
    const [, verb = ''] = /^\s*(UPDATE|DELETE)\b/i.exec(sql) ?? [];
    if (verb === '' || rows !== 0 || line === null || error !== null) return [];
    return [`No row matched the ${verb.toUpperCase()} of line ${line}, so this run proves nothing about it.`];
  });
}

function mergeStubs(steps: readonly StepResult[]): RevisionResult['stubs'] {
  const merged = new Map<string, RevisionResult['stubs'][number]>();
  for (const stub of steps.flatMap((step) => step.stubs)) {
    const known = merged.get(stub.module);
    const names = [...new Set([...(known?.names ?? []), ...stub.names])];
    merged.set(stub.module, { module: stub.module, names, usedAt: [...(known?.usedAt ?? []), ...stub.usedAt] });
  }
  return [...merged.values()];
}

function readStatements(statements: RevisionResult['statements'], { readSql }: Journey): readonly ReadStatement[] {
  return statements.map((record) => ({ record, operations: record.error === null ? readSql(record.sql) : [] }));
}

function findLosses(
  before: Snapshot,
  back: Snapshot,
  statements: readonly ReadStatement[],
  dialect: Dialect,
): readonly Loss[] {
  const changes = compareRows(before.rows, back.rows, { before: before.schema, after: back.schema }, dialect);
  return changes.map((change) => {
    const loss = { ...change, line: null, path: null };
    return { ...loss, ...blameLoss(loss, statements) };
  });
}

function findDrift(before: Snapshot, back: Snapshot, statements: readonly ReadStatement[]): readonly Drift[] {
  return diff(before.schema, back.schema).map((change) => {
    const drift = { ...change, line: null, path: null };
    return { ...drift, ...blameDrift(drift, statements) };
  });
}

function asTraffic(end: TrafficEnd, planned: PlannedRevision, journey: Journey): AfterTraffic {
  return { ...end, error: end.error && asRunError(end.error, planned, journey) };
}

function asRunError(error: StepError, planned: PlannedRevision, { migrations }: Journey): RunError {
  const { phase, message, line, path, traceback } = error;
  const code = error.origin === 'missing' ? 'missing-downgrade' : error.code;
  const migration = migrations.find(({ revision }) => revision === planned.revision) ?? null;
  return withAdvice({ phase, message, line, path, traceback, code }, migration);
}
