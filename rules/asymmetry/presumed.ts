import { mentionsWord } from '../../src/paper/edit';
import { isOpaque } from '../../src/paper/effects';
import { isGuessed } from '../../src/paper/guessed';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { findColumn } from '../../src/schema/lookup';
import { findTable, isSameName, type Column, type Dialect, type ObjectName, type Table } from '../../src/schema/model';
import { touches } from './cause';

/** Differences of which one side is nothing that the files say: no proof that anything was, or will be, different. */
export function isPresumed(revision: PaperRevision, change: SchemaChange, dialect: Dialect): boolean {
  return (
    isPerhapsThere(revision, change) ||
    isOfUnreadUpgrade(revision, change) ||
    isOtherSpelling(change) ||
    isOfRebuiltTable(revision, change) ||
    isGuessedEnum(revision, change) ||
    isOwnSequence(revision, change) ||
    isHarmlessExtension(revision, change) ||
    (dialect === 'sqlite' && isPointedAtRebuilt(revision, change))
  );
}

/** All that is known of the object is that it is dropped `IF EXISTS`. */
function isPerhapsThere(revision: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'missing' || !isGuessed(revision, change)) return false;
  const about = [...revision.upgrade, ...revision.downgrade].filter(({ operation }) => touches(operation, change));
  const drops = about.filter(({ operation }) => operation.kind.startsWith('drop'));
  return drops.length > 0 && drops.every(isCareful);
}

function isCareful({ operation }: Step): boolean {
  return 'ifExists' in operation && operation.ifExists;
}

/** The downgrade creates something; whether the upgrade drops it, in what cannot be read, nobody knows. */
function isOfUnreadUpgrade({ upgrade, downgrade }: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'extra' || upgrade.some(({ operation }) => touches(operation, change))) return false;
  return isOpaque(upgrade) && downgrade.some(({ operation }) => touches(operation, change));
}

/** Postgres sets parentheses of its own, and a downgrade written from a database has them. */
function isOtherSpelling({ kind, change, before, after }: SchemaChange): boolean {
  const bare = (text: string | null) =>
    text
      ?.replace(/[()\s]+/g, ' ')
      .trim()
      .toLowerCase();
  return kind === 'check' && change === 'changed' && bare(before) === bare(after);
}

/**
 * A table that goes and comes back with a column that we know nothing of: who wrote the downgrade looked at the table,
 * and what makes a table (models with bases from elsewhere, code) is easily overlooked.
 */
function isOfRebuiltTable({ before, upgrade, downgrade }: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'extra' || change.table === null) return false;
  const owner: ObjectName = { schema: change.schema, name: change.table };
  const isOf = (steps: readonly Step[], kind: 'createTable' | 'dropTable') =>
    steps.some(({ operation }) => operation.kind === kind && isSameName(operation.table, owner));
  if (!isOf(upgrade, 'dropTable') || !isOf(downgrade, 'createTable')) return false;
  const known = new Set(findTable(before, owner)?.columns.map(({ name }) => name));
  const isNew = ({ name }: Column) => !known.has(name) && mentionsWord(change.after ?? '', name);
  return downgrade.some(
    ({ operation }) =>
      operation.kind === 'createTable' && isSameName(operation.table, owner) && operation.columns.some(isNew),
  );
}

/**
 * The labels of an enum that no line creates are those that some line happens to name; and one that only the downgrade
 * drops may have come with a column whose type is imported.
 */
function isGuessedEnum(revision: PaperRevision, change: SchemaChange): boolean {
  if (change.kind !== 'enum' || change.change === 'extra' || !isGuessed(revision, change)) return false;
  return change.change === 'changed' || !revision.upgrade.some(({ operation }) => touches(operation, change));
}

/** The sequence of a serial column is there with the column, under the name that the downgrade gives it. */
function isOwnSequence({ before }: PaperRevision, { kind, change, name }: SchemaChange): boolean {
  if (kind !== 'sequence' || change !== 'extra') return false;
  return before.tables.some((table) =>
    table.columns.some((column) => `${table.name}_${column.name}_seq` === name && isNumbered(column)),
  );
}

function isNumbered({ type, identity }: Column): boolean {
  return identity !== null || /serial$/.test(type?.name ?? '');
}

/** An extension is shared: who creates it only where it is missing leaves it to others, and meets it again in peace. */
function isHarmlessExtension({ upgrade }: PaperRevision, { kind, change, name }: SchemaChange): boolean {
  if (kind !== 'extension' || change !== 'extra') return false;
  return upgrade.some(
    ({ operation }) => operation.kind === 'createExtension' && operation.name === name && operation.ifNotExists,
  );
}

/**
 * SQLite rebuilds a table by renaming it and creating it anew. Whether keys that point at it follow the rename depends
 * on a setting of the connection (`legacy_alter_table`, and `foreign_keys` before 3.26), which is not in the file.
 */
function isPointedAtRebuilt(revision: PaperRevision, { kind, schema, table, name }: SchemaChange): boolean {
  if (kind !== 'foreign key') return false;
  const names = rebuilt([...revision.upgrade, ...revision.downgrade]);
  if (names.length === 0) return false;
  const owner: ObjectName = { schema, name: table ?? '' };
  return [revision.before, revision.back].some((state) =>
    foreignKeysOf(findTable(state, owner), name).some(({ target }) => names.some((each) => isSameName(each, target))),
  );
}

function foreignKeysOf(table: Table | undefined, name: string): Table['foreignKeys'] {
  return (table?.foreignKeys ?? []).filter((key) => (key.name ?? key.columns.join(', ')) === name);
}

/** Both names of tables that are renamed while another takes their place. */
function rebuilt(steps: readonly Step[]): readonly ObjectName[] {
  const names = steps.flatMap(({ operation }) =>
    operation.kind === 'renameTable'
      ? [{ old: operation.table, now: { ...operation.table, name: operation.newName } }]
      : [],
  );
  const isCreated = (name: ObjectName) =>
    steps.some(({ operation }) => operation.kind === 'createTable' && isSameName(operation.table, name));
  return names.filter(({ old, now }) => isCreated(old) || isCreated(now)).flatMap(({ old, now }) => [old, now]);
}

/** Nothing says that the column numbers itself: the table is presumed, and rows are inserted into it without a key. */
export function isIdentityGuessed({ before }: PaperRevision, table: ObjectName, column: string): boolean {
  const known = findTable(before, table);
  return known?.isComplete !== true && findColumn(before, table, column)?.identity === 'by default';
}
