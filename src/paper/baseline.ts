import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { formatName, type Dialect, type Schema } from '../schema/model';
import type { Span } from '../migration/span';
import { isForDialect } from './apply';
import { buildBaseline } from './baseline/build';
import { constraintKey, Survey } from './baseline/survey';
import { surveyAddColumn, surveyAlterColumn, surveyDropColumn } from './baseline/survey.columns';
import {
  surveyAddConstraint,
  surveyCreateIndex,
  surveyDropConstraint,
  surveyDropIndex,
  surveyRenameConstraint,
  surveyRenameIndex,
  surveyValidateConstraint,
} from './baseline/survey.constraints';
import { surveyDelete, surveyInsert, surveyTruncate, surveyUpdate } from './baseline/survey.data';
import { surveyNames } from './baseline/survey.names';
import {
  objectKey,
  surveyAddEnumValue,
  surveyCreateDefined,
  surveyCreateEnum,
  surveyDropDefined,
  surveyDropEnum,
  surveyDropExtension,
  surveyDropSchema,
  surveyRenameEnumValue,
  surveyRenameType,
  surveySequence,
} from './baseline/survey.objects';
import { surveyCreateTable, surveyDropTable, surveyMention, surveyRenameTable } from './baseline/survey.tables';

/** One thing that the pasted files presume, and why. */
export interface InferredPiece {
  /** e.g. `table users`, `column users.phone`. */
  readonly object: string;
  readonly reason: string;
  readonly path: string;
  readonly span: Span;
}

export interface InferredBaseline {
  readonly schema: Schema;
  readonly pieces: readonly InferredPiece[];
  /** What no line defines, so that its definition in `schema` is made up (keys: `guessKey`). */
  readonly guesses: ReadonlySet<string>;
}

/**
 * The schema that migrations presume before their first revision. Each revision is walked up, then down: whatever is
 * used and not created earlier must have been there, and what the downgrade puts back tells how it was. What no line
 * tells is guessed from use and from names. Deterministic and total.
 *
 * @param migrations in the order in which they are applied (see `orderHistory`)
 */
export function inferBaseline(migrations: readonly Migration[], dialect: Dialect): InferredBaseline {
  const survey = new Survey(dialect);
  for (const migration of migrations) surveyRevision(survey, migration);
  surveyNames(survey);
  return buildBaseline(survey);
}

function surveyRevision(survey: Survey, migration: Migration): void {
  const up = operationsOf(migration.upgrade.operations, survey.dialect);
  const down = operationsOf(migration.downgrade?.operations ?? [], survey.dialect);
  const created = createdNames(up);
  const restored = createdNames(down);
  survey.begin('upgrade', migration, created, restored);
  surveyOperations(survey, up);
  const { scope, liveEnums, liveIndexes } = survey;
  survey.scope = scope.fork();
  survey.liveEnums = new Map(liveEnums);
  survey.liveIndexes = new Map(liveIndexes);
  survey.begin('downgrade', migration, created, restored);
  surveyOperations(survey, down);
  Object.assign(survey, { scope, liveEnums, liveIndexes });
}

function operationsOf(operations: readonly Operation[], dialect: Dialect): readonly Operation[] {
  return operations.filter((operation) => isForDialect(operation, dialect));
}

function surveyOperations(survey: Survey, operations: readonly Operation[]): void {
  for (const operation of operations) {
    survey.at(operation);
    surveyOperation(survey, operation);
  }
}

/** `kind:name` of everything that operations create. */
function createdNames(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.flatMap(createdName));
}

function createdName(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'createTable':
      return [`table:${formatName(operation.table)}`];
    case 'addColumn':
      return [`column:${formatName(operation.table)}.${operation.column.name}`];
    case 'createIndex':
      return [`index:${operation.index.name}`];
    case 'addConstraint':
      return operation.constraint.name === null ? [] : [constraintKey(operation.table, operation.constraint.name)];
    case 'createEnum':
      return [`enum:${formatName(operation.name)}`];
    case 'createDefined':
      return [objectKey(operation)];
    case 'createSequence':
      return [`sequence:${formatName(operation.name)}`];
    case 'createExtension':
      return [`extension:${operation.name}`];
    case 'createSchema':
      return [`schema:${operation.name}`];
    default:
      return [];
  }
}

function surveyOperation(survey: Survey, operation: Operation): void {
  switch (operation.kind) {
    case 'createTable':
      surveyCreateTable(survey, operation);
      return;
    case 'dropTable':
      surveyDropTable(survey, operation);
      return;
    case 'renameTable':
      surveyRenameTable(survey, operation);
      return;
    case 'alterTable':
      survey.table(operation.table, 'it is changed');
      return;
    case 'addColumn':
      surveyAddColumn(survey, operation);
      return;
    case 'dropColumn':
      surveyDropColumn(survey, operation);
      return;
    case 'alterColumn':
      surveyAlterColumn(survey, operation);
      return;
    case 'createIndex':
      surveyCreateIndex(survey, operation);
      return;
    case 'dropIndex':
      surveyDropIndex(survey, operation);
      return;
    case 'renameIndex':
      surveyRenameIndex(survey, operation);
      return;
    case 'addConstraint':
      surveyAddConstraint(survey, operation);
      return;
    case 'dropConstraint':
      surveyDropConstraint(survey, operation);
      return;
    case 'validateConstraint':
      surveyValidateConstraint(survey, operation);
      return;
    case 'renameConstraint':
      surveyRenameConstraint(survey, operation);
      return;
    case 'createEnum':
      surveyCreateEnum(survey, operation);
      return;
    case 'dropEnum':
      surveyDropEnum(survey, operation);
      return;
    case 'renameType':
      surveyRenameType(survey, operation);
      return;
    case 'addEnumValue':
      surveyAddEnumValue(survey, operation);
      return;
    case 'renameEnumValue':
      surveyRenameEnumValue(survey, operation);
      return;
    case 'createDefined':
      surveyCreateDefined(survey, operation);
      return;
    case 'dropDefined':
      surveyDropDefined(survey, operation);
      return;
    case 'createSequence':
      survey.made.add(`sequence:${formatName(operation.name)}`);
      return;
    case 'dropSequence':
    case 'alterSequence':
      surveySequence(survey, operation);
      return;
    case 'createExtension':
      survey.made.add(`extension:${operation.name}`);
      return;
    case 'dropExtension':
      surveyDropExtension(survey, operation);
      return;
    case 'createSchema':
      survey.made.add(`schema:${operation.name}`);
      return;
    case 'dropSchema':
      surveyDropSchema(survey, operation);
      return;
    case 'insert':
      surveyInsert(survey, operation);
      return;
    case 'update':
      surveyUpdate(survey, operation);
      return;
    case 'delete':
      surveyDelete(survey, operation);
      return;
    case 'truncate':
      surveyTruncate(survey, operation);
      return;
    case 'mention':
      surveyMention(survey, operation);
      return;
    case 'select':
    case 'other':
      survey.reads(operation.reads);
      survey.useSql(operation.sql);
      return;
    case 'setting':
    case 'transaction':
    case 'unknown':
      return;
  }
}
