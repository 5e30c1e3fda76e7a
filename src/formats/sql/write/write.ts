import type { Action, ColumnChange, ActionOf, TableChange } from '../../../migration/operation';
import { renderIndex } from '../../../schema/ddl.clauses';
import { quoteName, quoteObject, quoteText } from '../../../schema/ddl.names';
import { writeColumn } from '../../../schema/ddl.table';
import type { Dialect, ObjectName } from '../../../schema/model';
import { renderType } from '../../../schema/type';
import { writeConstraint } from './constraints';
import { writeCreateTable } from './tables';

/**
 * An operation as SQL statements without semicolons; `null` for one that is not written: most data, session settings,
 * and what has no model of its own.
 */
export function writeSql(action: Action, dialect: Dialect): readonly string[] | null {
  switch (action.kind) {
    case 'createTable':
      return writeCreateTable(action, dialect);
    case 'dropTable':
      return [drop('TABLE', quoteObject(action.table), action)];
    case 'renameTable':
      return [alter(action.table, `RENAME TO ${quoteName(action.newName)}`)];
    case 'alterTable':
      return writeTableChange(action.table, action.change);
    case 'addColumn':
      return writeAddColumn(action, dialect);
    case 'dropColumn': {
      const column = `${ifExists(action)}${quoteName(action.column)}${cascade(action)}`;
      return [alter(action.table, `DROP COLUMN ${column}`)];
    }
    case 'alterColumn':
      return writeColumnChange(action.table, action.column, action.change, dialect);
    case 'createIndex':
      return [writeCreateIndex(action)];
    case 'dropIndex':
      return action.name === null ? null : [writeDropIndex(action, action.name)];
    case 'renameIndex':
      return [`ALTER INDEX ${quoteName(action.name)} RENAME TO ${quoteName(action.newName)}`];
    case 'addConstraint':
      return [alter(action.table, `ADD ${writeConstraint(action.constraint, action.usingIndex)}`)];
    case 'dropConstraint':
      return action.name === null
        ? null
        : [alter(action.table, `DROP CONSTRAINT ${ifExists(action)}${quoteName(action.name)}${cascade(action)}`)];
    case 'validateConstraint':
      return [alter(action.table, `VALIDATE CONSTRAINT ${quoteName(action.name)}`)];
    case 'update':
      return [writeUpdate(action)];
    case 'renameConstraint':
      return [alter(action.table, `RENAME CONSTRAINT ${quoteName(action.name)} TO ${quoteName(action.newName)}`)];
    default:
      return writeOther(action);
  }
}

/** What is no table's. */
function writeOther(action: Action): readonly string[] | null {
  switch (action.kind) {
    case 'createEnum':
      return [`CREATE TYPE ${quoteObject(action.name)} AS ENUM (${action.labels.map(quoteText).join(', ')})`];
    case 'dropEnum':
      return [drop('TYPE', quoteObject(action.name), action)];
    case 'renameType':
      return [`ALTER TYPE ${quoteObject(action.name)} RENAME TO ${quoteName(action.newName)}`];
    case 'addEnumValue': {
      const check = action.ifNotExists ? 'IF NOT EXISTS ' : '';
      return [`ALTER TYPE ${quoteObject(action.name)} ADD VALUE ${check}${quoteText(action.label)}`];
    }
    case 'renameEnumValue':
      return [
        `ALTER TYPE ${quoteObject(action.name)} RENAME VALUE ${quoteText(action.label)} TO ${quoteText(action.newLabel)}`,
      ];
    case 'createDefined':
      return [action.definition.trim().replace(/;$/, '')];
    case 'dropDefined':
      return [writeDropDefined(action)];
    case 'createSequence':
      return [`CREATE SEQUENCE ${ifNotExists(action)}${quoteObject(action.name)}`];
    case 'dropSequence':
      return [drop('SEQUENCE', quoteObject(action.name), action)];
    case 'createExtension':
      return [`CREATE EXTENSION ${ifNotExists(action)}${quoteName(action.name)}`];
    case 'dropExtension':
      return [drop('EXTENSION', quoteName(action.name), action)];
    case 'createSchema':
      return [`CREATE SCHEMA ${ifNotExists(action)}${quoteName(action.name)}`];
    case 'dropSchema':
      return [drop('SCHEMA', quoteName(action.name), action)];
    default:
      return null;
  }
}

function writeUpdate({ table, assignments, where }: ActionOf<'update'>): string {
  const values = assignments.map(({ column, expression }) => `${quoteName(column)} = ${expression}`);
  return `UPDATE ${quoteObject(table)} SET ${values.join(', ')}${where === null ? '' : ` WHERE ${where}`}`;
}

