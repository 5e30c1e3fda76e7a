import { describe, expect, test } from 'vitest';
import type { LabEvent, RevisionResult } from '../lab/result';
import { emptySchema } from '../schema/model';
import { conclude, describeProgress, emptyJournal, record, resultsOf } from './journal';

const planned = ['1', '2'].map((revision) => ({ revision, path: `${revision}.py`, title: '' }));

function result(revision: string, summary = ''): RevisionResult {
  return {
    engine: 'sqlite',
    revision,
    path: `${revision}.py`,
    title: '',
    verdict: 'reversible',
    summary,
    baseline: { source: 'history', sql: '', pieces: [] },
    losses: [],
    drift: [],
    statements: [],
    stubs: [],
    error: null,
    notes: [],
    schemas: { before: emptySchema, after: null, back: null },
    ms: { seed: 0, upgrade: 0, downgrade: 0, compare: 0 },
  };
}

const after = (...events: LabEvent[]) => events.reduce(record, emptyJournal);
const plan: LabEvent = { type: 'plan', engine: 'sqlite', revisions: planned };

describe('a journal', () => {
  test('follows a download to its start, and a late event never undoes it', () => {
    const loading: LabEvent = { type: 'loading', what: 'Postgres', loaded: 1, total: 3 };
    const ready: LabEvent = { type: 'ready', what: 'Postgres', version: '18.6', ms: 300 };
    expect(after(loading).starts).toMatchObject([{ state: 'loading', loaded: 1, total: 3 }]);
    expect(after(loading, ready, loading).starts).toMatchObject([
      { what: 'Postgres', state: 'ready', version: '18.6' },
    ]);
    expect(after(ready, { type: 'starting', what: 'Postgres' }).starts).toMatchObject([{ state: 'ready' }]);
  });

  test('says in words what is happening', () => {
    expect(describeProgress(emptyJournal)).toBe('Starting');
    expect(describeProgress(after({ type: 'loading', what: 'Python', loaded: 0, total: null }))).toBe(
      'Downloading Python',
    );
    const second = after(plan, { type: 'revision', result: result('1') }, step('2'));
    expect(describeProgress(second)).toBe('revision 2 of 2, upgrading');
  });

  test('keeps results in the order of the plan, and a revision once, however often it is told of', () => {
    const told = after(
      plan,
      { type: 'revision', result: result('2') },
      { type: 'revision', result: result('1', 'first try') },
      { type: 'revision', result: result('1', 'second try') },
    );
    expect(resultsOf(told).map(({ revision, summary }) => [revision, summary])).toEqual([
      ['1', 'second try'],
      ['2', ''],
    ]);
  });

  test("ends with the lab's own last word, also for an engine that never started", () => {
    const error = { phase: 'baseline', message: 'no', line: null, path: null, code: null, traceback: null } as const;
    const runs = [
      { engine: 'sqlite' as const, engineVersion: '3', revisions: [result('1')], error: null },
      { engine: 'postgres' as const, engineVersion: '', revisions: [], error },
    ];
    expect(conclude(after(plan, step('1')), runs).engines).toMatchObject([
      { engine: 'sqlite', results: [{ revision: '1' }], current: null, finished: { engineVersion: '3' } },
      { engine: 'postgres', results: [], finished: { error } },
    ]);
  });
});

function step(revision: string): LabEvent {
  return { type: 'step', engine: 'sqlite', revision, step: 'upgrade' };
}
