import { quoteObject } from '../schema/ddl';
import { diff } from '../schema/diff';
import { SqlError } from './engines/engine';
import { classifyFailure } from './failure';
import type { Journey, Snapshot } from './journey';
import type { Outcome } from './verdict';
import type { PlannedRevision, StepError } from './runners/runner';

/**
 * An upgrade failed for good. Finds out why (would it pass on empty tables? is it the dialect?) and gets the database as
 * near to state1 as it goes, so that the rest of a history can be walked.
 */
export async function fall(
  planned: PlannedRevision,
  journey: Journey,
  before: Snapshot,
  error: StepError,
): Promise<Outcome['upgrade']> {
  const hasRows = before.rows.some(({ rows }) => rows.length > 0);
  if (hasRows && (await passesWhenEmpty(planned, journey, before))) return 'blocked';
  await stepOver(planned, journey, before);
  return isUnsupported(error, journey) ? 'unsupported' : 'failed';
}

/** Tries on empty tables; where that passes, the database stays upgraded (and empty: the seeder tops it up). */
async function passesWhenEmpty(planned: PlannedRevision, journey: Journey, before: Snapshot): Promise<boolean> {
  const { database, session } = journey;
  await database.resetSession();
  const checkpoint = await database.checkpoint();
  const isEmpty = await emptyTables(journey, before);
  const step = isEmpty ? await session.run(planned.revision, 'upgrade') : null;
  if (step && !step.error) {
    await database.release(checkpoint);
    journey.schema = null;
    journey.unseeded = null;
    return true;
  }
  await database.restore(checkpoint);
  return false;
}

async function emptyTables({ database }: Journey, { schema }: Snapshot): Promise<boolean> {
  const names = schema.tables.map(quoteObject);
  const script =
    database.port.kind === 'postgres'
      ? `TRUNCATE ${names.join(', ')} CASCADE`
      : ['PRAGMA foreign_keys=OFF', ...names.map((name) => `DELETE FROM ${name}`)].join(';\n');
  try {
    await database.execute(script);
    return true;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}

/** Whatever of the upgrade this engine can do, so that later revisions find most of what they presume. */
async function stepOver(planned: PlannedRevision, journey: Journey, before: Snapshot): Promise<void> {
  const { database, session } = journey;
  await database.resetSession();
  const isLast = session.revisions.at(-1)?.revision === planned.revision;
  if (!isLast) await session.run(planned.revision, 'upgrade', { lenient: true });
  await database.resetSession();
  await session.stamp(planned.revision, 'upgrade');
  journey.schema = await database.introspect();
  journey.unseeded = diff(before.schema, journey.schema).length === 0 ? [] : null;
}

/**
 * Dialect reasons: SQLite refuses, or the engine finds a syntax error in a statement that is good SQL elsewhere (it
 * parses in the other dialect, or the reader knows it as another database's).
 */
function isUnsupported(error: StepError, { database, readSql }: Journey): boolean {
  if (classifyFailure(error, database.engine.name) !== 'unsupported') return false;
  if (error.statement === null || !/syntax error|incomplete input|unrecognized token/i.test(error.message)) return true;
  return !readSql(error.statement).some((op) => op.kind === 'unknown' && op.reason === 'syntax');
}
