import type { Check, Column, ForeignKey, KeyConstraint, Table } from '../../../schema/model';
import { parseType } from '../../../schema/type';
import { readColumnNames, readConstraintName, readReferences, skipConflictClause } from './constraints';
import { Reader } from '../../../schema/reader';

/**
 * Reads a table from its text in `sqlite_schema`. SQLite keeps that text in step with every ALTER TABLE, and it says
 * more than the pragmas do: names of constraints, CHECKs, COLLATE, AUTOINCREMENT, DEFERRABLE.
 */
export function parseCreateTable(name: string, sql: string): Table {
  const reader = new Reader(sql);
  reader.until((at) => at.seesSymbol('('));
  const parts = readParts(reader.parenthesised());
  const traits = readTraits(reader);
  const spelled = <T extends Keyed>(constraint: T): T => withDeclaredSpelling(constraint, parts.columns);
  const primaryKey = parts.primaryKeys.map(spelled)[0] ?? null;
  return {
    schema: null,
    name,
    columns: parts.columns.map((column) => withKeyNullability(column, primaryKey, traits)),
    primaryKey,
    uniques: parts.uniques.map(spelled),
    foreignKeys: parts.foreignKeys.map(spelled),
    checks: parts.checks,
    exclusions: [],
    indexes: [],
    comment: null,
    traits: parts.isAutoincrement ? [...traits, 'autoincrement'] : traits,
    partitionBy: null,
    parent: null,
    isComplete: true,
  };
}

/** What is between the parentheses, as it is found. */
interface Parts {
  readonly columns: Column[];
  readonly primaryKeys: KeyConstraint[];
  readonly uniques: KeyConstraint[];
  readonly foreignKeys: ForeignKey[];
  readonly checks: Check[];
  isAutoincrement: boolean;
}

function readParts(body: Reader): Parts {
  const parts: Parts = {
    columns: [],
    primaryKeys: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
    isAutoincrement: false,
  };
  for (const item of body.items()) {
    if (item.sees('CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN')) readTableConstraints(item, parts);
    else parts.columns.push(readColumn(item, parts));
  }
  return parts;
}

/** SQLite lets table constraints follow one another without commas. */
function readTableConstraints(item: Reader, parts: Parts): void {
  while (!item.isDone) {
    const name = readConstraintName(item);
    if (item.accepts('PRIMARY', 'KEY')) parts.primaryKeys.push({ name, columns: readColumnNames(item) });
    else if (item.accepts('UNIQUE')) parts.uniques.push({ name, columns: readColumnNames(item) });
    else if (item.accepts('CHECK')) parts.checks.push(readCheck(item, name));
    else if (item.accepts('FOREIGN', 'KEY')) {
      parts.foreignKeys.push(readReferences(item, name, readColumnNames(item)));
    } else item.skip();
    skipConflictClause(item);
  }
}

function readCheck(item: Reader, name: string | null): Check {
  return { name, expression: item.parenthesised().text(), isValid: true };
}

const clauseWords = [
  'CONSTRAINT',
  'PRIMARY',
  'NOT',
  'NULL',
  'UNIQUE',
  'CHECK',
  'DEFAULT',
  'COLLATE',
  'REFERENCES',
  'GENERATED',
  'AS',
];

function readColumn(item: Reader, parts: Parts): Column {
  const name = item.name();
  const type = parseType(item.until((at) => at.sees(...clauseWords)).text(), 'sqlite');
  let column: Column = {
    name,
    type,
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
  };
  while (!item.isDone) column = readColumnClause(item, column, parts);
  return column;
}

/** One clause of a column; constraints go to the table's, where they are the same as written behind the columns. */
function readColumnClause(item: Reader, column: Column, parts: Parts): Column {
  const name = readConstraintName(item);
  const columns = [column.name];
  if (item.accepts('PRIMARY', 'KEY')) {
    parts.primaryKeys.push({ name, columns });
    if (!item.accepts('ASC')) item.accepts('DESC');
    skipConflictClause(item);
    if (item.accepts('AUTOINCREMENT')) parts.isAutoincrement = true;
    return column;
  }
  if (item.sees('REFERENCES')) {
    parts.foreignKeys.push(readReferences(item, name, columns));
    return column;
  }
  const changed = readColumnTrait(item, column, name, parts);
  skipConflictClause(item);
  return changed;
}

function readColumnTrait(item: Reader, column: Column, name: string | null, parts: Parts): Column {
  if (item.accepts('NOT', 'NULL')) return { ...column, nullable: false };
  if (item.accepts('DEFAULT')) return { ...column, default: readDefault(item) };
  if (item.accepts('COLLATE')) return { ...column, collation: item.name() };
  if (item.accepts('GENERATED', 'ALWAYS', 'AS') || item.accepts('AS')) {
    const expression = item.parenthesised().text();
    const stored = item.accepts('STORED');
    if (!stored) item.accepts('VIRTUAL');
    return { ...column, generated: { expression, stored } };
  }
  if (item.accepts('UNIQUE')) parts.uniques.push({ name, columns: [column.name] });
  else if (item.accepts('CHECK')) parts.checks.push(readCheck(item, name));
  else item.skip();
  return column;
}

/** `(expression)`, a signed number, or one token. */
function readDefault(item: Reader): string {
  if (item.seesSymbol('(')) return item.parenthesised().text();
  const isSigned = item.seesSymbol('-') || item.seesSymbol('+');
  let left = isSigned ? 2 : 1;
  return item.until(() => left-- === 0).text();
}

/** WITHOUT ROWID and STRICT, behind the parentheses. */
function readTraits(reader: Reader): readonly string[] {
  const traits: string[] = [];
  for (; !reader.isDone; reader.skip()) {
    if (reader.sees('WITHOUT')) traits.push('without rowid');
    if (reader.sees('STRICT')) traits.push('strict');
  }
  return traits;
}

/**
 * A key column takes no NULL where it is the rowid (INTEGER PRIMARY KEY), and in tables without one, whether it says so
 * or not; elsewhere SQLite lets NULLs into a primary key (lang_createtable.html, "The PRIMARY KEY").
 */
function withKeyNullability(column: Column, key: KeyConstraint | null, traits: readonly string[]): Column {
  if (!key?.columns.includes(column.name)) return column;
  const isRowid = key.columns.length === 1 && column.type?.name === 'integer';
  return isRowid || traits.includes('without rowid') ? { ...column, nullable: false } : column;
}

interface Keyed {
  readonly columns: readonly string[];
}

/** Names are the same to SQLite whatever their case; in the model they are as the columns declare them. */
function withDeclaredSpelling<T extends Keyed>(constraint: T, declared: readonly Column[]): T {
  const spell = (name: string) => declared.find((column) => isSameIgnoringCase(column.name, name))?.name ?? name;
  return { ...constraint, columns: constraint.columns.map(spell) };
}

function isSameIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
