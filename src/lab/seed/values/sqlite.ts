import { type ColumnType, formatName, type Table } from '../../../schema/model';
import { byteValues, jsonValues, uuidValues } from './documents';
import { decimalValues, floatValues, integerValues } from './numbers';
import { textValues } from './texts';
import { dateValues, timestampValues, timeValues } from './times';
import { type Values, valuesAmong } from './values';

/** What kind of literal a value becomes: SQLite's storage class is a property of the value, not of the column. */
export type Storage = 'text' | 'integer' | 'real' | 'blob';

export interface StoredValues {
  readonly values: Values;
  readonly storage: Storage;
}

/**
 * What programs keep in a column of this declared type, in the form in which SQLAlchemy stores it (dialects/sqlite:
 * dates as ISO text with microseconds, booleans as 0 and 1, JSON as text, Uuid as 32 digits, Numeric as a float).
 */
export function sqliteValues(type: ColumnType | null, column: string, table: Owner): StoredValues {
  const known = type === null ? null : byName(type, column, formatName(table));
  if (known !== null && isAllowed(known.storage, type?.name ?? '', table)) return known;
  return byAffinity(type?.name ?? '', type?.args[0] ?? null, column);
}

/** What is asked of the column's table. */
type Owner = Pick<Table, 'schema' | 'name' | 'traits'>;

function byName(type: ColumnType, column: string, owner: string): StoredValues | null {
  const [first, second] = type.args;
  switch (type.name) {
    case 'integer':
    case 'int':
    case 'bigint':
    case 'unsigned big int':
      return { values: integerValues(64), storage: 'integer' };
    case 'mediumint':
      return { values: integerValues(32), storage: 'integer' };
    case 'smallint':
      return { values: integerValues(16), storage: 'integer' };
    case 'tinyint':
      return { values: integerValues(8), storage: 'integer' };
    case 'boolean':
      return { values: valuesAmong(['1', '0'], true), storage: 'integer' };
    case 'numeric':
      // More than 15 digits do not survive SQLite's floats (datatype3.html 3).
      return { values: decimalValues(Math.min(first ?? 15, 15), Math.min(second ?? 2, 10)), storage: 'real' };
    case 'char':
      if (first === 32) return { values: hexadecimalIds(owner), storage: 'text' };
      return { values: textValues(first ?? null, column), storage: 'text' };
    case 'uuid':
      return { values: hexadecimalIds(owner), storage: 'text' };
    case 'json':
    case 'jsonb':
      return { values: jsonValues(), storage: 'text' };
    case 'date':
      return { values: dateValues(), storage: 'text' };
    case 'timestamp':
    case 'timestamptz':
      return { values: timestampValues(), storage: 'text' };
    case 'time':
    case 'timetz':
      return { values: timeValues(), storage: 'text' };
    default:
      return null;
  }
}

function hexadecimalIds(owner: string): Values {
  const { boundary, ordinary } = uuidValues(owner);
  const make = (n: number) => ordinary(n).replaceAll('-', '');
  return { boundary: boundary.map((id) => id.replaceAll('-', '')), ordinary: make, distinct: make };
}

/** A STRICT table takes what its few types say (stricttables.html); there, a date is text because no type is a date. */
function isAllowed(storage: Storage, name: string, table: Owner): boolean {
  return !table.traits.includes('strict') || name !== 'any' || storage === 'text';
}

/** The rules of datatype3.html 3.1, in their order. */
function byAffinity(name: string, length: number | null, column: string): StoredValues {
  if (/int/i.test(name)) return { values: integerValues(64), storage: 'integer' };
  if (/char|clob|text/i.test(name)) return { values: textValues(length, column), storage: 'text' };
  if (/blob|bytea|binary/i.test(name)) return { values: byteValues(), storage: 'blob' };
  if (/real|floa|doub/i.test(name)) return { values: floatValues(64), storage: 'real' };
  if (/num|dec/i.test(name)) return { values: decimalValues(15, 2), storage: 'real' };
  return { values: textValues(length, column), storage: 'text' };
}
