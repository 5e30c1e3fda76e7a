import { fitColumn } from './ddl.fit';
import { renderForPostgres } from './ddl.postgres';
import { renderForSqlite } from './ddl.sqlite';
import { writeColumn } from './ddl.table';
import { type Column, type Dialect, emptySchema, type Schema, type Table } from './model';

export { quoteName, quoteObject, quoteText } from './ddl.names';

export interface Rendered {
  /** In an order in which they run; without semicolons at their ends. */
  readonly statements: readonly string[];
  /** What the dialect cannot have and was left out or replaced, each as a sentence. */
  readonly notes: readonly string[];
}

/**
 * The statements that build a schema in an empty database of SQLite or Postgres. A schema that was made up, or that
 * comes from another dialect, is made to fit: what would be refused is left out with a note.
 *
 * @param existing What is in the database already, so that it can be referred to.
 */
export function renderSchema(schema: Schema, dialect: Dialect, existing: Schema = emptySchema): Rendered {
  const { statements, notes } = dialect === 'sqlite' ? renderForSqlite(schema) : renderForPostgres(schema, existing);
  return { statements: statements.map(withoutEnd), notes };
}

/** The statements that build one table, with its indexes. What it refers to must be in `existing`, or is left out. */
export function renderTable(table: Table, dialect: Dialect, existing: Schema = emptySchema): Rendered {
  return renderSchema({ ...emptySchema, tables: [table] }, dialect, existing);
}

/** A column as CREATE TABLE and ALTER TABLE ADD COLUMN have it. */
export function renderColumn(column: Column, dialect: Dialect): string {
  return writeColumn(fitColumn(column, dialect).value, dialect);
}

function withoutEnd(statement: string): string {
  return statement.trim().replace(/;$/, '');
}
