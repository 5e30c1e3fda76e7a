import type { Operation } from '../../src/migration/operation';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, isSameName, type ObjectName, type Subject } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, tableSubject } from '../../src/lint/rule';
import { isColumnInUse, isTableInUse } from '../in-use';

export default rule({
  name: 'rename-in-use',
  code: 'RT601',
  severity: 'warning',
  aliases: ['MRT702'],
  isOptional: true,
  check: ({ revision }) =>
    revision.upgrade.flatMap((step) => {
      const renamed = renamedBy(revision, step);
      if (renamed === null) return [];
      const message = `Code that still runs, or comes back with a rollback of the application, asks for ${renamed.old} and fails. ${renamed.advice}`;
      return [{ span: step.operation.span, subject: renamed.subject, message }];
    }),
});

interface Renamed {
  readonly subject: Subject;
  /** As old code calls it. */
  readonly old: string;
  readonly advice: string;
}

function renamedBy(revision: PaperRevision, step: Step): Renamed | null {
  const { operation } = step;
  switch (operation.kind) {
    case 'renameTable':
      return renamedTable(revision, step, operation.table);
    case 'alterTable':
      return operation.change.type === 'schema' ? renamedTable(revision, step, operation.table) : null;
    case 'alterColumn':
      return operation.change.newName === undefined ? null : renamedColumn(revision, step, operation);
    case 'renameType':
      return other('enum', operation.name, `the type ${formatName(operation.name)}`);
    case 'renameEnumValue':
      return other('enum', operation.name, `the value '${operation.label}' of ${formatName(operation.name)}`);
    case 'other':
      return renamedOther(operation);
    default:
      return null;
  }
}

function renamedTable({ after }: PaperRevision, step: Step, table: ObjectName): Renamed | null {
  const isStandIn = after.views.some((view) => isSameName(view, table)) || findTable(after, table) !== undefined;
  if (isStandIn || !isTableInUse(step, table)) return null;
  const advice = `Leave a view with the old name behind (CREATE VIEW ${formatName(table)} AS SELECT …) until no old code is left.`;
  return { subject: tableSubject(table), old: formatName(table), advice };
}

function renamedColumn(
  { after }: PaperRevision,
  step: Step,
  { table, column, change }: Extract<Operation, { kind: 'alterColumn' }>,
): Renamed | null {
  const isStandIn = findColumn(after, table, column) !== undefined || change.newName === column;
  if (isStandIn || !isColumnInUse(step, table, column)) return null;
  const advice = 'Add the new column beside it, write both, and drop the old one in a later release.';
  return { subject: columnSubject(table, column), old: formatColumn(table, column), advice };
}

/** Schemas, views, functions, sequences. */
function renamedOther({ detail }: Extract<Operation, { kind: 'other' }>): Renamed | null {
  const isName = detail?.type === 'object' && (detail.action === 'rename' || detail.action === 'move');
  if (!isName || !/^(schema|view|materialized view|function|procedure|sequence|domain|type)$/.test(detail.object))
    return null;
  return other('type', detail.name, `the ${detail.object} ${formatName(detail.name)}`);
}

function other(kind: Subject['kind'], name: ObjectName, old: string): Renamed {
  const advice = 'Make the new one beside it, and drop the old one in a later release.';
  return { subject: { kind, schema: name.schema, table: null, name: name.name }, old, advice };
}
