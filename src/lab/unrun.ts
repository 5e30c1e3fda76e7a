import { emptySchema } from '../schema/model';
import type { EngineName } from './engines/engine';
import type { RevisionResult, RunError } from './result';

/** The result of a revision of which nothing is known but why it could not be judged. */
export function unrun(
  planned: Pick<RevisionResult, 'revision' | 'path' | 'title'>,
  engine: EngineName,
  error: RunError,
): RevisionResult {
  return {
    engine,
    revision: planned.revision,
    path: planned.path,
    title: planned.title,
    verdict: 'error',
    summary: error.message,
    baseline: { source: 'history', sql: '', pieces: [] },
    losses: [],
    drift: [],
    statements: [],
    stubs: [],
    error,
    notes: [],
    schemas: { before: emptySchema, after: null, back: null },
    ms: { seed: 0, upgrade: 0, downgrade: 0, compare: 0 },
  };
}
