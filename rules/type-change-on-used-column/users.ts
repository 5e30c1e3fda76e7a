import { readSql } from '../../src/formats/sql/sql';
import type { OperationOf } from '../../src/migration/operation';
import { mentionsWord } from '../../src/paper/edit';
import { findTable, formatName, isSameName, type ObjectName, type Schema } from '../../src/schema/model';
import type { StepOf } from '../../src/lint/rule';

/** What keeps a column's type as it is. */
export interface User {
  /** `view active_users`. */
  readonly what: string;
  readonly remedy: string;
}

/** Something whose definition holds the column's type (ATPrepAlterColumnType and RememberAllDependentForRebuilding). */
export function userOf({ operation, schema }: Pick<StepOf<'alterColumn'>, 'operation' | 'schema'>): User | null {
  const view = viewOver(operation, schema);
  if (view !== null) return { what: view, remedy: 'Drop it first and create it again afterwards.' };
  const { table, column } = operation;
  const generated = findTable(schema, table)?.columns.find(
    (each) => each.generated !== null && mentionsWord(each.generated.expression, column),
  );
  if (generated !== undefined) {
    return {
      what: `generated column ${generated.name}`,
      remedy: 'Drop that column first and add it again afterwards.',
    };
  }
  const policy = schema.policies.find(
    (each) => isSameName({ schema: each.schema, name: each.table }, table) && mentionsWord(each.definition, column),
  );
  if (policy !== undefined)
    return { what: `policy ${policy.name}`, remedy: 'Drop it first and create it again afterwards.' };
  const trigger = schema.triggers.find(
    (each) => isSameName({ schema: each.schema, name: each.table }, table) && namesColumn(each.definition, column),
  );
  return trigger === undefined
    ? null
    : { what: `trigger ${trigger.name}`, remedy: 'Drop it first and create it again afterwards.' };
}

/** A view that reads the column, or takes all there are. */
function viewOver({ table, column }: OperationOf<'alterColumn'>, { views }: Schema): string | null {
  const view = views.find(({ definition }) => mentionsWord(definition, table.name) && reads(definition, table, column));
  if (view === undefined) return null;
  return `${view.isMaterialized ? 'materialized view' : 'view'} ${formatName(view)}`;
}

/** By the definition's parse tree: another table of the query may have a column of the same name. */
function reads(definition: string, table: ObjectName, column: string): boolean {
  return readSql(definition).some(
    (operation) =>
      operation.kind === 'createDefined' &&
      operation.reads.some(
        (read) =>
          read.table !== null &&
          isSameName(read.table, table) &&
          (read.columns.includes(column) ||
            (operation.hasStar === true && (read.columns.length === 0 || operation.reads.length === 1))),
      ),
  );
}

/** `UPDATE OF column`, or a WHEN that looks at it; the rest of a trigger's text is not bound to columns. */
function namesColumn(definition: string, column: string): boolean {
  const events = /\bupdate\s+of\s+(.*?)\bon\b/is.exec(definition)?.[1] ?? '';
  const condition = /\bwhen\s*\((.*)\)\s*execute\b/is.exec(definition)?.[1] ?? '';
  return mentionsWord(events, column) || mentionsWord(condition, column);
}
