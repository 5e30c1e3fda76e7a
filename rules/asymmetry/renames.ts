import { columnSubject, formatColumn, stepsOf, tableSubject, type Report } from '../../src/lint/rule';
import type { PaperRevision } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { formatName, isSameName, type ObjectName } from '../../src/schema/model';

/** Renames that are not undone: one object that is missing and one that is extra, told as what they are. */
export function renames(revision: PaperRevision): readonly Report[] {
  return [...tables(revision), ...columns(revision)];
}

function tables({ upgrade, asymmetries }: PaperRevision): readonly Report[] {
  return stepsOf(upgrade, 'renameTable').flatMap(({ operation: { table, newName, span } }) => {
    const now: ObjectName = { schema: table.schema, name: newName };
    const isForgotten = has(asymmetries, 'missing', 'table', table) && has(asymmetries, 'extra', 'table', now);
    if (!isForgotten) return [];
    const message =
      `The downgrade does not rename ${formatName(now)} back to ${formatName(table)}: ` +
      'the older code does not find the table. Rename it back, after the steps that speak of the new name.';
    return [{ span, subject: tableSubject(table), message }];
  });
}

function columns({ upgrade, asymmetries }: PaperRevision): readonly Report[] {
  return stepsOf(upgrade, 'alterColumn').flatMap(({ operation: { table, column, change, span } }) => {
    const { newName } = change;
    if (newName === undefined) return [];
    const isForgotten =
      has(asymmetries, 'missing', 'column', { schema: table.schema, name: column }, table) &&
      has(asymmetries, 'extra', 'column', { schema: table.schema, name: newName }, table);
    if (!isForgotten) return [];
    const message =
      `The downgrade does not rename ${formatColumn(table, newName)} back to ${column}: ` +
      'the older code does not find the column. Rename it back.';
    return [{ span, subject: columnSubject(table, column), message }];
  });
}

/** The new name of a forgotten rename, which is left behind: said with the old one. */
export function isNewName({ upgrade, asymmetries }: PaperRevision, change: SchemaChange): boolean {
  if (change.change !== 'extra') return false;
  return upgrade.some(({ operation }) => {
    if (operation.kind === 'renameTable' && change.kind === 'table') {
      return operation.newName === change.name && has(asymmetries, 'missing', 'table', operation.table);
    }
    if (operation.kind !== 'alterColumn' || change.kind !== 'column') return false;
    const { table, column, change: altered } = operation;
    const old: ObjectName = { schema: table.schema, name: column };
    return (
      altered.newName === change.name &&
      table.name === change.table &&
      has(asymmetries, 'missing', 'column', old, table)
    );
  });
}

function has(
  changes: readonly SchemaChange[],
  change: SchemaChange['change'],
  kind: SchemaChange['kind'],
  name: ObjectName,
  table?: ObjectName,
): boolean {
  return changes.some(
    (each) =>
      each.change === change &&
      each.kind === kind &&
      isSameName(each, name) &&
      (table === undefined || each.table === table.name),
  );
}
