import type { ClusterStmt, LockStmt, Node, RangeVar, ReindexStmt, RefreshMatViewStmt, VacuumStmt } from '@pgsql/types';
import type { Detail } from '../../../migration/detail';
import type { ObjectName } from '../../../schema/model';
import { relationName } from '../nodes';
import { other, type Handlers } from './found';
import { hasOption } from './options';

/** Work on what is stored, and locks: nothing that the schema would show. */
export const upkeepStatements: Handlers = {
  VacuumStmt: (node) => [other('VacuumStmt', vacuum(node))],
  ClusterStmt: (node) => [other('ClusterStmt', cluster(node))],
  ReindexStmt: (node) => [other('ReindexStmt', reindex(node))],
  RefreshMatViewStmt: (node) => [other('RefreshMatViewStmt', refresh(node))],
  LockStmt: (node) => [other('LockStmt', lock(node))],
  CheckPointStmt: () => [other('CheckPointStmt', upkeep('checkpoint', 'system', []))],
};

type Upkeep = Extract<Detail, { type: 'upkeep' }>;

function upkeep(
  action: Upkeep['action'],
  object: Upkeep['object'],
  names: readonly ObjectName[],
  { concurrently = false, withData = true }: { readonly concurrently?: boolean; readonly withData?: boolean } = {},
): Upkeep {
  return { type: 'upkeep', action, object, names, concurrently, withData };
}

function named(relation: RangeVar | undefined): readonly ObjectName[] {
  return relation ? [relationName(relation)] : [];
}

function vacuum({ is_vacuumcmd, options, rels }: VacuumStmt): Upkeep {
  const action = !is_vacuumcmd ? 'analyze' : hasOption(options, 'full') ? 'vacuum full' : 'vacuum';
  const names = (rels ?? []).flatMap((each) => ('VacuumRelation' in each ? named(each.VacuumRelation.relation) : []));
  return upkeep(action, names.length > 0 ? 'table' : 'database', names);
}

function cluster({ relation }: ClusterStmt): Upkeep {
  return upkeep('cluster', relation ? 'table' : 'database', named(relation));
}

const reindexed: Readonly<Record<string, Upkeep['object']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

function reindex({ kind, relation, name, params }: ReindexStmt): Upkeep {
  const names = name === undefined ? named(relation) : [{ schema: null, name }];
  const concurrently = hasOption(params, 'concurrently');
  return upkeep('reindex', reindexed[kind ?? ''] ?? 'table', names, { concurrently });
}

function refresh({ relation, concurrent, skipData }: RefreshMatViewStmt): Upkeep {
  const how = { concurrently: concurrent ?? false, withData: !skipData };
  return upkeep('refresh', 'materialized view', named(relation), how);
}

/** By number, as in the documentation's table of table-level lock modes (13.3.1). */
const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

function lock({ relations, mode, nowait }: LockStmt): Detail {
  return {
    type: 'lock',
    tables: (relations ?? []).flatMap((each: Node) => ('RangeVar' in each ? named(each.RangeVar) : [])),
    mode: lockModes[(mode ?? lockModes.length) - 1] ?? 'ACCESS EXCLUSIVE',
    isPatient: !nowait,
  };
}