interface Conditional {
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

function drop(what: string, name: string, options: Conditional): string {
  return `DROP ${what} ${ifExists(options)}${name}${cascade(options)}`;
}

function alter(table: ObjectName, clause: string): string {
  return `ALTER TABLE ${quoteObject(table)} ${clause}`;
}

function ifExists({ ifExists: isChecked }: Pick<Conditional, 'ifExists'>): string {
  return isChecked ? 'IF EXISTS ' : '';
}

function ifNotExists({ ifNotExists: isChecked }: { readonly ifNotExists: boolean }): string {
  return isChecked ? 'IF NOT EXISTS ' : '';
}

function cascade({ cascade: isWide }: Pick<Conditional, 'cascade'>): string {
  return isWide ? ' CASCADE' : '';
}

function writeAddColumn(action: ActionOf<'addColumn'>, dialect: Dialect): readonly string[] | null {
  if (action.column.type === null || action.column.hasUnknownDefault === true) return null;
  const constraints = action.constraints.map((each) => writeConstraint(each, null));
  const { table, column, ifNotExists: isChecked } = action;
  const statements = [
    alter(table, `ADD COLUMN ${isChecked ? 'IF NOT EXISTS ' : ''}${writeColumn(column, dialect)}`),
    ...constraints.map((each) => alter(table, `ADD ${each}`)),
  ];
  return column.comment === null ? statements : [...statements, commentOnColumn(table, column.name, column.comment)];
}

/** One statement for each thing that changes; the new name comes last. */
function writeColumnChange(
  table: ObjectName,
  column: string,
  change: ColumnChange,
  dialect: Dialect,
): readonly string[] | null {
  if (change.type === null || change.hasUnknownDefault === true) return null;
  const own = (clause: string) => alter(table, `ALTER COLUMN ${quoteName(column)} ${clause}`);
  const using = change.using === undefined ? '' : ` USING ${change.using}`;
  const { newName } = change;
  return [
    ...(change.type === undefined ? [] : [own(`TYPE ${renderType(change.type, dialect)}${using}`)]),
    ...(change.generated === null ? [own('DROP EXPRESSION')] : []),
    ...(change.identity === null ? [own('DROP IDENTITY')] : []),
    ...(change.default === undefined
      ? []
      : [own(change.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${change.default}`)]),
    ...(change.nullable === undefined ? [] : [own(change.nullable ? 'DROP NOT NULL' : 'SET NOT NULL')]),
    ...(change.identity === undefined || change.identity === null
      ? []
      : [own(`ADD GENERATED ${change.identity.toUpperCase()} AS IDENTITY`)]),
    ...(change.comment === undefined ? [] : [commentOnColumn(table, column, change.comment)]),
    ...(newName === undefined ? [] : [alter(table, `RENAME COLUMN ${quoteName(column)} TO ${quoteName(newName)}`)]),
  ];
}

function commentOnColumn(table: ObjectName, column: string, comment: string | null): string {
  const text = comment === null ? 'NULL' : quoteText(comment);
  return `COMMENT ON COLUMN ${quoteObject(table)}.${quoteName(column)} IS ${text}`;
}

function writeCreateIndex({ table, index, concurrently, ifNotExists: isChecked }: ActionOf<'createIndex'>): string {
  const how = `${concurrently ? 'CONCURRENTLY ' : ''}${isChecked ? 'IF NOT EXISTS ' : ''}`;
  return renderIndex(index, table).replace(/^CREATE (UNIQUE )?INDEX /, (head) => `${head}${how}`);
}

/** An index is in the schema of its table. */
function writeDropIndex(action: ActionOf<'dropIndex'>, name: string): string {
  const qualified = quoteObject({ schema: action.table?.schema ?? null, name });
  return `DROP INDEX ${action.concurrently ? 'CONCURRENTLY ' : ''}${ifExists(action)}${qualified}`;
}

function writeDropDefined({ object, name, table, ...options }: ActionOf<'dropDefined'>): string {
  const isOwned = object === 'trigger' || object === 'policy';
  const target = isOwned ? quoteName(name.name) : quoteObject(name);
  const on = isOwned && table !== null ? ` ON ${quoteObject(table)}` : '';
  return `DROP ${object.toUpperCase()} ${ifExists(options)}${target}${on}${cascade(options)}`;
}

function writeTableChange(table: ObjectName, change: TableChange): readonly string[] | null {
  switch (change.type) {
    case 'comment': {
      const text = change.comment === null ? 'NULL' : quoteText(change.comment);
      return [`COMMENT ON TABLE ${quoteObject(table)} IS ${text}`];
    }
    case 'trigger':
      return [alter(table, `${change.isEnabled ? 'ENABLE' : 'DISABLE'} TRIGGER ${quoteName(change.name)}`)];
    case 'schema':
      return [alter(table, `SET SCHEMA ${quoteName(change.schema)}`)];
    case 'trait':
      return writeTrait(table, change.trait, change.isOn);
    default:
      return null;
  }
}

function writeTrait(table: ObjectName, trait: string, isOn: boolean): readonly string[] | null {
  switch (trait) {
    case 'row security':
      return [alter(table, `${isOn ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`)];
    case 'forced row security':
      return [alter(table, `${isOn ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`)];
    case 'unlogged':
      return [alter(table, `SET ${isOn ? 'UNLOGGED' : 'LOGGED'}`)];
    default:
      return null;
  }
}
