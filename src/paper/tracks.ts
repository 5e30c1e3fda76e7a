import type { OperationOf } from '../migration/operation';
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

export function columnAtEnd(steps: readonly Step[], from: number, { table, column }: ColumnName): ColumnName {
  return renamesIn(steps).reduce<ColumnName>((name, rename) => (rename.at < from ? name : forward(name, rename)), {
    table,
    column,
  });
}

export function columnAtStart(steps: readonly Step[], until: number, { table, column }: ColumnName): ColumnName {
  return renamesIn(steps).reduceRight<ColumnName>(
    (name, rename) => (rename.at < until ? backward(name, rename) : name),
    {
      table,
      column,
    },
  );
}

interface Rename {
  readonly at: number;
  readonly operation: OperationOf<'renameTable'> | OperationOf<'alterColumn'>;
}

/** Few steps are renames, and every rule asks for names: they are looked for once. */
const known = new WeakMap<readonly Step[], readonly Rename[]>();

function renamesIn(steps: readonly Step[]): readonly Rename[] {
  const found = known.get(steps) ?? steps.flatMap(renameOf);
  known.set(steps, found);
  return found;
}

function renameOf({ operation }: Step, at: number): readonly Rename[] {
  const isRename =
    operation.kind === 'renameTable' || (operation.kind === 'alterColumn' && operation.change.newName !== undefined);
  return isRename ? [{ at, operation }] : [];
}

function forward(name: ColumnName, { operation }: Rename): ColumnName {
  if (!isSameName(operation.table, name.table)) return name;
  if (operation.kind === 'renameTable') {
    return { ...name, table: { schema: name.table.schema, name: operation.newName } };
  }
  return operation.column === name.column ? { ...name, column: operation.change.newName ?? name.column } : name;
}

function backward(name: ColumnName, { operation }: Rename): ColumnName {
  if (operation.kind === 'renameTable') {
    const newTable = { schema: operation.table.schema, name: operation.newName };
    return isSameName(newTable, name.table) ? { ...name, table: operation.table } : name;
  }
  const isIt = isSameName(operation.table, name.table) && operation.change.newName === name.column;
  return isIt ? { ...name, column: operation.column } : name;
}
