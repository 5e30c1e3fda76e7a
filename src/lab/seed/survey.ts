import { quoteName, quoteText } from '../../schema/ddl.names';
import { type Column, type Dialect, formatName, isSameName, type Schema, type Table } from '../../schema/model';
import type { Database } from '../engines/engine';
import { tableName } from './statement';

/** How many tables one query asks about: SQLite joins at most 500 SELECTs (limits.html). */
const atOnce = 200;

/** What is in a table. */
export interface Census {
  readonly rows: number;
  /** How many more rows it takes for every label of its enums to occur. */
  readonly missingLabels: number;
}

export async function takeCensus(
  database: Database,
  tables: readonly Table[],
  schema: Schema,
): Promise<ReadonlyMap<Table, Census>> {
  const answers = await ask(database, tables, (table, dialect) => `count(*) FROM ${source(table, schema, dialect)}`);
  const filled = tables.filter((table) => answers.get(table) !== '0');
  const labels = await missingLabels(database, filled, schema);
  return new Map(
    tables.map((table) => [table, { rows: Number(answers.get(table)), missingLabels: labels.get(table) ?? 0 }]),
  );
}

/**
 * The columns that say nothing in any row: NULL throughout, or the same value throughout where there is a default, as in
 * a column that was added just now.
 */
export async function silentColumns(
  database: Database,
  tables: readonly Table[],
  schema: Schema,
): Promise<ReadonlyMap<Table, readonly string[]>> {
  const candidates = tables.filter((table) => table.columns.some(canBeSilent));
  const answers = await ask(database, candidates, (table, dialect) => {
    const flags = table.columns.flatMap((column, place) =>
      canBeSilent(column) ? [silence(column, place, dialect)] : [],
    );
    return `${flags.join(' || ')} FROM ${source(table, schema, dialect)}`;
  });
  return new Map([...answers].map(([table, places]) => [table, namesAt(table, places)]));
}

/** As many as the enum has of which most are missing. */
async function missingLabels(
  database: Database,
  tables: readonly Table[],
  schema: Schema,
): Promise<ReadonlyMap<Table, number>> {
  const labelled = tables.filter((table) => table.columns.some((column) => labelsOf(column, schema) > 0));
  const answers = await ask(database, labelled, (table, dialect) => {
    const columns = table.columns.filter((column) => labelsOf(column, schema) > 0);
    const missing = columns.map((column) => `${labelsOf(column, schema)} - count(DISTINCT ${quoteName(column.name)})`);
    return `${largestOf(missing, dialect)} FROM ${source(table, schema, dialect)}`;
  });
  return new Map([...answers].map(([table, count]) => [table, Number(count)]));
}

/** SQLite's max() of one value is the aggregate. */
function largestOf(values: readonly string[], dialect: Dialect): string {
  if (values.length === 1) return values.join();
  return `${dialect === 'sqlite' ? 'max' : 'greatest'}(${values.join(', ')})`;
}

/** Zero for what is no enum. */
function labelsOf({ type, generated }: Column, schema: Schema): number {
  if (type === null || type.dimensions > 0 || generated) return 0;
  const name = { schema: type.schema ?? null, name: type.name };
  return (type.labels ?? schema.enums.find((candidate) => isSameName(candidate, name))?.labels ?? []).length;
}

function canBeSilent(column: Column): boolean {
  if (column.generated || column.identity !== null || /nextval\(/i.test(column.default ?? '')) return false;
  return column.nullable || column.default !== null;
}

/** `3,` if the column at place 3 is silent, else nothing. */
function silence(column: Column, place: number, dialect: Dialect): string {
  const name = quoteName(column.name);
  const text = dialect === 'sqlite' ? name : `${name}::text COLLATE "C"`;
  const isNull = `count(${name}) = 0`;
  const isConstant = `count(${name}) = count(*) AND count(*) > 1 AND min(${text}) = max(${text})`;
  const test = column.default === null ? isNull : `${isNull} OR ${isConstant}`;
  return `CASE WHEN ${test} THEN ${quoteText(`${place},`)} ELSE '' END`;
}

function namesAt(table: Table, places: string): readonly string[] {
  const found = places.split(',').filter((place) => place !== '');
  return found.flatMap((place) => table.columns[Number(place)]?.name ?? []);
}

async function ask(
  database: Database,
  tables: readonly Table[],
  question: (table: Table, dialect: Dialect) => string,
): Promise<ReadonlyMap<Table, string>> {
  const answers = new Map<Table, string>();
  for (let from = 0; from < tables.length; from += atOnce) {
    const some = tables.slice(from, from + atOnce);
    const selects = some.map((table, index) => `SELECT ${index} AS place, ${question(table, database.engine.dialect)}`);
    const { rows } = await database.query(selects.join(' UNION ALL '));
    for (const [place, answer] of rows) {
      const table = some[Number(place)];
      if (table) answers.set(table, plainText(answer ?? ''));
    }
  }
  return answers;
}

/** SQLite's cells are literals. */
function plainText(cell: string): string {
  return cell.replace(/^'(.*)'$/, '$1');
}

/** Without the rows of inheriting tables, which are counted there. */
function source(table: Table, schema: Schema, dialect: Dialect): string {
  const isParent = schema.tables.some(({ parent }) => parent && formatName(parent) === formatName(table));
  return `${isParent && table.partitionBy === null ? 'ONLY ' : ''}${tableName(table, dialect)}`;
}
