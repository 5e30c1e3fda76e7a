import { isGuessed } from '../../src/paper/guessed';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { findTable, formatName, type Column } from '../../src/schema/model';
import { downgradeWord } from './words';

/** What is not as it was, why, and what to add to the downgrade. */
export function describe(revision: PaperRevision, change: SchemaChange, cause: Step | undefined): string {
  switch (change.change) {
    case 'extra':
      return describeExtra(revision, change, cause);
    case 'missing':
      return describeMissing(revision, change, cause);
    case 'changed':
      return describeChanged(revision, change);
  }
}

/** `comment` when a column differs in nothing else. */
export function columnDifference({ before, back }: PaperRevision, change: SchemaChange): 'comment' | 'more' {
  const find = (schema: typeof before): Column | undefined =>
    findTable(schema, { schema: change.schema, name: change.table ?? '' })?.columns.find(
      ({ name }) => name === change.name,
    );
  const [old, now] = [find(before), find(back)];
  if (old === undefined || now === undefined || old.comment === now.comment) return 'more';
  const strip = (column: Column) => JSON.stringify({ ...column, comment: null });
  return strip(old) === strip(now) ? 'comment' : 'more';
}

function describeExtra(revision: PaperRevision, change: SchemaChange, cause: Step | undefined): string {
  const label = labelOf(change);
  if (cause !== undefined && !revision.upgrade.includes(cause)) {
    return `The downgrade creates ${label}, which was not there before the upgrade. Create only what the upgrade drops.`;
  }
  if (change.kind === 'enum' && cause?.operation.kind !== 'createEnum') {
    return (
      `${capital(label)} stays behind: it is created along with the table, but Postgres does not drop it along, and the ` +
      `next upgrade fails because the type exists. Add sa.Enum(name='${change.name}').drop(op.get_bind()) after dropping the table.`
    );
  }
  return (
    `${capital(label)} stays behind: the upgrade creates it and the downgrade does not drop it, so the next upgrade ` +
    `meets it again. Add ${downgradeWord(change)} to the downgrade.`
  );
}

function describeMissing(revision: PaperRevision, change: SchemaChange, cause: Step | undefined): string {
  const label = labelOf(change);
  if (cause !== undefined && revision.downgrade.includes(cause)) {
    return (
      `The downgrade takes away ${label}, which was there before the upgrade and is not the upgrade's. ` +
      'Drop only what the upgrade creates.'
    );
  }
  const kind = cause?.operation.kind;
  const isAlong = kind === 'dropColumn' || kind === 'dropTable';
  const why =
    isAlong && change.kind !== 'column' && change.kind !== 'table'
      ? `${capital(label)} goes with what the upgrade drops here, and the downgrade does not create it again.`
      : `${capital(label)} does not come back: the upgrade takes it away and the downgrade does not put it back.`;
  // What is made up is nothing to tell people.
  const was = change.before === null || isGuessed(revision, change) ? '' : ` It was: ${change.before}.`;
  return `${why}${was} Create it again on downgrade.`;
}

function describeChanged(revision: PaperRevision, change: SchemaChange): string {
  const label = labelOf(change);
  const shapes =
    change.before === null || change.after === null ? '' : `: it was ${change.before}, it becomes ${change.after}`;
  const isTouched = revision.downgrade.length > 0;
  const advice = isTouched ? 'Set it back to what it was on downgrade.' : 'Undo the change on downgrade.';
  return `${capital(label)} is not the same after the downgrade${shapes}. ${advice}`;
}

/** `the index ix_users_email of users`, `the column users.phone`. */
function labelOf({ kind, schema, table, name }: SchemaChange): string {
  if (kind === 'column') return `the column ${formatName({ schema, name: table ?? '' })}.${name}`;
  if (table === null || kind === 'table') return `the ${kind} ${formatName({ schema, name })}`;
  const label = name === '' ? `a ${kind}` : `the ${kind} ${name}`;
  return `${label} of ${formatName({ schema, name: table })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
