import type { Dialect } from '../schema/model';
import { compareRows, type RowChange } from './compare';
import { changedTables, type Journey, rowsSince, type Snapshot, tablesWithOtherRows, takeSnapshot } from './journey';
import type { AfterTraffic, Loss, StatementRecord } from './result';
import type { PlannedRevision, StepError } from './runners/runner';
import { seed } from './seed/seed';
import { seedableSchema } from './seedable';
import { isLoss } from './verdict';

/** Rows that each table gets. With fewer, not every limit of a type would be among them. */
const rowsOfTraffic = 8;

/** Longer ones take noticeably longer with it: there it is done on request. */
const shortHistory = 20;

/** The same, with the error as the runner gave it. */
export type TrafficEnd = Omit<AfterTraffic, 'error'> & { readonly error: StepError | null };

interface Moments {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** `null`: the downgrade fails as it is. */
  readonly back: Snapshot | null;
}

/**
 * From state1: writes rows as an application would under the new schema (longer texts, new labels, NULLs, look-alikes
 * where nothing forbids them), downgrades, and returns to state1. `null`: there is nothing to write, or no checkpoint to
 * return to.
 */
export async function rollBackAfterTraffic(
  planned: PlannedRevision,
  journey: Journey,
  { before, after, back }: Moments,
): Promise<TrafficEnd | null> {
  const { database, session, settings } = journey;
  const touched = [...changedTables(before.schema, after.schema), ...tablesWithOtherRows(before, after)];
  const isWanted = settings.traffic ?? session.revisions.length <= shortHistory;
  if (!isWanted || settings.rows === 0 || back === null || journey.state === null || touched.length === 0) return null;
  await database.resetSession();
  const checkpoint = await database.checkpoint();
  const { inserted } = await seed(database, seedableSchema(after.schema, { ...journey.hints, keys: new Map() }), {
    rows: rowsOfTraffic,
    profile: 'traffic',
    only: touched,
  });
  const names = new Set(inserted.map(({ table }) => table.name));
  const rows = await rowsSince(database, after.schema, after.rows, ({ name }) => names.has(name));
  const busy: Snapshot = { schema: after.schema, rows };
  const down = await session.run(planned.revision, 'downgrade');
  const end = down.error === null ? await lookBack(journey, { before, after, back }, busy, down.statements) : nothing;
  const isRestored = await database.restore(checkpoint);
  if (!isRestored) journey.state = null;
  const written = inserted.reduce((sum, each) => sum + each.rows, 0);
  if (written === 0 || isOfOurMaking(down.error)) return null;
  return { written, error: down.error, ...end };
}

const nothing = { losses: [], discarded: [] };

/** 25xxx, 55xxx: what a transaction around it forbids, not what the rows do. */
function isOfOurMaking(error: StepError | null): boolean {
  return /^(25|55)/.test(error?.code ?? '');
}

async function lookBack(
  { database }: Journey,
  { before, after, back }: Moments & { readonly back: Snapshot },
  busy: Snapshot,
  statements: readonly StatementRecord[],
): Promise<Pick<AfterTraffic, 'losses' | 'discarded'>> {
  const { dialect } = database.engine;
  await database.resetSession();
  const state = await takeSnapshot(database, { state: busy, statements });
  return {
    losses: beyond(changes(before, state, dialect), changes(before, back, dialect)).filter(isLoss),
    discarded: beyond(changes(busy, state, dialect), changes(after, back, dialect)).filter(isLoss),
  };
}

function changes(from: Snapshot, to: Snapshot, dialect: Dialect): readonly RowChange[] {
  return compareRows(from.rows, to.rows, { before: from.schema, after: to.schema }, dialect);
}

/** What comes on top of what happens anyway. */
function beyond(changed: readonly RowChange[], anyway: readonly RowChange[]): readonly Loss[] {
  const known = new Map(anyway.map((change) => [identity(change), change]));
  return changed.flatMap((change) => {
    const base = known.get(identity(change));
    const [count, of] = [change.count - (base?.count ?? 0), change.of - (base?.of ?? 0)];
    return count > 0 ? [{ ...change, count, of: Math.max(of, count), line: null, path: null }] : [];
  });
}

function identity({ table, column, kind }: RowChange): string {
  return JSON.stringify([table.schema, table.name, column, kind]);
}
