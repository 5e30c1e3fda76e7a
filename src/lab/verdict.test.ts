import { describe, expect, it } from 'vitest';
import type { Drift, Loss } from './result';
import { decideVerdict, type Outcome } from './verdict';

const clean: Outcome = {
  upgrade: 'ran',
  downgrade: 'ran',
  upgradeChanged: true,
  downgradeChanged: true,
  losses: [],
  drift: [],
  reupgradeError: null,
};
const users = { schema: null, name: 'users' };
const lost: Loss = {
  table: users,
  column: 'phone',
  kind: 'values-lost',
  count: 5,
  of: 5,
  sample: [],
  line: null,
  path: null,
};
const added: Loss = { ...lost, column: null, kind: 'rows-added' };
const drift: Drift = {
  kind: 'index',
  schema: null,
  table: 'users',
  name: 'ix',
  change: 'missing',
  before: null,
  after: null,
  line: null,
  path: null,
};
const failure = { phase: 'reupgrade', message: 'exists', line: 1, path: null, code: null, traceback: null } as const;

describe('decideVerdict', () => {
  it('is reversible when everything is back', () => {
    expect(decideVerdict(clean)).toBe('reversible');
  });
  it('is lossy when something that existed is gone, whatever drifted besides', () => {
    expect(decideVerdict({ ...clean, losses: [lost], drift: [drift] })).toBe('lossy');
  });
  it('is drifted for schema changes, rows left behind and a second upgrade that fails', () => {
    expect(decideVerdict({ ...clean, drift: [drift] })).toBe('drifted');
    expect(decideVerdict({ ...clean, losses: [added] })).toBe('drifted');
    expect(decideVerdict({ ...clean, reupgradeError: failure })).toBe('drifted');
  });
  it('is irreversible when the downgrade fails or does nothing after a change', () => {
    expect(decideVerdict({ ...clean, downgrade: 'failed', losses: [lost] })).toBe('irreversible');
    expect(decideVerdict({ ...clean, downgradeChanged: false, losses: [lost] })).toBe('irreversible');
  });
  it('is inert when nothing changed', () => {
    expect(decideVerdict({ ...clean, upgradeChanged: false, downgradeChanged: false })).toBe('inert');
  });
  it('names the reason why an upgrade did not run', () => {
    expect(decideVerdict({ ...clean, upgrade: 'blocked', downgrade: 'absent' })).toBe('blocked');
    expect(decideVerdict({ ...clean, upgrade: 'unsupported', downgrade: 'absent' })).toBe('unsupported');
    expect(decideVerdict({ ...clean, upgrade: 'failed', downgrade: 'absent' })).toBe('error');
  });
});
