import { diff } from '../schema/diff';
import { type Journey, type Snapshot, takeSnapshot } from './journey';
import type { PlannedRevision, StepResult } from './runners/runner';

/** The way back and up again, from state1. Afterwards the database is in state1, where the next revision begins. */
export interface Descent {
  readonly down: StepResult;
  /** State2; `null` when the downgrade failed. */
  readonly back: Snapshot | null;
  /** `null`: not tried, because the downgrade failed or changed nothing. */
  readonly again: StepResult | null;
  readonly compareMs: number;
}

/**
 * Downgrades, looks, upgrades again, and returns to state1 by the engine's checkpoint. On Postgres the checkpoint is an
 * outer transaction; what cannot live inside one (CONCURRENTLY, a raw COMMIT, new enum labels) is done without it.
 */
export async function descend(planned: PlannedRevision, journey: Journey, after: Snapshot): Promise<Descent> {
  const { database } = journey;
  const checkpoint = await database.checkpoint();
  const tried = await thereAndBack(planned, journey, after);
  const isProvisional = database.port.kind === 'postgres' && needsOwnTransaction(tried);
  const isRestored = await database.restore(checkpoint);
  journey.state = isRestored ? after : null;
  if (!isRestored) return settled(tried, planned, journey, after);
  if (!isProvisional) return tried;
  const retried = await thereAndBack(planned, journey, after);
  return settled(retried, planned, journey, after);
}

/** In a folded transaction any engine error may come from the folding itself: only a real transaction convicts. */
function needsOwnTransaction({ down, again }: Descent): boolean {
  const isEngines = (step: StepResult | null) => step?.error?.origin === 'engine' || step?.error?.origin === 'tool';
  return isEngines(down) || isFoldingArtefact(again);
}

/** 25xxx: not inside a transaction block; 55P04: unsafe use of a new enum value; 55006: pending trigger events. */
function isFoldingArtefact(step: StepResult | null): boolean {
  return /^(25|55P04|55006)/.test(step?.error?.code ?? '');
}

async function thereAndBack(planned: PlannedRevision, journey: Journey, after: Snapshot): Promise<Descent> {
  const { session, database } = journey;
  journey.onStep(planned.revision, 'downgrade');
  await database.resetSession();
  const down = await session.run(planned.revision, 'downgrade');
  if (down.error) return { down, back: null, again: null, compareMs: 0 };
  journey.onStep(planned.revision, 'compare');
  const began = performance.now();
  await database.resetSession();
  const back = await takeSnapshot(database, { state: after, statements: down.statements });
  const compareMs = performance.now() - began;
  journey.onStep(planned.revision, 'reupgrade');
  const again = await session.run(planned.revision, 'upgrade', { phase: 'reupgrade' });
  return { down, back, again, compareMs };
}

/** Without a checkpoint, the second upgrade has to have led back to state1; where it did not, as much of it as will run. */
async function settled(
  descent: Descent,
  planned: PlannedRevision,
  journey: Journey,
  after: Snapshot,
): Promise<Descent> {
  const { database, session } = journey;
  await database.resetSession();
  const now = await database.introspect();
  const hasArrived = descent.again !== null && descent.again.error === null;
  if (!hasArrived && diff(after.schema, now).length > 0) {
    await session.run(planned.revision, 'upgrade', { lenient: true, phase: 'reupgrade' });
  }
  await session.stamp(planned.revision, 'upgrade');
  journey.state = null;
  journey.unseeded = null;
  return descent;
}
