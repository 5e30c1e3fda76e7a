import {
  formatName,
  type Column,
  type ColumnType,
  type Dialect,
  findTable,
  type ForeignKey,
  type Index,
  type Schema,
  type Table,
} from './model';
import { fitPostgresColumn } from './ddl.fit.postgres';
import { fitSqliteCheck, fitSqliteColumn, fitSqliteIndex } from './ddl.fit.sqlite';
import { isSameList } from './diff.normal';

/** Something made fit for a dialect, and what that cost, in words. */
export interface Fitted<T> {
  readonly value: T;
  readonly notes: readonly string[];
}

/** A column as the dialect can have it. */
export function fitColumn(column: Column, dialect: Dialect): Fitted<Column> {
  return dialect === 'sqlite' ? fitSqliteColumn(column) : fitPostgresColumn(column);
}

/**
 * A table as the dialect can build it: what it lacks is translated or left out, and so is what would be refused, such
 * as a foreign key to columns that are no key.
 *
 * @param schema What the table's foreign keys may refer to.
 */
export function fitTable(table: Table, schema: Schema, dialect: Dialect): Fitted<Table> {
  const notes: string[] = [];
  const keep = <T>(fitted: Fitted<T>): T => {
    notes.push(...fitted.notes.map((note) => `${formatName(table)}: ${note}`));
    return fitted.value;
  };
  const keepThose = <T>(list: readonly T[], fit: (item: T) => Fitted<T | null>): readonly T[] =>
    list.flatMap((item) => keep(fit(item)) ?? []);

  const typed = table.columns.map((column) => withKnownType(column, table, schema));
  const columns = typed.map((column) => keep(fitColumn(column, dialect)));
  const known = new Set(columns.map(({ name }) => name));
  const withColumns = <T extends { readonly columns: readonly string[] }>(item: T) =>
    onlyWithColumns(item, item.columns, known);
  const value: Table = {
    ...table,
    columns,
    primaryKey: table.primaryKey === null ? null : keep(withColumns(table.primaryKey)),
    uniques: keepThose(table.uniques, withColumns),
    foreignKeys: keepThose(table.foreignKeys, (key) => fitForeignKey(key, { ...table, columns }, schema, dialect)),
    checks: dialect === 'sqlite' ? keepThose(table.checks, fitSqliteCheck) : table.checks,
    exclusions: dialect === 'sqlite' ? keepThose(table.exclusions, leaveOutExclusion) : table.exclusions,
    indexes: keepThose(table.indexes, (index) => fitIndex(index, known, dialect)),
  };
  return { value, notes };
}

/** A column of unknown type is as what it refers to; a lone key is a number; the rest is text. */
function withKnownType(column: Column, table: Table, schema: Schema): Column {
  if (column.type !== null) return column;
  const name = isLoneKey(column, table) ? 'integer' : 'varchar';
  return { ...column, type: referredType(column, table, schema) ?? { name, args: [], dimensions: 0 } };
}

function isLoneKey({ name }: Column, { primaryKey }: Table): boolean {
  return primaryKey !== null && isSameList(primaryKey.columns, [name]);
}

function referredType({ name }: Column, table: Table, schema: Schema): Column['type'] {
  const key = table.foreignKeys.find(({ columns }) => columns.includes(name));
  const target = key && findTable(schema, key.target);
  if (key === undefined || target === undefined) return null;
  const targetName = targetColumnsOf(key, target)[key.columns.indexOf(name)];
  const column = target.columns.find((candidate) => candidate.name === targetName);
  if (column === undefined) return null;
  return column.type ?? (isLoneKey(column, target) ? { name: 'integer', args: [], dimensions: 0 } : null);
}

function onlyWithColumns<T>(item: T, columns: readonly string[], known: ReadonlySet<string>): Fitted<T | null> {
  const missing = columns.filter((name) => !known.has(name));
  if (missing.length === 0) return { value: item, notes: [] };
  return {
    value: null,
    notes: [`a constraint or index on ${missing.join(', ')} is left out, for there is no such column`],
  };
}

