import { isSameName, type ObjectName } from '../schema/model';
import type { Step } from './roundtrip';

/** Names change on the way: these follow a table, or a column, to its name at the other end of a list of steps. */

export interface ColumnName {
  readonly table: ObjectName;
  readonly column: string;
}

/** The name that a table has after all steps, given its name before step `from`. */
export function tableAtEnd(steps: readonly Step[], from: number, table: ObjectName): ObjectName {
  return columnAtEnd(steps, from, { table, column: '' }).table;
}

/** The name that a table had before all steps, given its name before step `until`. */
export function tableAtStart(steps: readonly Step[], until: number, table: ObjectName): ObjectName {
  return columnAtStart(steps, until, { table, column: '' }).table;
}

export function columnAtEnd(steps: readonly Step[], from: number, start: ColumnName): ColumnName {
  return renamesIn(steps).reduce((at, rename) => (rename.at < from ? at : forward(at, rename.step)), start);
}

export function columnAtStart(steps: readonly Step[], until: number, end: ColumnName): ColumnName {
  return renamesIn(steps).reduceRight((at, rename) => (rename.at < until ? backward(at, rename.step) : at), end);
}

interface Rename {
  readonly at: number;
  readonly step: Step;
}

/** Rules follow names from every step: without this, thousands of updates would be gone through for each of them. */
const known = new WeakMap<readonly Step[], readonly Rename[]>();

function renamesIn(steps: readonly Step[]): readonly Rename[] {
  const found = known.get(steps) ?? steps.flatMap((step, at) => (isRename(step) ? [{ at, step }] : []));
  known.set(steps, found);
  return found;
}

function isRename({ operation }: Step): boolean {
  return (
    operation.kind === 'renameTable' || (operation.kind === 'alterColumn' && operation.change.newName !== undefined)
  );
}

function forward(at: ColumnName, { operation }: Step): ColumnName {
  if (operation.kind === 'renameTable' && isSameName(operation.table, at.table)) {
    return { ...at, table: { schema: at.table.schema, name: operation.newName } };
  }
  const isRenamed = operation.kind === 'alterColumn' && isSameName(operation.table, at.table);
  if (!isRenamed || operation.column !== at.column) return at;
  return { ...at, column: operation.change.newName ?? at.column };
}

function backward(at: ColumnName, { operation }: Step): ColumnName {
  if (operation.kind === 'renameTable') {
    const newTable = { schema: operation.table.schema, name: operation.newName };
    return isSameName(newTable, at.table) ? { ...at, table: operation.table } : at;
  }
  const isRenamed = operation.kind === 'alterColumn' && isSameName(operation.table, at.table);
  return isRenamed && operation.change.newName === at.column ? { ...at, column: operation.column } : at;
}
