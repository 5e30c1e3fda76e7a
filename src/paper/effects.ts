import type { Operation } from '../migration/operation';
import { diff } from '../schema/diff';
import { findTable } from '../schema/model';
import { isMadeHere } from './origins';
import type { PaperRevision, Step } from './roundtrip';

/** Whether an operation can change anything that outlives the session: settings, reads and upkeep do not. */
export function isEffective(operation: Operation): boolean {
  switch (operation.kind) {
    case 'select':
      return changesSequence(operation.sql);
    case 'mention':
    case 'setting':
    case 'transaction':
      return false;
    case 'other':
      return !upkeep.test(operation.statement);
    default:
      return true;
  }
}

/** The upgrade leaves something behind: another schema, other rows in tables that live on, or what cannot be read. */
export function hasLastingEffect(revision: PaperRevision): boolean {
  return revision.upgrade.some((step) => hasLastingData(step, revision)) || isSchemaChanged(revision);
}

/** The text could not be evaluated, so that what it does is not known. */
export function isOpaque(steps: readonly Step[]): boolean {
  return steps.some(({ operation }) => operation.kind === 'unknown' || isBlock(operation));
}

function isSchemaChanged({ before, after }: PaperRevision): boolean {
  return before !== after && diff(before, after).length > 0;
}

function hasLastingData({ operation, origins }: Step, { after }: PaperRevision): boolean {
  switch (operation.kind) {
    case 'insert':
    case 'update':
    case 'delete':
      return findTable(after, operation.table) !== undefined && !isMadeHere(origins, operation.table);
    case 'truncate':
      return operation.tables.some((table) => !isMadeHere(origins, table));
    case 'alterSequence':
    case 'unknown':
      return true;
    case 'select':
    case 'other':
      return isEffective(operation);
    default:
      return false;
  }
}

function isBlock(operation: Operation): boolean {
  return operation.kind === 'other' && operation.statement === 'DoStmt';
}

function changesSequence(sql: string | undefined): boolean {
  return sql !== undefined && /\b(setval|nextval)\s*\(/i.test(sql);
}

/** Names of parse nodes of statements that change neither schema nor rows. */
const upkeep =
  /^(Vacuum|Analyze|Explain|Lock|CheckPoint|Cluster|Reindex|Load|Listen|Notify|Unlisten|Discard|RefreshMatView|Constraints|Prepare|Deallocate|Declare|Fetch|ClosePortal)/i;
