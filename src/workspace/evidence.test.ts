import { describe, expect, test } from 'vitest';
import type { Drift, Loss, RevisionResult, RunError, Verdict } from '../lab/result';
import type { Finding } from '../lint/finding';
import { emptySchema } from '../schema/model';
import { describeEvidence, evidenceFor } from './evidence';

const lines = { first: 10, last: 12 };

const dropsPhone: Finding = {
  rule: 'drop-column',
  code: 'RT201',
  severity: 'error',
  message: 'Dropping users.phone destroys its values.',
  path: 'a.py',
  span: { start: 0, end: 9 },
  subject: { kind: 'column', schema: null, table: 'users', name: 'phone' },
  fixes: [],
};

const phoneLost: Loss = {
  table: { schema: 'public', name: 'users' },
  column: 'phone',
  kind: 'values-lost',
  count: 20,
  of: 20,
  sample: [],
  line: 10,
  path: 'a.py',
};

function ran(verdict: Verdict, found: { losses?: Loss[]; drift?: Drift[]; error?: RunError } = {}): RevisionResult {
  return {
    engine: 'postgres',
    revision: '1',
    path: 'a.py',
    title: '',
    verdict,
    summary: `It was ${verdict}.`,
    baseline: { source: 'inferred', sql: '', pieces: [] },
    losses: found.losses ?? [],
    drift: found.drift ?? [],
    statements: [],
    stubs: [],
    error: found.error ?? null,
    notes: [],
    schemas: { before: emptySchema, after: null, back: null },
    ms: { seed: 0, upgrade: 0, downgrade: 0, compare: 0 },
  };
}

function failed(line: number): RunError {
  return {
    phase: 'upgrade',
    message: 'column "region" contains null values\nDETAIL: ...',
    line,
    path: 'a.py',
    code: '23502',
    traceback: null,
  };
}

const say = (finding: Finding, ...results: RevisionResult[]) =>
  evidenceFor(finding, lines, results).map(describeEvidence);

describe('a finding', () => {
  test('is proven by the loss of the very column it names, whatever the default schema is called', () => {
    expect(say(dropsPhone, ran('lossy', { losses: [phoneLost] }))).toEqual([
      'Proven on Postgres: 20 of 20 values lost',
    ]);
  });

  test('about a column is proven when its rows are gone', () => {
    const rows: Loss = { ...phoneLost, column: null, kind: 'rows-lost', count: 3 };
    expect(say(dropsPhone, ran('lossy', { losses: [rows] }))).toEqual(['Proven on Postgres: 3 of 20 rows lost']);
  });

  test('about a table is proven by its worst loss', () => {
    const finding: Finding = { ...dropsPhone, subject: { kind: 'table', schema: null, table: 'users', name: 'users' } };
    const losses = [{ ...phoneLost, count: 1 }, phoneLost];
    expect(say(finding, ran('lossy', { losses }))).toEqual(['Proven on Postgres: 20 of 20 values lost']);
  });

  test('is not proven by the loss of another column, table or schema', () => {
    for (const other of [
      { ...phoneLost, column: 'email' },
      { ...phoneLost, table: { schema: null, name: 'orders' } },
      { ...phoneLost, table: { schema: 'audit', name: 'users' } },
    ]) {
      expect(say(dropsPhone, ran('lossy', { losses: [other] }))).toEqual([
        'Not seen on Postgres: this run ended lossy',
      ]);
    }
  });

  test('is not proven by rows that were added', () => {
    const added: Loss = { ...phoneLost, kind: 'rows-added', column: null };
    expect(say(dropsPhone, ran('drifted', { losses: [added] }))).toEqual([
      'Not seen on Postgres: this run ended drifted',
    ]);
  });

  test('is proven by the drift of the object it names', () => {
    const drift: Drift = {
      kind: 'index',
      schema: 'public',
      table: 'users',
      name: 'ix_phone',
      change: 'missing',
      before: '',
      after: null,
      line: 1,
      path: 'a.py',
    };
    const finding: Finding = {
      ...dropsPhone,
      code: 'RT501',
      subject: { kind: 'index', schema: null, table: 'users', name: 'ix_phone' },
    };
    expect(say(finding, ran('drifted', { drift: [drift] }))).toEqual([
      'Proven on Postgres: index ix_phone does not come back',
    ]);
    expect(say(finding, ran('drifted', { drift: [{ ...drift, kind: 'unique' }] }))).toEqual([
      'Not seen on Postgres: this run ended drifted',
    ]);
  });

  test('is proven by a statement that fails where it points, and by no other', () => {
    expect(say(dropsPhone, ran('blocked', { error: failed(11) }))).toEqual([
      'Proven on Postgres: the upgrade fails: column "region" contains null values',
    ]);
    expect(say(dropsPhone, ran('blocked', { error: failed(13) }))).toEqual([]);
  });

  test('about the downgrade is proven by a downgrade that does not bring everything back', () => {
    const finding: Finding = { ...dropsPhone, code: 'RT101', subject: null };
    expect(say(finding, ran('irreversible'))).toEqual(['Proven on Postgres: It was irreversible.']);
    expect(say(finding, ran('reversible'))).toEqual(['Not seen on Postgres: this run ended reversible']);
  });

  test('is neither proven nor refuted where the migration could not run', () => {
    for (const verdict of ['error', 'unsupported', 'blocked', 'inert'] as const) {
      expect(say(dropsPhone, ran(verdict))).toEqual([]);
    }
  });

  test('about locks is left alone: a run has no other session', () => {
    expect(say({ ...dropsPhone, code: 'RT401' }, ran('lossy', { losses: [phoneLost] }))).toEqual([]);
  });

  test('hears only of runs of its own file', () => {
    expect(say({ ...dropsPhone, path: 'b.py' }, ran('lossy', { losses: [phoneLost] }))).toEqual([]);
  });
});
