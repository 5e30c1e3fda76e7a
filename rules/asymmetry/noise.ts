import { guessKey } from '../../src/paper/baseline/pieces';
import type { Operation, OperationOf } from '../../src/migration/operation';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { columnAtEnd, tableAtEnd } from '../../src/paper/tracks';
import type { SchemaChange } from '../../src/schema/diff';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, isSameName, type Dialect, type ObjectName } from '../../src/schema/model';
import { constraintTypes, touches } from './cause';
import { isIdentityGuessed, isPresumed } from './presumed';

/**
 * Differences that are there on paper and not in life: what the baseline made up, what the files leave open, and names
 * that nobody chose.
 */
export function isNoise(revision: PaperRevision, change: SchemaChange, dialect: Dialect): boolean {
  return (
    isPresumed(revision, change, dialect) ||
    // An index without a name gets one from the metadata's convention.
    (change.kind === 'index' && change.name === '') ||
    isRestored(revision, change) ||
    isOfTableGuessed(revision, change) ||
    isOnlyGuessed(revision, change) ||
    isTentativeOnBothSides(revision, change) ||
    isOtherName(revision, change) ||
    isIndexOfKey(revision, change)
  );
}

/** The downgrade creates what the upgrade drops: that it was there is then presumed, whatever the files show of it. */
function isRestored({ upgrade, downgrade }: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'extra' || !downgrade.some(({ operation }) => makes(operation, change))) return false;
  return upgrade.some(({ operation }) => drops(operation, change)) || isOnRestoredColumn(upgrade, downgrade, change);
}

/** A table that goes and comes back, and of which only the way back tells how it was. */
function isOfTableGuessed({ before, upgrade, guesses }: PaperRevision, change: SchemaChange): boolean {
  if (change.change === 'missing' || change.table === null || change.kind === 'table') return false;
  const owner: ObjectName = { schema: change.schema, name: change.table };
  const known = findTable(before, owner);
  const isVague = known?.isComplete !== true || guesses.has(guessKey('table', formatName(owner)));
  return (
    isVague && upgrade.some(({ operation }) => operation.kind === 'dropTable' && isSameName(operation.table, owner))
  );
}

function makes(operation: Operation, change: SchemaChange): boolean {
  return /^(create|add)/.test(operation.kind) && touches(operation, change);
}

function drops(operation: Operation, change: SchemaChange): boolean {
  return operation.kind.startsWith('drop') && operation.kind !== 'dropColumn' && touches(operation, change);
}

/** A key, constraint or index of a column that went and comes back with it. */
function isOnRestoredColumn(upgrade: readonly Step[], downgrade: readonly Step[], change: SchemaChange): boolean {
  if (change.kind !== 'index' && !(change.kind in constraintTypes)) return false;
  const owner = change.table;
  const isOurs = (operation: OperationOf<'dropColumn'> | OperationOf<'addColumn'>) => operation.table.name === owner;
  const gone = upgrade.flatMap(({ operation }) =>
    operation.kind === 'dropColumn' && isOurs(operation) ? [operation.column] : [],
  );
  const back = downgrade.flatMap(({ operation }) =>
    operation.kind === 'addColumn' && isOurs(operation) ? [operation.column.name] : [],
  );
  return gone.some((column) => back.includes(column) && (change.after ?? '').includes(column));
}

/** The downgrade writes what it knows; what was there before is a guess, and no proof that it was different. */
function isOnlyGuessed(revision: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'changed' || change.kind !== 'column') return false;
  const table: ObjectName = { schema: change.schema, name: change.table ?? '' };
  const old = findColumn(revision.before, table, change.name);
  const now = findColumn(revision.back, table, change.name);
  if (old === undefined || now === undefined) return false;
  const key = `${formatName(table)}.${change.name}`;
  const isGuess = (part: 'type' | 'column') => revision.guesses.has(guessKey(part, key));
  const isUnknown: Readonly<Partial<Record<Part, boolean>>> = {
    type: isGuess('type') || old.type === null || now.type === null,
    identity: isIdentityGuessed(revision, table, change.name),
  };
  const written = partsWritten(revision.downgrade, table, change.name);
  const differing = parts.filter((part) => JSON.stringify(old[part]) !== JSON.stringify(now[part]));
  return differing.every((part) => written.has(part) && (isGuess('column') || isUnknown[part] === true));
}

const parts = ['type', 'nullable', 'default', 'generated', 'identity', 'collation', 'comment'] as const;

type Part = (typeof parts)[number];

/** What of a column the downgrade states: all of it where it makes the column or its table anew. */
function partsWritten(downgrade: readonly Step[], table: ObjectName, column: string): ReadonlySet<Part> {
  const written = new Set<Part>();
  for (const [at, { operation }] of downgrade.entries()) {
    const isAll =
      (operation.kind === 'createTable' && isSameName(tableAtEnd(downgrade, at + 1, operation.table), table)) ||
      (operation.kind === 'addColumn' && isSameName(operation.table, table) && operation.column.name === column);
    if (isAll) for (const part of parts) written.add(part);
    if (operation.kind !== 'alterColumn') continue;
    const end = columnAtEnd(downgrade, at, { table: operation.table, column: operation.column });
    if (end.column !== column || !isSameName(end.table, table)) continue;
    for (const part of parts) if (statesPart(operation, part)) written.add(part);
  }
  return written;
}

function statesPart({ change }: OperationOf<'alterColumn'>, part: Part): boolean {
  return part !== 'collation' && change[part] !== undefined;
}

/** Both sides look first whether there is something to do: which of them does is not in the file. */
function isTentativeOnBothSides({ upgrade, downgrade }: PaperRevision, change: SchemaChange): boolean {
  const about = (steps: readonly Step[]) => steps.filter(({ operation }) => isAbout(operation, change));
  const [up, down] = [about(upgrade), about(downgrade)];
  const isTentative = ({ operation }: Step) => operation.certainty !== 'always';
  return up.length > 0 && down.length > 0 && up.every(isTentative) && down.every(isTentative);
}

/** About the object, or about the table that it is part of. */
function isAbout(operation: Operation, change: SchemaChange): boolean {
  if (touches(operation, change)) return true;
  const isOfTable =
    operation.kind === 'createTable' || operation.kind === 'dropTable' || operation.kind === 'renameTable';
  const owner: ObjectName = { schema: change.schema, name: change.table ?? change.name };
  const isPartOf = isOfTable || operation.kind === 'dropColumn' || operation.kind === 'addColumn';
  return isPartOf && isSameName(operation.table, owner);
}

/** The same key under another name, which no statement renames: one of the names is an engine's or a convention's. */
function isOtherName({ upgrade, downgrade }: PaperRevision, { kind, change, before, after }: SchemaChange): boolean {
  if (change !== 'changed' || !(kind in constraintTypes)) return false;
  const bare = (text: string | null) => text?.replace(/^CONSTRAINT ("[^"]*"|\S+) /, '');
  const isRenamed = [...upgrade, ...downgrade].some(({ operation }) =>
    /^rename(Constraint|Index)$/.test(operation.kind),
  );
  return bare(before) === bare(after) && !isRenamed;
}

/** `ADD CONSTRAINT ... USING INDEX` makes the index the constraint's: it is still there, as that. */
function isIndexOfKey({ before, back }: PaperRevision, { kind, change, schema, table, name }: SchemaChange): boolean {
  if (kind !== 'index' || change === 'changed') return false;
  const state = findTable(change === 'missing' ? back : before, { schema, name: table ?? '' });
  return state !== undefined && [state.primaryKey, ...state.uniques].some((key) => key?.name === name);
}
