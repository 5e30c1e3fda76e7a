import type { OperationOf, TableChange } from '../../migration/operation';
import { findTable, isSameName, type ObjectName, type Schema } from '../../schema/model';
import { foreignKeysTo, isKnownNotNull } from '../../schema/lookup';
import { mentionsWord } from '../edit';
import type { Impact, TableLock, Work } from './model';
import type { LockMode } from './modes';

type CreateTable = OperationOf<'createTable'>;

/** A table that a new one points at is locked against writes, whoever is new. */
export function createTableImpact({ table, constraints, parent, traits }: CreateTable, schema: Schema): Impact {
  const targets = constraints.flatMap((each) => (each.type === 'foreignKey' ? [each.target] : []));
  const locks: TableLock[] = targets
    .filter((target) => !isSameName(target, table))
    .map((target) => ({ table: target, mode: 'SHARE ROW EXCLUSIVE' }));
  if (parent === undefined) return { locks, work: [] };
  const isPartition = traits.includes('partition') || traits.includes(DEFAULT_PARTITION);
  const fallback = traits.includes('partition') ? defaultPartitionScan(parent, schema) : [];
  const adopted: TableLock = { table: parent, mode: isPartition ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE' };
  return { locks: [...locks, adopted, ...fallback.map((each) => exclusively(each.table))], work: fallback };
}

/** The triggers of foreign keys are dropped on both sides. */
export function dropTableImpact({ table }: OperationOf<'dropTable'>, schema: Schema): Impact {
  const known = findTable(schema, table);
  const parent = known?.parent ?? null;
  const others = [
    ...(known?.foreignKeys ?? []).map(({ target }) => target),
    ...foreignKeysTo(schema, table).map((each) => each.table),
    ...(parent === null ? [] : [parent]),
  ];
  return { locks: [table, ...others].map(exclusively), work: [] };
}

export function truncateImpact({ tables, cascade }: OperationOf<'truncate'>, schema: Schema): Impact {
  const children = cascade ? tables.flatMap((table) => foreignKeysTo(schema, table).map((each) => each.table)) : [];
  return { locks: [...tables, ...children].map(exclusively), work: [] };
}

export function alterTableImpact({ table, change }: OperationOf<'alterTable'>, schema: Schema): Impact {
  if (change.type === 'partition') return partitionImpact(table, change, schema);
  if (change.type === 'inheritance') {
    const parent: TableLock = { table: change.parent, mode: 'SHARE UPDATE EXCLUSIVE' };
    return { locks: [exclusively(table), parent], work: [] };
  }
  const mode = changeLock(change);
  const required = requiredBy(change);
  const isScanned = required !== null && !isKnownNotNull(schema, table, required);
  return { locks: [{ table, mode }], work: isScanned ? [notNullScan(table)] : rewritesStorage(table, change, schema) };
}

/** The column of `ADD CONSTRAINT name NOT NULL column` (Postgres 18) that is looked at: not with NOT VALID. */
export function requiredBy(change: TableChange): string | null {
  if (change.type !== 'other' || /\bNOT\s+VALID\b/i.test(change.definition)) return null;
  return /\bNOT\s+NULL\s+"?([\w$]+)"?/i.exec(change.definition)?.[1] ?? null;
}

function notNullScan(table: ObjectName): Work {
  return { type: 'scan', reason: 'not null', table, mode: 'ACCESS EXCLUSIVE', isCertain: true };
}

function changeLock(change: Exclude<TableChange, { type: 'partition' | 'inheritance' }>): LockMode {
  switch (change.type) {
    case 'comment':
    case 'clusterOn':
      return 'SHARE UPDATE EXCLUSIVE';
    case 'options':
      return change.options.every(({ name }) => isLightOption(name)) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    case 'columnSetting':
      return columnSettingLocks[change.setting];
    case 'trigger':
      return 'SHARE ROW EXCLUSIVE';
    case 'constraint':
    case 'trait':
    case 'schema':
    case 'replicaIdentity':
    case 'tablespace':
    case 'accessMethod':
    case 'owner':
    case 'other':
      return 'ACCESS EXCLUSIVE';
  }
}

/** Every storage parameter of a table but this one (reloptions.c). */
function isLightOption(name: string): boolean {
  return !/^user_catalog_table$/i.test(name);
}

const columnSettingLocks: Readonly<Record<'statistics' | 'storage' | 'compression' | 'options', LockMode>> = {
  statistics: 'SHARE UPDATE EXCLUSIVE',
  options: 'SHARE UPDATE EXCLUSIVE',
  storage: 'ACCESS EXCLUSIVE',
  compression: 'ACCESS EXCLUSIVE',
};

/** `unlogged` is the only trait in which a table's files differ. */
function rewritesStorage(table: ObjectName, change: TableChange, schema: Schema): readonly Work[] {
  const isMoved = change.type === 'tablespace' || change.type === 'accessMethod';
  const isLoggedOtherwise =
    change.type === 'trait' &&
    change.trait === 'unlogged' &&
    (findTable(schema, table)?.traits.includes('unlogged') ?? !change.isOn) !== change.isOn;
  if (!isMoved && !isLoggedOtherwise) return [];
  // The table may be there, or so, already: only the database knows.
  return [{ type: 'rewrite', reason: 'storage', table, mode: 'ACCESS EXCLUSIVE', isCertain: isLoggedOtherwise }];
}

type PartitionChange = Extract<TableChange, { type: 'partition' }>;

function partitionImpact(table: ObjectName, change: PartitionChange, schema: Schema): Impact {
  const { action, partition, concurrently, isDefault } = change;
  if (action === 'detach') {
    const mode = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    return {
      locks: [table, partition].map((each) => ({ table: each, mode })),
      work: [],
    };
  }
  const fallback = isDefault ? [] : defaultPartitionScan(table, schema);
  return {
    locks: [
      { table, mode: 'SHARE UPDATE EXCLUSIVE' },
      exclusively(partition),
      ...fallback.map((work) => exclusively(work.table)),
    ],
    work: [...boundScan(table, partition, schema), ...fallback],
  };
}

/** Rows are checked against the bound unless a verified CHECK on the partition key says the same. */
function boundScan(table: ObjectName, partition: ObjectName, schema: Schema): readonly Work[] {
  const key = findTable(schema, table)?.partitionBy ?? null;
  const child = findTable(schema, partition);
  const isChecked = child?.checks.some(
    ({ isValid, expression }) =>
      isValid && (key === null || wordsIn(key).some((column) => mentionsWord(expression, column))),
  );
  if (isChecked) return [];
  return [
    {
      type: 'scan',
      reason: 'partition bound',
      table: partition,
      mode: 'ACCESS EXCLUSIVE',
      isCertain: child !== undefined,
    },
  ];
}

/** The columns of `RANGE (at, id)`. */
function wordsIn(key: string): readonly string[] {
  return key.slice(key.indexOf('(')).match(/[\w$]+/g) ?? [];
}

/** Rows of the default partition may belong to the new one. */
function defaultPartitionScan(parent: ObjectName, schema: Schema): readonly Work[] {
  return schema.tables
    .filter(
      (each) => each.parent !== null && isSameName(each.parent, parent) && each.traits.includes(DEFAULT_PARTITION),
    )
    .map((table) => ({
      type: 'scan',
      reason: 'default partition',
      table,
      mode: 'ACCESS EXCLUSIVE',
      isCertain: true,
    }));
}

const DEFAULT_PARTITION = 'default partition';

export function exclusively(table: ObjectName): TableLock {
  return { table, mode: 'ACCESS EXCLUSIVE' };
}
