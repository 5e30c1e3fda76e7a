import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { tableAtEnd } from '../../src/paper/tracks';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, isSameName, type Subject } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, tableSubject } from '../../src/lint/rule';
import { isColumnInUse, isTableInUse } from '../in-use';

export default rule({
  name: 'drop-in-use',
  code: 'RT602',
  severity: 'warning',
  aliases: ['MRT701', 'MRT703'],
  isOptional: true,
  check: ({ revision }) =>
    revision.upgrade.flatMap((step, at) => {
      const dropped = droppedBy(revision, step, at);
      if (dropped === null) return [];
      const message =
        `Code of the last release still uses ${dropped.name} while this runs, and again if the application is rolled back: it fails. ` +
        'Take it out of the code in one release, and drop it in the next.';
      return [{ span: step.operation.span, subject: dropped.subject, message }];
    }),
});

interface Dropped {
  readonly subject: Subject;
  readonly name: string;
}

function droppedBy({ upgrade, after }: PaperRevision, step: Step, at: number): Dropped | null {
  const { operation } = step;
  switch (operation.kind) {
    case 'dropColumn': {
      const { table, column } = operation;
      const isBack = findColumn(after, tableAtEnd(upgrade, at + 1, table), column) !== undefined;
      if (isBack || !isColumnInUse(step, table, column)) return null;
      return { subject: columnSubject(table, column), name: formatColumn(table, column) };
    }
    case 'dropTable': {
      const { table } = operation;
      const isBack = findTable(after, table) !== undefined || after.views.some((view) => isSameName(view, table));
      return isBack || !isTableInUse(step, table) ? null : { subject: tableSubject(table), name: formatName(table) };
    }
    case 'dropDefined': {
      const { object, name } = operation;
      const isCode = object === 'view' || object === 'materialized view' || object === 'function';
      const isBack = [...after.views, ...after.functions].some((other) => isSameName(other, name));
      if (!isCode || isBack || !isFound(step, object, operation)) return null;
      return {
        subject: { kind: object, schema: name.schema, table: null, name: name.name },
        name: `the ${object} ${formatName(name)}`,
      };
    }
    default:
      return null;
  }
}

/** It is there, and not since a moment ago. */
function isFound(
  { schema }: Step,
  object: string,
  { name }: { readonly name: Parameters<typeof isSameName>[0] },
): boolean {
  const known = object === 'function' ? schema.functions : schema.views;
  return known.some((other) => isSameName(other, name));
}
