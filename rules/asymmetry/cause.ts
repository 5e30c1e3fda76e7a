import type { Operation } from '../../src/migration/operation';
import { isTokenOf } from '../../src/paper/apply.constraints';
import { mentionsWord } from '../../src/paper/edit';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { isSameName, type ObjectName } from '../../src/schema/model';

/**
 * The step to which a change is owed: what created the thing that stays, dropped the thing that is gone, or put it back
 * in another shape.
 */
export function causeOf({ upgrade, downgrade }: PaperRevision, change: SchemaChange): Step | undefined {
  const touching = (steps: readonly Step[]) => steps.filter(({ operation }) => touches(operation, change));
  switch (change.change) {
    case 'extra':
      return touching(upgrade)[0] ?? touching(downgrade)[0];
    case 'missing':
      return touching(upgrade).findLast(isRemoval) ?? takenAlong(upgrade, change) ?? touching(downgrade).at(-1);
    case 'changed':
      return touching(downgrade).at(-1) ?? touching(upgrade).at(-1);
  }
}

function isRemoval({ operation }: Step): boolean {
  return /^(drop|rename)/.test(operation.kind) || operation.kind === 'alterColumn';
}

/** The column that the object is over, or the table, that it went with. */
function takenAlong(steps: readonly Step[], { table, schema, before }: SchemaChange): Step | undefined {
  if (table === null) return undefined;
  const isOfTable = ({ operation }: Step) =>
    (operation.kind === 'dropColumn' || operation.kind === 'dropTable' || operation.kind === 'renameTable') &&
    isSameName(operation.table, { schema, name: table });
  const ofTable = steps.filter(isOfTable);
  const ofColumn = ofTable.find(
    ({ operation }) => operation.kind === 'dropColumn' && mentionsWord(before ?? '', operation.column),
  );
  return ofColumn ?? ofTable.at(-1);
}

/** The downgrade creates it without a name: which one it gets is the metadata's convention, not in the file. */
export function isUnnamedInDowngrade({ downgrade }: PaperRevision, change: SchemaChange): boolean {
  const type = constraintTypes[change.kind];
  return downgrade.some(
    ({ operation }) =>
      isUnnamedIndex(operation, change) ||
      (operation.kind === 'addConstraint' &&
        operation.constraint.type === type &&
        operation.constraint.name === null &&
        operation.table.name === change.table),
  );
}

function isUnnamedIndex(operation: Operation, { kind, change, schema, table }: SchemaChange): boolean {
  if (operation.kind !== 'createIndex' || operation.index.name !== '' || kind !== 'index') return false;
  return change !== 'extra' && isSameName(operation.table, { schema, name: table ?? '' });
}

export const constraintTypes: Readonly<Partial<Record<SchemaChange['kind'], string>>> = {
  'primary key': 'primaryKey',
  unique: 'unique',
  'foreign key': 'foreignKey',
  check: 'check',
  exclusion: 'exclusion',
};

/** The operation makes, changes or removes the object. */
export function touches(operation: Operation, change: SchemaChange): boolean {
  const own: ObjectName = { schema: change.schema, name: change.name };
  const owner: ObjectName = { schema: change.schema, name: change.table ?? change.name };
  switch (operation.kind) {
    case 'createTable':
      if (change.kind === 'enum')
        return usesEnum(
          operation.columns.map(({ type }) => type?.name),
          change.name,
        );
      return isSameName(operation.table, owner);
    case 'dropTable':
    case 'alterTable':
      return change.kind === 'table' && isSameName(operation.table, owner);
    case 'renameTable':
      return change.kind === 'table' && (isSameName(operation.table, own) || operation.newName === change.name);
    case 'addColumn':
      if (change.kind === 'enum') return operation.column.type?.name === change.name;
      return (
        isSameName(operation.table, owner) && isOfColumn(change, operation.column.name, operation.constraints.length)
      );
    case 'dropColumn':
    case 'alterColumn':
      return isSameName(operation.table, owner) && change.kind === 'column' && operation.column === change.name;
    case 'createIndex':
      return change.kind === 'index' && operation.index.name === change.name;
    case 'dropIndex':
    case 'renameIndex':
      return change.kind === 'index' && operation.name === change.name;
    case 'addConstraint':
      return isConstraint(change, operation.table, operation.constraint.name);
    case 'dropConstraint':
    case 'renameConstraint':
    case 'validateConstraint':
      return isConstraint(change, operation.table, operation.name);
    case 'createEnum':
    case 'dropEnum':
    case 'renameType':
    case 'addEnumValue':
    case 'renameEnumValue':
      return (change.kind === 'enum' || change.kind === 'type') && isSameName(operation.name, own);
    case 'createDefined':
    case 'dropDefined':
      return operation.object === change.kind && operation.name.name === change.name;
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
      return change.kind === 'sequence' && isSameName(operation.name, own);
    case 'createExtension':
    case 'dropExtension':
      return change.kind === 'extension' && operation.name === change.name;
    case 'createSchema':
    case 'dropSchema':
      return change.kind === 'schema' && operation.name === change.name;
    default:
      return false;
  }
}

function usesEnum(types: readonly (string | undefined)[], name: string): boolean {
  return types.includes(name);
}

function isOfColumn(change: SchemaChange, column: string, constraints: number): boolean {
  return change.kind === 'column' ? change.name === column : constraints > 0 && change.kind in constraintTypes;
}

function isConstraint(change: SchemaChange, table: ObjectName, name: string | null): boolean {
  if (!(change.kind in constraintTypes) || change.table !== table.name) return false;
  return name === null || name === change.name || isTokenOf(table, name, change.name);
}
