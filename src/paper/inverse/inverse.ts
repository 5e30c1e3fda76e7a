import { diff, type SchemaChange } from '../../schema/diff';
import type { Schema, Subject } from '../../schema/model';
import { applyAction, type Setting } from '../apply';
import { differences, type PaperRevision } from '../roundtrip';
import { dataGaps } from './data';
import { stepsFor } from './objects';
import { stages, type InverseStep } from './step';
import { renamesBack } from './renames';

export type { InverseStep };

/** A way back to the schema before a revision. */
export interface Inverse {
  /** In an order that works: what others depend on is made before them and dropped after them. */
  readonly steps: readonly InverseStep[];
  /** What of the way back no operation of ours does: sentences for the person who has to. */
  readonly gaps: readonly string[];
}

/** The downgrade that undoes a whole upgrade: for a revision that has none, or one that does nothing. */
export function inverseOfUpgrade(revision: PaperRevision, setting: Setting): Inverse {
  const { steps, gaps } = wayBack(revision, revision.after, setting, exactly);
  return { steps, gaps: [...gaps, ...dataGaps(revision)] };
}

/**
 * What an existing downgrade leaves undone: to be added at its end.
 *
 * @param only the one change to set right; all of them, if none is given
 */
export function restOfDowngrade(revision: PaperRevision, setting: Setting, only?: Subject): Inverse {
  return only === undefined
    ? wayBack(revision, revision.back, setting, differences)
    : wayBack(revision, revision.back, setting, differences, (subject) => isSameSubject(subject, only));
}

/** Both are the same object. */
export function isSameSubject(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.schema === b.schema && a.table === b.table && a.name === b.name;
}

/** From where the database is to how it was before the revision, or as far as somebody wants to go. */
function wayBack(
  revision: PaperRevision,
  from: Schema,
  setting: Setting,
  compare: typeof differences,
  isWanted: (subject: Subject) => boolean = () => true,
): Inverse {
  const { before } = revision;
  const renames = renamesBack(revision.upgrade, from, before, setting, isWanted);
  const changes = changesTo(renames.schema, before, setting, compare).filter(isWanted);
  const found = changes.flatMap((change) => stepsFor(change, { revision, current: renames.schema }));
  const steps = [...renames.steps, ...inOrder(found)];
  // What is made or dropped is done with; what is changed may have sides that no operation of ours changes.
  if (changes.length === 1 && changes[0]?.change !== 'changed' && found.length > 0) return { steps, gaps: [] };
  const end = steps.reduce((schema, { action }) => applyAction(schema, action, setting), from);
  return { steps, gaps: compare(before, end, setting.dialect).filter(isWanted).map(gapOf) };
}

/** The same for every object that is asked for: worked out once for each pair of schemas. */
function changesTo(
  now: Schema,
  before: Schema,
  { dialect }: Setting,
  compare: typeof differences,
): readonly SchemaChange[] {
  const known = compared.get(now);
  if (known?.before === before && known.compare === compare) return known.changes;
  const changes = compare(before, now, dialect);
  compared.set(now, { before, compare, changes });
  return changes;
}

interface Compared {
  readonly before: Schema;
  readonly compare: typeof differences;
  readonly changes: readonly SchemaChange[];
}

const compared = new WeakMap<Schema, Compared>();

/** All that an upgrade changes is put back, also what an engine takes for the same: the length of a text on SQLite. */
function exactly(before: Schema, now: Schema): readonly SchemaChange[] {
  const [old, current] = [new Set(before.tables), new Set(now.tables)];
  return diff(
    { ...before, tables: before.tables.filter((table) => !current.has(table)) },
    { ...now, tables: now.tables.filter((table) => !old.has(table)) },
  );
}

/** Stage by stage; what was made last is dropped first. */
function inOrder(steps: readonly InverseStep[]): readonly InverseStep[] {
  return stages.flatMap((stage) => {
    const own = steps.filter((step) => step.stage === stage);
    return stage.startsWith('drop') ? own.toReversed() : own;
  });
}

/** What is still different when all steps are done: said, not hidden. */
function gapOf(change: SchemaChange): string {
  const owner = change.table === null || change.kind === 'table' ? '' : ` of ${change.table}`;
  const what = `the ${change.kind} ${change.name}${owner}`;
  switch (change.change) {
    case 'missing':
      return `bring back ${what}: ${change.before ?? ''}`;
    case 'extra':
      return `drop ${what}.`;
    case 'changed':
      return `set ${what} back to what it was: ${change.before ?? ''}`;
  }
}
