import type { OperationOf } from '../../migration/operation';
import type { ColumnType, ObjectName } from '../../schema/model';
import type { ColumnFact } from './facts';
import { typeOfExpression, usesInSql } from './guess';
import type { LiveTable } from './scope';
import type { Survey } from './survey';
import { surveyUses } from './survey.columns';

export function surveyInsert(survey: Survey, operation: OperationOf<'insert'>): void {
  const { table, columns, reads, source } = operation;
  survey.reads(reads);
  const live = survey.table(table, 'rows are inserted into it');
  if (columns === null) return;
  for (const column of columns) survey.column(table, live, column, 'a value is inserted into it');
  if (live !== null && survey.isUpgrade) live.fact.insertedColumns.push(columns);
  if (source === 'select') requireSources(survey, live, columns, operation);
}

export function surveyUpdate(survey: Survey, operation: OperationOf<'update'>): void {
  const { table, assignments, where, reads } = operation;
  const live = survey.table(table, 'its rows are updated');
  for (const { column, expression } of assignments) {
    const fact = survey.column(table, live, column, 'it is updated');
    const written = typeOfExpression(expression) ?? typeOfColumn(live?.columns.get(expression.trim()));
    survey.evidence(fact, 'used', written, `${expression} is written into it`);
    survey.useSql(expression);
  }
  survey.reads(reads);
  surveyText(survey, table, live, [where, ...assignments.map(({ expression }) => expression)]);
}

/** What a column was last said to be. */
function typeOfColumn(fact: ColumnFact | null | undefined): ColumnType | null {
  return fact?.types.at(-1)?.type ?? null;
}

export function surveyDelete(survey: Survey, { table, where, reads }: OperationOf<'delete'>): void {
  const live = survey.table(table, 'rows are deleted from it');
  survey.reads(reads);
  surveyText(survey, table, live, [where]);
}

export function surveyTruncate(survey: Survey, { tables }: OperationOf<'truncate'>): void {
  for (const table of tables) survey.table(table, 'it is truncated');
}

function surveyText(
  survey: Survey,
  table: ObjectName,
  live: LiveTable | null,
  texts: readonly (string | null)[],
): void {
  for (const text of texts) {
    if (text === null) continue;
    survey.useSql(text);
    surveyUses(survey, table, live, usesInSql(text));
  }
}

/** Rows copied into a table by column name: what is required there is presumed to be filled where it comes from. */
function requireSources(
  survey: Survey,
  target: LiveTable | null,
  columns: readonly string[],
  { reads }: OperationOf<'insert'>,
): void {
  for (const { table, columns: read } of reads) {
    const source = table === null ? null : survey.scope.find(table);
    for (const name of read) {
      const fact = source?.columns.get(name);
      const isRequired = columns.includes(name) && target?.columns.get(name)?.nullable === false;
      if (isRequired && fact !== undefined && fact !== null) fact.feedsRequired = true;
    }
  }
}
