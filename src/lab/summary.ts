import { formatName } from '../schema/model';
import type { Drift, Loss, RunError, Verdict } from './result';
import { isLoss } from './verdict';

interface Told {
  readonly verdict: Verdict;
  readonly losses: readonly Loss[];
  readonly drift: readonly Drift[];
  readonly error: RunError | null;
  readonly upgradeChanged: boolean;
  readonly downgradeChanged: boolean;
}

/** One sentence for a person in a code review: what happened, to which table and column. */
export function summarise(told: Told): string {
  switch (told.verdict) {
    case 'reversible':
      return 'The downgrade brought back every row, value and schema object.';
    case 'lossy':
      return `The downgrade ran, but ${listed(told.losses.filter(isLoss).map(describeLoss))}.`;
    case 'drifted':
      return driftSentence(told);
    case 'irreversible':
      return irreversibleSentence(told);
    case 'blocked':
      return `The upgrade fails on existing rows and would pass on empty tables: ${message(told.error)}`;
    case 'inert':
      return 'The upgrade ran and changed neither schema nor rows, so this run proves nothing about the downgrade.';
    case 'unsupported':
      return `This engine cannot run it: ${message(told.error)}`;
    case 'error':
      return `It cannot be executed: ${message(told.error)}`;
  }
}

function irreversibleSentence(told: Told): string {
  const losses = told.losses.filter(isLoss).map(describeLoss);
  const tail = losses.length > 0 ? ` Meanwhile ${listed(losses)}.` : '';
  if (told.error?.code === 'missing-downgrade') return `There is no downgrade.${tail}`;
  if (told.error) return `The downgrade fails: ${message(told.error)}${tail}`;
  return `The downgrade does nothing, although the upgrade changed something.${tail}`;
}

function driftSentence({ losses, drift, error }: Told): string {
  const parts = [...drift.map(describeDrift), ...losses.map(describeLoss)];
  if (parts.length > 0) return `Nothing that existed is lost, but ${listed(parts)}.`;
  return `Everything came back, but upgrading again fails: ${message(error)}`;
}

/** e.g. `20 of 20 values of users.phone are gone`. */
export function describeLoss(loss: Loss): string {
  const table = formatName(loss.table);
  const amount = `${loss.count} of ${loss.of}`;
  switch (loss.kind) {
    case 'rows-lost':
      return `${amount} rows of ${table} are gone`;
    case 'rows-added':
      return `${loss.count} ${loss.count === 1 ? 'row was' : 'rows were'} left behind in ${table}`;
    case 'values-lost':
      return `${amount} values of ${table}.${loss.column ?? '?'} are gone`;
    case 'values-changed':
      return `${amount} values of ${table}.${loss.column ?? '?'} changed`;
  }
}

const changes = { missing: 'is missing', extra: 'was left behind', changed: 'is not as it was' } as const;

/** e.g. `index ix_users_email on users is missing`. */
export function describeDrift(drift: Drift): string {
  const place = drift.table !== null && drift.kind !== 'table' ? ` on ${drift.table}` : '';
  const name = drift.kind === 'column' && drift.table !== null ? `${drift.table}.${drift.name}` : drift.name + place;
  return `${drift.kind} ${name} ${changes[drift.change]}`;
}

const shown = 3;

function listed(parts: readonly string[]): string {
  const rest = parts.length - shown;
  return parts.slice(0, shown).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

function message(error: RunError | null): string {
  const text = error?.message ?? 'no message';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
