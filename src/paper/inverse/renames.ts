import type { Action, Operation } from '../../migration/operation';
import { findTable, isSameName, type ObjectName, type Schema, type Subject } from '../../schema/model';
import { findColumn } from '../../schema/lookup';
import { applyAction, type Setting } from '../apply';
import { hasNamed } from '../edit';
import type { Step } from '../roundtrip';
import { step, type InverseStep } from './step';

/**
 * Renames that are still to be undone: those of the upgrade, backwards, wherever the new name is there and the old one,
 * which was there before, is not.
 */
export function renamesBack(
  upgrade: readonly Step[],
  from: Schema,
  before: Schema,
  setting: Setting,
  isWanted: (subject: Subject) => boolean,
): { readonly steps: readonly InverseStep[]; readonly schema: Schema } {
  let schema = from;
  const steps: InverseStep[] = [];
  for (const { operation } of upgrade.toReversed()) {
    const action = renameBack(operation, schema, before);
    if (action === null || !isWanted(subjectOf(operation))) continue;
    steps.push(step('alter', action));
    schema = applyAction(schema, action, setting);
  }
  return { steps, schema };
}

function renameBack(operation: Operation, now: Schema, before: Schema): Action | null {
  switch (operation.kind) {
    case 'renameTable': {
      const { table, newName } = operation;
      const renamed: ObjectName = { schema: table.schema, name: newName };
      const isOpen = findTable(now, renamed) !== undefined && findTable(now, table) === undefined;
      const isNew = findTable(before, renamed) === undefined;
      return isOpen && isNew ? { kind: 'renameTable', table: renamed, newName: table.name } : null;
    }
    case 'alterColumn':
      return columnBack(operation.table, operation.column, operation.change.newName, now);
    case 'renameIndex': {
      const { name, newName } = operation;
      const hasIndex = (schema: Schema, index: string) =>
        schema.tables.some(({ indexes }) => indexes.some((each) => each.name === index));
      const isOpen = hasIndex(now, newName) && !hasIndex(now, name);
      return isOpen ? { kind: 'renameIndex', name: newName, newName: name } : null;
    }
    case 'renameConstraint': {
      const { table, name, newName } = operation;
      const isOpen = hasConstraint(now, table, newName) && !hasConstraint(now, table, name);
      return isOpen ? { kind: 'renameConstraint', table, name: newName, newName: name } : null;
    }
    case 'renameType': {
      const { name, newName } = operation;
      const renamed: ObjectName = { schema: name.schema, name: newName };
      const isOpen = isTypeThere(now, renamed) && !isTypeThere(now, name);
      return isOpen ? { kind: 'renameType', name: renamed, newName: name.name } : null;
    }
    case 'renameEnumValue': {
      const { name, label, newLabel } = operation;
      const labels = now.enums.find((type) => isSameName(type, name))?.labels ?? [];
      const isOpen = labels.includes(newLabel) && !labels.includes(label);
      return isOpen ? { kind: 'renameEnumValue', name, label: newLabel, newLabel: label } : null;
    }
    default:
      return null;
  }
}

/** What a rename is the loss of: the object under its old name. */
function subjectOf(operation: Operation): Subject {
  switch (operation.kind) {
    case 'renameTable': {
      const { schema, name } = operation.table;
      return { kind: 'table', schema, table: name, name };
    }
    case 'alterColumn': {
      const { schema, name } = operation.table;
      return { kind: 'column', schema, table: name, name: operation.column };
    }
    case 'renameConstraint': {
      const { schema, name } = operation.table;
      return { kind: 'unique', schema, table: name, name: operation.name };
    }
    case 'renameIndex':
      return { kind: 'index', schema: null, table: null, name: operation.name };
    case 'renameType':
    case 'renameEnumValue':
      return { kind: 'enum', schema: operation.name.schema, table: null, name: operation.name.name };
    default:
      return { kind: 'table', schema: null, table: null, name: '' };
  }
}

function columnBack(table: ObjectName, column: string, newName: string | undefined, now: Schema): Action | null {
  if (newName === undefined || newName === column) return null;
  const isOpen = findColumn(now, table, newName) !== undefined && findColumn(now, table, column) === undefined;
  return isOpen ? { kind: 'alterColumn', table, column: newName, change: { newName: column }, before: {} } : null;
}

function hasConstraint(schema: Schema, name: ObjectName, constraint: string): boolean {
  const table = findTable(schema, name);
  if (table === undefined) return false;
  const { primaryKey, uniques, foreignKeys, checks, exclusions } = table;
  const all = [primaryKey, ...uniques, ...foreignKeys, ...checks, ...exclusions];
  return all.some((each) => each?.name === constraint);
}

function isTypeThere({ enums, domains, composites }: Schema, name: ObjectName): boolean {
  return hasNamed([...enums, ...domains, ...composites], name);
}
