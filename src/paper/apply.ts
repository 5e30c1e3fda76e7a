import type { Action, Circumstances, Operation } from '../migration/operation';
import type { Dialect, Schema } from '../schema/model';
import { addColumn, alterColumn, dropColumn } from './apply.columns';
import { addConstraint, dropConstraint, renameConstraint, validateConstraint } from './apply.constraints';
import { createIndex, dropIndex, renameIndex } from './apply.indexes';
import {
  addEnumValue,
  createDefined,
  createEnum,
  createExtension,
  createSchema,
  createSequence,
  dropDefined,
  dropEnum,
  dropExtension,
  dropSchema,
  dropSequence,
  renameEnumValue,
  renameType,
} from './apply.objects';
import { alterTable, createTable, dropTable, renameTable } from './apply.tables';

/** What decides how an operation turns out, beside the operation itself. */
export interface Setting {
  readonly dialect: Dialect;
}

/**
 * The schema after an operation. Total: what does not fit the schema (a column of an unknown table, a second drop)
 * changes nothing. Conditional operations apply, for that is what usually happens; those of another dialect's branch
 * do not. Data operations leave the schema as it is.
 */
export function apply(schema: Schema, operation: Operation, setting: Setting): Schema {
  return isForDialect(operation, setting.dialect) ? change(schema, operation, setting) : schema;
}

/** The schema after something that is only planned. */
export function applyAction(schema: Schema, action: Action, setting: Setting): Schema {
  return change(schema, { ...planned, ...action }, setting);
}

const planned: Circumstances = {
  span: { start: 0, end: 0 },
  certainty: 'always',
  dialects: null,
  via: 'op',
  autocommit: false,
};

export function applyAll(schema: Schema, operations: readonly Operation[], setting: Setting): Schema {
  return operations.reduce((state, operation) => apply(state, operation, setting), schema);
}

export function isForDialect(operation: Operation, dialect: Dialect): boolean {
  return operation.dialects === null || operation.dialects.includes(dialect);
}

function change(schema: Schema, operation: Operation, setting: Setting): Schema {
  switch (operation.kind) {
    case 'createTable':
      return createTable(schema, operation, setting);
    case 'dropTable':
      return dropTable(schema, operation);
    case 'renameTable':
      return renameTable(schema, operation);
    case 'alterTable':
      return alterTable(schema, operation);
    case 'addColumn':
      return addColumn(schema, operation, setting);
    case 'dropColumn':
      return dropColumn(schema, operation);
    case 'alterColumn':
      return alterColumn(schema, operation);
    case 'createIndex':
      return createIndex(schema, operation);
    case 'dropIndex':
      return dropIndex(schema, operation);
    case 'renameIndex':
      return renameIndex(schema, operation);
    case 'addConstraint':
      return addConstraint(schema, operation, setting);
    case 'dropConstraint':
      return dropConstraint(schema, operation);
    case 'validateConstraint':
      return validateConstraint(schema, operation);
    case 'renameConstraint':
      return renameConstraint(schema, operation);
    case 'createEnum':
      return createEnum(schema, operation);
    case 'dropEnum':
      return dropEnum(schema, operation);
    case 'renameType':
      return renameType(schema, operation);
    case 'addEnumValue':
      return addEnumValue(schema, operation);
    case 'renameEnumValue':
      return renameEnumValue(schema, operation);
    case 'createDefined':
      return createDefined(schema, operation);
    case 'dropDefined':
      return dropDefined(schema, operation);
    case 'createSequence':
      return createSequence(schema, operation);
    case 'dropSequence':
      return dropSequence(schema, operation);
    case 'createExtension':
      return createExtension(schema, operation);
    case 'dropExtension':
      return dropExtension(schema, operation);
    case 'createSchema':
      return createSchema(schema, operation);
    case 'dropSchema':
      return dropSchema(schema, operation);
    case 'alterSequence':
    case 'insert':
    case 'update':
    case 'delete':
    case 'truncate':
    case 'select':
    case 'mention':
    case 'setting':
    case 'transaction':
    case 'other':
    case 'unknown':
      return schema;
  }
}
