import { quoteName, quoteObject } from '../../schema/ddl';
import { areComparable } from '../../schema/ddl.fit';
import { type Column, findTable, formatName, type Table } from '../../schema/model';
import { parseType } from '../../schema/type';
import type { Complaint } from './missing';
import type { Repair, Situation } from './repair';
import { tablesOf } from './tables';

type Mismatch = Extract<Complaint, { kind: 'operands differ' }>;

/**
 * A presumed column that a statement compares with something of another type is of that type. The message names types
 * only, so the statement is searched for a comparison with a column of the one type; the other is what it should have.
 */
export function retypeOperand(complaint: Mismatch, situation: Situation): Repair | null {
  const isTakenApart = complaint.right === 'jsonb';
  const comparisons = comparisonsIn(situation.statement ?? '').filter(
    ({ operator }) => /^[-#@]/.test(operator) === isTakenApart,
  );
  const tables = presumedTables(situation);
  for (const { left, right } of comparisons) {
    const own = columnAt(left, complaint.left, tables);
    const other = columnAt(right, complaint.right, tables);
    // Of two columns the key stays: others point at it.
    if (own && !(other && isKey(own))) return retyped(own, complaint.right);
    if (other) return retyped(other, complaint.left);
  }
  return null;
}

interface Found {
  readonly table: Table;
  readonly column: Column;
}

function presumedTables({ failing, schema }: Situation): readonly Table[] {
  return failing.flatMap(tablesOf).flatMap((name) => findTable(schema, name) ?? []);
}

interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
}

function comparisonsIn(statement: string): readonly Comparison[] {
  const found = statement.matchAll(comparison);
  return [...found].map(([, left = '', operator = '', right = '']) => ({ left, operator, right }));
}

const comparison =
  /((?:"?\w+"?\.)*"?\w+"?|%s|\))\s*(=|<>|!=|<=|>=|->>?|#>>?|@>|<|>|\bIN\s*\(|\b(?:NOT\s+)?I?LIKE\b)\s*((?:"?\w+"?\.)*"?\w+"?|%s|')/gi;

function columnAt(operand: string, typeName: string, tables: readonly Table[]): Found | null {
  const parts = operand.replace(/"/g, '').split('.');
  const owners = tables.filter(({ name }) => parts.length === 1 || name === parts.at(-2));
  const expected = parseType(typeName, 'postgresql');
  for (const table of owners.length > 0 ? owners : tables) {
    const column = table.columns.find(({ name }) => name === parts.at(-1));
    if (column?.type && areComparable(column.type, expected)) return { table, column };
  }
  return null;
}

function isKey({ table, column }: Found): boolean {
  return table.primaryKey?.columns.includes(column.name) === true;
}

/** Its rows go: they were ours, and new ones are made. */
function retyped({ table, column }: Found, type: string): Repair {
  const name = quoteName(column.name);
  const alter = `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${name} DROP DEFAULT, ALTER COLUMN ${name} DROP IDENTITY IF EXISTS, ALTER COLUMN ${name} TYPE ${type} USING NULL`;
  const sql = `TRUNCATE ${quoteObject(table)} CASCADE;\n${alter}`;
  return { kind: 'run', object: `column ${formatName(table)}.${column.name}`, sql };
}
