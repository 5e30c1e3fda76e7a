import { columnsInName, foreignKeyInName, singular } from './conventions';
import { ColumnFact, type ConstraintFact, type IndexFact, type TableFact } from './facts';
import type { Survey } from './survey';

/**
 * Dropped constraints and indexes that no line defines: their names say which columns they were on. A name that does not
 * follow a convention (it lacks the table's name) says nothing, but for a foreign key, which cannot be without a column.
 */
export function surveyNames(survey: Survey): void {
  for (const fact of [...survey.constraints, ...survey.indexes]) {
    if (fact.definition === null && fact.table?.origin === 'presumed') presumeNamed(survey, fact, fact.table);
  }
}

function presumeNamed(survey: Survey, fact: ConstraintFact | IndexFact, table: TableFact): void {
  const known = table.columns.map(({ name }) => name);
  const isForeignKey = 'type' in fact && fact.type === 'foreignKey';
  if (!isForeignKey && !isConventional(fact.name, table.name.name)) return;
  if (isForeignKey) presumeForeignKey(survey, fact, table, known);
  else
    for (const column of columnsInName(fact.name, table.name.name, known)) presumeColumn(survey, fact, table, column);
}

function presumeForeignKey(survey: Survey, fact: ConstraintFact, table: TableFact, known: readonly string[]): void {
  const guess = foreignKeyInName(fact.name, table.name.name, known);
  if (guess === null) return;
  presumeColumn(survey, fact, table, guess.column);
  survey.place = fact.place;
  const target = { schema: table.name.schema, name: guess.target };
  const live = survey.table(target, `the foreign key ${fact.name} pointed at it`);
  survey.column(target, live, 'id', `the foreign key ${fact.name} pointed at it`);
}

function presumeColumn(survey: Survey, fact: ConstraintFact | IndexFact, table: TableFact, name: string): void {
  if (table.columns.some((column) => column.name === name) || table.madeColumns.has(name)) return;
  table.columns.push(new ColumnFact(name, 'presumed', `${fact.name} is named after it`, fact.place));
  survey.scope.find(table.name)?.columns.set(name, table.columns.at(-1) ?? null);
}

function isConventional(name: string, table: string): boolean {
  const parts = [table, singular(table)].map((part) => part.toLowerCase());
  return parts.some((part) => `_${name.toLowerCase()}_`.includes(`_${part}_`));
}
