import type { Constraint, OperationOf } from '../../migration/operation';
import { formatName, isSameName, type Column, type ObjectName } from '../../schema/model';
import { ColumnFact, TableFact } from './facts';
import type { LiveTable } from './scope';
import { refer } from './survey.constraints';
import { constraintKey, type Survey } from './survey';

export function surveyCreateTable(survey: Survey, operation: OperationOf<'createTable'>): void {
  const { table, columns, reads, createsEnums } = operation;
  survey.reads(reads);
  for (const { type, default: value } of columns) {
    survey.useType(type, createsEnums && type?.createType !== false);
    survey.useSql(value);
  }
  const dropped = survey.isUpgrade ? undefined : survey.ledger.tables.get(formatName(table));
  if (dropped !== undefined) restoreTable(survey, operation, dropped);
  else createTable(survey, operation);
}

export function surveyDropTable(survey: Survey, operation: OperationOf<'dropTable'>): void {
  const { table } = operation;
  const known = survey.scope.find(table);
  const isPresumed = survey.isDropPresumed(`table:${formatName(table)}`, operation);
  if (known === undefined && !isPresumed) return;
  // `if has_table(tmp): drop_table(tmp)` before `create_table(tmp)`: looking for a table does not make it be there.
  const isLookedFor = known?.fact.isOnlyMentioned === true && known.fact.side === survey.side;
  if (isLookedFor && !isPresumed) {
    survey.withdrawTable(known.fact);
    survey.scope.drop(table);
    return;
  }
  const live = survey.table(table, 'it is dropped');
  if (live === null) return;
  if (survey.isUpgrade) survey.ledger.tables.set(formatName(table), live.fact);
  survey.scope.drop(table);
}

export function surveyRenameTable(survey: Survey, { table, newName }: OperationOf<'renameTable'>): void {
  const newTable: ObjectName = { schema: table.schema, name: newName };
  if (!survey.isUpgrade && survey.scope.find(table) === undefined) return;
  const live = survey.table(table, `it is renamed to ${newName}`);
  if (live === null) return;
  const inTheWay = survey.scope.find(newTable);
  if (inTheWay?.fact.isOnlyMentioned === true) adoptMention(live, inTheWay, survey);
  if (inTheWay === null) surveyRebuild(survey, newTable, live);
  survey.scope.drop(table);
  survey.scope.set(newTable, live);
}

/**
 * SQLite's rebuild: a new table is made, the old one dropped, and the new one takes its name. On the way back that is
 * the table as it was; on the way up the new one is like the old one but for what the migration is about.
 */
function surveyRebuild(survey: Survey, name: ObjectName, { fact: successor }: LiveTable): void {
  const old = survey.tables.find((fact) => fact.origin === 'presumed' && isSameName(fact.name, name));
  if (old === undefined || successor.written === null || successor.written.columns.length === 0) return;
  if (survey.isUpgrade) old.rebuiltAs ??= successor;
  else if (old.written === null) restoreTable(survey, { ...successor.written, table: name }, old);
}

export function surveyMention(survey: Survey, operation: OperationOf<'mention'>): void {
  const { table, columns, primaryKey, expects } = operation;
  if (expects === 'absent') {
    surveyAbsence(survey, table, columns);
    return;
  }
  const live = survey.table(table, 'the file declares or looks for it', true);
  if (live?.fact.origin !== 'presumed') return;
  for (const column of columns) {
    const fact = survey.column(table, live, column.name, 'the file declares it', true);
    survey.evidence(fact, 'mentioned', column.type, 'the file declares it so');
  }
  if (primaryKey.length > 0) live.fact.primaryKey ??= primaryKey;
}

/** `if "phone" not in columns: add_column(...)`: the columns are not there, the table is. */
function surveyAbsence(survey: Survey, table: ObjectName, columns: readonly Column[]): void {
  if (columns.length === 0) return;
  const live = survey.table(table, 'the file looks into it', true);
  for (const { name } of columns) if (live?.columns.has(name) === false) live.columns.set(name, null);
}

