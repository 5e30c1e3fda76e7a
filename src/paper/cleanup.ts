import { isSameName, type ObjectName } from '../schema/model';
import type { Fact, Facts } from './facts';
import { mentionsWord } from './edit';
import type { PaperRevision } from './roundtrip';

/**
 * Signs that an upgrade has dealt with the rows that are there before it constrains them. A sign is enough: whether a
 * clean-up is complete is for the run to prove.
 */

/** A moment of an upgrade. */
export interface Moment {
  readonly facts: Facts;
  readonly at: number;
}

/** Rows of the table were removed, or values of one of the columns written, earlier in this upgrade or in the chain for good. */
export function isCleaned(
  revision: PaperRevision,
  moment: Moment,
  table: ObjectName,
  columns: readonly string[],
): boolean {
  const isOurs = ({ migration, side }: Fact) => migration === revision.migration && side === 'upgrade';
  const { facts } = moment;
  return (
    facts.ofTable(table).some((fact) => isOurs(fact) && (fact.type === 'deleted' || fact.type === 'emptied')) ||
    columns.some((column) => isWritten(revision, moment, table, column)) ||
    revision.upgrade.slice(0, moment.at).some(({ operation }) => isSearch(operation, table))
  );
}

/** The upgrade has written the column, or an earlier revision has filled it. */
export function isWritten(revision: PaperRevision, { facts, at }: Moment, table: ObjectName, column: string): boolean {
  const written = facts
    .ofColumn(table, column)
    .some(({ type, migration }) => (type === 'written' || type === 'filled') && migration === revision.migration);
  return (
    written ||
    facts.isFilled(table, column) ||
    revision.upgrade.slice(0, at).some(({ operation }) => {
      if (operation.kind === 'update') return operation.assignments.length === 0 && isSameName(operation.table, table);
      return (
        operation.kind === 'delete' && isSameName(operation.table, table) && mentionsWord(operation.where ?? '', column)
      );
    })
  );
}

/** What runs before could not be read: it may be the clean-up. */
export function isUnclear(revision: PaperRevision, { at }: Moment): boolean {
  return revision.upgrade
    .slice(0, at)
    .some(({ operation }) => operation.kind === 'unknown' && operation.reason !== 'syntax');
}

/** `SELECT ... HAVING count(*) > 1`, `... WHERE NOT EXISTS ...`: the upgrade looks for the rows that would be in its way. */
function isSearch(operation: PaperRevision['upgrade'][number]['operation'], table: ObjectName): boolean {
  return (
    operation.kind === 'select' &&
    /\bhaving\s+count\s*\(|\bis\s+null\b|\bnot\s+exists\b/i.test(operation.sql ?? '') &&
    operation.reads.some((read) => read.table !== null && isSameName(read.table, table))
  );
}
