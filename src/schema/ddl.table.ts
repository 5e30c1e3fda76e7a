import { renderCheck, renderExclusion, renderForeignKey, renderKey } from './ddl.clauses';
import { isLiteral } from './ddl.expressions';
import { quoteName, quoteObject, quoteText } from './ddl.names';
import type { Column, Dialect, ForeignKey, Table } from './model';
import { renderType } from './type';

/** How a table that fits its dialect is written. */

export function writeColumn(column: Column, dialect: Dialect): string {
  const parts = [
    quoteName(column.name),
    column.type === null ? '' : renderType(column.type, dialect),
    column.collation === null ? '' : `COLLATE ${quoteCollation(column.collation)}`,
    column.generated === null ? '' : writeGenerated(column.generated),
    column.identity === null ? '' : `GENERATED ${column.identity.toUpperCase()} AS IDENTITY`,
    column.default === null ? '' : `DEFAULT ${writeDefault(column.default, dialect)}`,
    column.nullable ? '' : 'NOT NULL',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** @param foreignKeys Those that can be made with the table; Postgres adds the others when their targets are there. */
export function writeTable(table: Table, foreignKeys: readonly ForeignKey[], dialect: Dialect): string {
  return dialect === 'sqlite' ? writeSqliteTable(table) : writePostgresTable(table, foreignKeys);
}

/** What can only be said about a Postgres table once it is there. */
export function writeTableExtras(table: Table): readonly string[] {
  const name = quoteObject(table);
  const comments = table.columns.filter(({ comment }) => comment !== null);
  return [
    ...(table.comment === null ? [] : [`COMMENT ON TABLE ${name} IS ${quoteText(table.comment)}`]),
    ...comments.map(
      (column) => `COMMENT ON COLUMN ${name}.${quoteName(column.name)} IS ${quoteText(column.comment ?? '')}`,
    ),
    ...(table.traits.includes('row security') ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`] : []),
    ...(table.traits.includes('forced row security') ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`] : []),
  ];
}

function writePostgresTable(table: Table, foreignKeys: readonly ForeignKey[]): string {
  const kind = table.traits.includes('unlogged') ? 'UNLOGGED TABLE' : 'TABLE';
  const bound = table.traits.find((trait) => /^(?:for values|default$)/i.test(trait));
  const parameters = table.traits.find((trait) => /^with \(/i.test(trait));
  const clauses = [
    table.partitionBy === null ? '' : ` PARTITION BY ${table.partitionBy}`,
    parameters === undefined ? '' : ` WITH (${parameters.slice('with ('.length)}`,
  ].join('');
  if (table.parent !== null && bound !== undefined) {
    return `CREATE ${kind} ${quoteObject(table)} PARTITION OF ${quoteObject(table.parent)} ${bound}${clauses}`;
  }
  const inherits = table.parent === null ? '' : ` INHERITS (${quoteObject(table.parent)})`;
  const lines = [
    ...table.columns.map((column) => writeColumn(column, 'postgresql')),
    ...writeKeys(table),
    ...table.checks.filter(({ isValid }) => isValid).map(renderCheck),
    ...table.exclusions.map(renderExclusion),
    ...foreignKeys.map(renderForeignKey),
  ];
  return `CREATE ${kind} ${quoteObject(table)} ${writeBody(lines)}${inherits}${clauses}`;
}

function writeSqliteTable(table: Table): string {
  const module = table.traits.find((trait) => /^using\s/i.test(trait));
  if (module !== undefined) return `CREATE VIRTUAL TABLE ${quoteName(table.name)} ${module}`;
  const isAutoincrement = table.traits.includes('autoincrement') && table.primaryKey?.columns.length === 1;
  const traits = ['without rowid', 'strict']
    .filter((trait) => table.traits.includes(trait))
    .map((trait) => trait.toUpperCase());
  const lines = [
    ...table.columns.map((column) => {
      const isKey = isAutoincrement && table.primaryKey?.columns[0] === column.name;
      return isKey ? `${quoteName(column.name)} INTEGER PRIMARY KEY AUTOINCREMENT` : writeColumn(column, 'sqlite');
    }),
    ...(isAutoincrement ? [] : writeKeys({ ...table, uniques: [] })),
    ...table.uniques.map(({ name, columns }) => renderKey('UNIQUE', { name, columns })),
    ...table.checks.map(renderCheck),
    ...table.foreignKeys.map((key) => renderForeignKey({ ...key, isValid: true })),
  ];
  const suffix = traits.length === 0 ? '' : ` ${traits.join(', ')}`;
  return `CREATE TABLE ${quoteName(table.name)} ${writeBody(lines)}${suffix}`;
}

function writeKeys({ primaryKey, uniques }: Table): readonly string[] {
  return [
    ...(primaryKey === null ? [] : [renderKey('PRIMARY KEY', primaryKey)]),
    ...uniques.map((unique) => renderKey('UNIQUE', unique)),
  ];
}

function writeBody(lines: readonly string[]): string {
  return lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`;
}

function writeGenerated({ expression, stored }: NonNullable<Column['generated']>): string {
  return `GENERATED ALWAYS AS (${expression}) ${stored ? 'STORED' : 'VIRTUAL'}`;
}

/** SQLite wants parentheses around all that is not a literal; Postgres around operators in words, and takes them always. */
function writeDefault(text: string, dialect: Dialect): string {
  const isPlain = dialect === 'sqlite' ? isLiteral(text) : !/\b(?:and|or|not|is|in|like|between)\b/i.test(text);
  return isPlain ? text : `(${text})`;
}

/** Names of collations are upper case in SQLite, and often so in Postgres ("C"). */
function quoteCollation(name: string): string {
  return /^[A-Z]{2,}$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