function createTable(survey: Survey, operation: OperationOf<'createTable'>): void {
  const { table, ifNotExists, certainty } = operation;
  const known = survey.scope.find(table);
  if (known !== undefined && known !== null) {
    const isTentative = ifNotExists || certainty === 'conditional';
    if (!survey.isUpgrade || (isTentative && !known.fact.isOnlyMentioned)) {
      learnShape(survey, table, known, operation);
      return;
    }
    survey.withdrawTable(known.fact);
  }
  const live = madeTable(survey, operation);
  survey.scope.set(table, live);
  surveyConstraints(survey, table, live, operation.constraints);
  for (const { name } of operation.indexes) survey.made.add(`index:${name}`);
}

function madeTable(survey: Survey, operation: OperationOf<'createTable'>): LiveTable {
  const { table, columns } = operation;
  const fact = new TableFact(table, 'made', 'it is created', survey);
  fact.written = operation;
  const made = columns.map((column) => madeColumn(survey, column));
  return { fact, columns: new Map(made.map((column) => [column.name, column])) };
}

export function madeColumn(survey: Survey, column: Column): ColumnFact {
  const fact = new ColumnFact(column.name, 'made', 'it is added', survey.place);
  survey.noteType(column.name, column.type);
  if (column.type !== null) fact.types.push({ strength: 'written', type: column.type, reason: 'it is added so' });
  return fact;
}

function surveyConstraints(
  survey: Survey,
  table: ObjectName,
  live: LiveTable,
  constraints: readonly Constraint[],
): void {
  for (const constraint of constraints) {
    if (constraint.name !== null) survey.made.add(constraintKey(table, constraint.name));
    if (constraint.type === 'foreignKey') refer(survey, table, live, constraint);
  }
}

/** A table that is there already and would be created like this: the best description of it that there is. */
function learnShape(survey: Survey, table: ObjectName, live: LiveTable, operation: OperationOf<'createTable'>): void {
  if (live.fact.origin !== 'presumed') return;
  for (const column of operation.columns) {
    const fact = survey.column(table, live, column.name, 'a CREATE TABLE IF NOT EXISTS names it', true);
    survey.evidence(fact, 'mentioned', column.type, 'a CREATE TABLE IF NOT EXISTS declares it so');
  }
}

/** The downgrade creates what the upgrade dropped: this is the table as it was. */
function restoreTable(survey: Survey, operation: OperationOf<'createTable'>, fact: TableFact): void {
  const live: LiveTable = { fact, columns: new Map() };
  survey.scope.set(operation.table, live);
  if (fact.origin !== 'presumed' || fact.written !== null) return;
  fact.written = operation;
  for (const column of operation.columns) live.columns.set(column.name, restoredColumn(survey, fact, column));
  for (const constraint of operation.constraints) {
    if (constraint.type === 'foreignKey') refer(survey, operation.table, live, constraint);
    if (constraint.type === 'primaryKey') fact.primaryKey = constraint.columns;
  }
}

function restoredColumn(survey: Survey, table: TableFact, column: Column): ColumnFact {
  const known = table.columns.find(({ name }) => name === column.name);
  const fact = known ?? new ColumnFact(column.name, 'presumed', 'the downgrade creates it again', survey.place);
  if (known === undefined) table.columns.push(fact);
  fact.written ??= column;
  return fact;
}

/** A model declares the table under the name it is going to have: what it says goes to the table that is renamed. */
function adoptMention(live: LiveTable, mention: LiveTable, survey: Survey): void {
  survey.withdrawTable(mention.fact);
  live.fact.primaryKey ??= mention.fact.primaryKey;
  for (const [name, column] of mention.columns) {
    if (column === null || live.columns.has(name) || live.fact.origin === 'made') continue;
    column.origin = 'presumed';
    live.fact.columns.push(column);
    live.columns.set(name, column);
  }
}
