import type { Detail } from '../../migration/detail';
import type { OperationOf } from '../../migration/operation';
import type { ObjectName, Schema } from '../../schema/model';
import { noImpact, type Impact, type TableLock, type Work } from './model';
import { tableOfIndex } from './impact.indexes';
import { exclusively } from './impact.tables';
import { lockModes, type LockMode } from './modes';

/** Statements without a model of their own: maintenance, LOCK, and what is done to domains and rules. */
export function upkeepImpact({ detail, sql = '' }: OperationOf<'other'>, schema: Schema): Impact {
  switch (detail?.type) {
    case 'upkeep':
      return maintenanceImpact(detail, schema);
    case 'lock':
      return { locks: lockedTables(detail), work: [] };
    case 'object':
      return objectImpact(detail, sql, schema);
    default:
      return noImpact;
  }
}

function lockedTables({ tables, mode }: Extract<Detail, { type: 'lock' }>): readonly TableLock[] {
  const known = lockModes.find((each) => each === mode);
  return known === undefined || known === 'ACCESS SHARE' ? [] : tables.map((table) => ({ table, mode: known }));
}

type Upkeep = Extract<Detail, { type: 'upkeep' }>;

function maintenanceImpact(upkeep: Upkeep, schema: Schema): Impact {
  switch (upkeep.action) {
    case 'vacuum':
    case 'analyze':
      return { locks: upkeep.names.map((table) => ({ table, mode: 'SHARE UPDATE EXCLUSIVE' })), work: [] };
    case 'vacuum full':
      return onEach(upkeep.names, 'ACCESS EXCLUSIVE', { type: 'rewrite', reason: 'vacuum full' });
    case 'cluster':
      return onEach(upkeep.names, 'ACCESS EXCLUSIVE', { type: 'rewrite', reason: 'cluster' });
    case 'refresh':
      return upkeep.concurrently
        ? { locks: upkeep.names.map((table) => ({ table, mode: 'EXCLUSIVE' })), work: [] }
        : onEach(upkeep.names, 'ACCESS EXCLUSIVE', { type: 'rewrite', reason: 'refresh' });
    case 'reindex':
      return reindexImpact(upkeep, schema);
    case 'checkpoint':
      return noImpact;
  }
}

/** The table is locked against writes; the index itself even against the planner, which looks at all indexes. */
function reindexImpact({ object, names, concurrently }: Upkeep, schema: Schema): Impact {
  const tables = object === 'table' ? names : object === 'index' ? tablesOf(names, schema) : [];
  const mode = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  return onEach(tables, mode, { type: 'build', reason: 'reindex' });
}

function tablesOf(indexes: readonly ObjectName[], schema: Schema): readonly ObjectName[] {
  return indexes.flatMap(({ name }) => tableOfIndex({ name, table: null }, schema) ?? []);
}

function onEach(tables: readonly ObjectName[], mode: LockMode, work: Pick<Work, 'type' | 'reason'>): Impact {
  return {
    locks: tables.map((table) => ({ table, mode })),
    work: tables.map((table) => ({ ...work, table, mode, isCertain: true })),
  };
}

function objectImpact(
  { action, object, name, table }: Extract<Detail, { type: 'object' }>,
  sql: string,
  schema: Schema,
): Impact {
  if (object === 'rule' && table !== null) return { locks: [exclusively(table)], work: [] };
  if (object === 'statistics' && table !== null && action === 'create') {
    return { locks: [{ table, mode: 'SHARE UPDATE EXCLUSIVE' }], work: [] };
  }
  if (object === 'domain' && action === 'alter' && checksValues(sql)) {
    return onEach(tablesUsing(name, schema), 'SHARE', { type: 'scan', reason: 'domain' });
  }
  return noImpact;
}

/** `ALTER DOMAIN ... ADD CHECK` and `SET NOT NULL` look at every column of the domain. */
function checksValues(sql: string): boolean {
  return /\b(ADD|VALIDATE|SET\s+NOT\s+NULL)\b/i.test(sql) && !/\bNOT\s+VALID\b/i.test(sql);
}

function tablesUsing(domain: ObjectName, schema: Schema): readonly ObjectName[] {
  return schema.tables.filter(({ columns }) => columns.some(({ type }) => type?.name === domain.name));
}
