import { quoteName, quoteObject, renderColumn, renderSchema } from '../../schema/ddl';
import { renderCheck, renderForeignKey, renderKey } from '../../schema/ddl.clauses';
import {
  type Dialect,
  emptySchema,
  findTable,
  type ForeignKey,
  formatName,
  type Schema,
  type Table,
} from '../../schema/model';
import type { Repair } from './repair';

/** The SQL that puts a repair into the database. `schema` is the database as it is. */
export function repairStatements(repair: Repair, schema: Schema, dialect: Dialect): readonly string[] {
  switch (repair.kind) {
    case 'add table':
      return renderSchema({ ...emptySchema, tables: [repair.table] }, dialect, schema).statements;
    case 'add column':
      return [`ALTER TABLE ${quoteObject(repair.table)} ADD COLUMN ${renderColumn(repair.column, dialect)}`];
    case 'replace table':
      return dialect === 'sqlite' ? rebuild(repair.table, dialect) : addConstraints(repair.table, schema);
    case 'run':
      return [repair.sql];
  }
}

/** What a repair is about, for the Starting schema panel. */
export function repairedObject(repair: Repair): string {
  switch (repair.kind) {
    case 'add table':
      return `table ${formatName(repair.table)}`;
    case 'add column':
      return `column ${formatName(repair.table)}.${repair.column.name}`;
    case 'replace table':
      return `constraint on ${formatName(repair.table)}`;
    case 'run':
      return repair.object;
  }
}

/** SQLite has no ALTER TABLE ADD CONSTRAINT: https://www.sqlite.org/lang_altertable.html#otheralter */
function rebuild(table: Table, dialect: Dialect): readonly string[] {
  const old = quoteName(`_roundtrip_${table.name}`);
  const [create = '', ...indexes] = renderSchema({ ...emptySchema, tables: [table] }, dialect).statements;
  const columns = table.columns.filter((column) => !column.generated).map((column) => quoteName(column.name));
  return [
    'PRAGMA legacy_alter_table=ON',
    `ALTER TABLE ${quoteObject(table)} RENAME TO ${old}`,
    create,
    `INSERT INTO ${quoteObject(table)} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${old}`,
    `DROP TABLE ${old}`,
    'PRAGMA legacy_alter_table=OFF',
    ...indexes,
  ];
}

function addConstraints(table: Table, schema: Schema): readonly string[] {
  const known = findTable(schema, table);
  const keys = table.foreignKeys.filter((key) => !known?.foreignKeys.includes(key));
  const uniques = table.uniques.filter((unique) => !known?.uniques.includes(unique));
  const checks = table.checks.filter((check) => !known?.checks.includes(check));
  const clauses = [
    ...keys.map(renderForeignKey),
    ...uniques.map((unique) => renderKey('UNIQUE', unique)),
    ...checks.map(renderCheck),
  ];
  const added = clauses.map((clause) => `ALTER TABLE ${quoteObject(table)} ADD ${clause}`);
  return [...keys.map((key) => letGo(table, key)), ...added];
}

/** What the rows refer to was nothing yet; the seeder will make them refer to rows that are there. */
function letGo(table: Table, { columns }: ForeignKey): string {
  const isOptional = columns.every((name) => table.columns.some((column) => column.name === name && column.nullable));
  if (!isOptional) return `TRUNCATE ${quoteObject(table)} CASCADE`;
  return `UPDATE ${quoteObject(table)} SET ${columns.map((name) => `${quoteName(name)} = NULL`).join(', ')}`;
}
