import { quoteObject } from '../schema/ddl';
import { diff } from '../schema/diff';
import { SqlError } from './engines/engine';
import { classifyFailure } from './failure';
import { type Journey, type Snapshot, takeSnapshot } from './journey';
import type { Outcome } from './verdict';
import type { PlannedRevision, StepError } from './runners/runner';

export interface Fall {
  readonly upgrade: Outcome['upgrade'];
  /** What stands in the way for good: with rows gone, another error than before may be left. */
  readonly error: StepError;
}

/**
 * An upgrade failed for good. Finds out why (is it the dialect? would it pass on empty tables?) and gets the database as
 * near to state1 as it goes, so that the rest of a history can be walked.
 */
export async function fall(
  planned: PlannedRevision,
  journey: Journey,
  before: Snapshot,
  error: StepError,
): Promise<Fall> {
  const hasRows = before.rows.some(({ rows }) => rows.length > 0);
  const isForeign = isUnsupported(error, journey);
  // Rows may hide that the dialect is to blame: the first error is not always the last.
  const whenEmpty = hasRows && !isForeign ? await tryWhenEmpty(planned, journey, before) : error;
  if (whenEmpty === null) return { upgrade: 'blocked', error };
  await stepOver(planned, journey, before);
  if (isOfOurMaking(whenEmpty)) {
    const isRows = classifyFailure(error, journey.database.engine.name) === 'rows';
    return { upgrade: isRows ? 'blocked' : isForeign ? 'unsupported' : 'failed', error };
  }
  const upgrade = isForeign || isUnsupported(whenEmpty, journey) ? 'unsupported' : 'failed';
  return { upgrade, error: whenEmpty };
}

/**
 * Tries on empty tables. Where that passes (`null`), the database stays upgraded (and empty: the seeder tops it up); else
 * its error, and state0 again.
 */
async function tryWhenEmpty(planned: PlannedRevision, journey: Journey, before: Snapshot): Promise<StepError | null> {
  const { database, session } = journey;
  await database.resetSession();
  const checkpoint = await database.checkpoint();
  const isEmpty = await emptyTables(journey, before);
  const step = isEmpty ? await session.run(planned.revision, 'upgrade') : null;
  if (step && !step.error) {
    await database.release(checkpoint);
    journey.state = null;
    journey.unseeded = null;
    return null;
  }
  await database.restore(checkpoint);
  return step?.error ?? unknownFailure;
}

/**
 * An error that says nothing of the migration: the tables could not be emptied; the first try committed half of its work,
 * which is in the way now (42P07, 42701, 42710); or the try was folded into a transaction (25xxx, 55P04, 55006).
 */
function isOfOurMaking({ message, code }: StepError): boolean {
  return message === '' || /^(42P07|42701|42710|25|55P04|55006)/.test(code ?? '');
}

/** The tables could not be emptied: nothing was learned. */
const unknownFailure: StepError = {
  phase: 'upgrade',
  message: '',
  line: null,
  path: null,
  code: null,
  traceback: null,
  origin: 'raised',
  statement: null,
  exception: '',
};

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
  journey.state = await takeSnapshot(database);
  journey.unseeded = diff(before.schema, journey.state.schema).length === 0 ? [] : null;
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