function fitIndex(index: Index, known: ReadonlySet<string>, dialect: Dialect): Fitted<Index | null> {
  const columns = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  const { value, notes } = onlyWithColumns(index, [...columns, ...index.include], known);
  if (value === null) return { value, notes };
  return dialect === 'sqlite' ? fitSqliteIndex(value) : { value: withoutSqliteCollation(value), notes: [] };
}

function withoutSqliteCollation(index: Index): Index {
  const keys = index.keys.map((key) => ({
    ...key,
    suffix: key.suffix.replace(/COLLATE\s+"?(?:NOCASE|BINARY|RTRIM)"?/i, '').trim(),
  }));
  return { ...index, keys };
}

function leaveOutExclusion(): Fitted<null> {
  return { value: null, notes: ['an exclusion constraint is left out, for SQLite has none'] };
}

/** SQLite looks at what a foreign key refers to when rows come; Postgres when it is made. */
function fitForeignKey(key: ForeignKey, table: Table, schema: Schema, dialect: Dialect): Fitted<ForeignKey | null> {
  const known = new Set(table.columns.map(({ name }) => name));
  const { value, notes } = onlyWithColumns(key, key.columns, known);
  if (value === null) return { value, notes };
  if (dialect === 'sqlite') return { value: withTargetColumns(value, table, schema), notes };
  const reason = refusalOf(key, table, schema);
  if (reason === null) return { value, notes };
  const text = `the foreign key on ${key.columns.join(', ')} is left out, for ${reason}`;
  return { value: null, notes: [text] };
}

/** SQLAlchemy finds the name of a foreign key on SQLite only where the columns that it points at are written out. */
function withTargetColumns(key: ForeignKey, table: Table, schema: Schema): ForeignKey {
  const target = formatName(key.target) === formatName(table) ? table : findTable(schema, key.target);
  return target === undefined ? key : { ...key, targetColumns: targetColumnsOf(key, target) };
}

function refusalOf(key: ForeignKey, table: Table, schema: Schema): string | null {
  const target = formatName(key.target) === formatName(table) ? table : findTable(schema, key.target);
  if (target === undefined) return `there is no table ${formatName(key.target)}`;
  const columns = targetColumnsOf(key, target);
  if (!isKeyOf(columns, target) || columns.length !== key.columns.length) {
    return `${formatName(key.target)} (${columns.join(', ')}) is neither a primary key nor unique`;
  }
  const isComparable = key.columns.every((name, index) =>
    areComparable(typeAt(name, table), typeAt(columns[index], target)),
  );
  return isComparable ? null : `its types are not those of ${formatName(key.target)} (${columns.join(', ')})`;
}

function targetColumnsOf(key: ForeignKey, target: Table): readonly string[] {
  return key.targetColumns.length > 0 ? key.targetColumns : (target.primaryKey?.columns ?? []);
}

/** In any order: Postgres looks for a unique index on just these columns. */
function isKeyOf(columns: readonly string[], table: Table): boolean {
  const indexes = table.indexes
    .filter((index) => index.isUnique && index.predicate === null && index.keys.every(({ kind }) => kind === 'column'))
    .map((index) => index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])));
  const keys = [table.primaryKey?.columns ?? [], ...table.uniques.map((unique) => unique.columns), ...indexes];
  return columns.length > 0 && keys.some((key) => isSameList([...key].sort(), [...columns].sort()));
}

function typeAt(column: string | undefined, table: Table): ColumnType | null {
  return table.columns.find(({ name }) => name === column)?.type ?? null;
}

/** Types of one family can be compared with `=` in Postgres, so that a foreign key may join them. */
export function areComparable(a: ColumnType | null, b: ColumnType | null): boolean {
  return a === null || b === null || familyOf(a) === familyOf(b);
}

function familyOf(type: ColumnType): string {
  const family = families.find((names) => names.includes(type.name))?.[0] ?? type.name;
  return `${family}${'[]'.repeat(type.dimensions)}`;
}

const families: readonly (readonly string[])[] = [
  ['integer', 'bigint', 'smallint', 'numeric', 'real', 'double precision', 'serial', 'bigserial', 'smallserial'],
  ['text', 'varchar', 'char', 'bpchar', 'citext'],
  ['timestamp', 'timestamptz', 'date'],
];
