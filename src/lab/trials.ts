import type { Column, ColumnType, Schema, Table } from '../schema/model';
import type { RevisionResult, RunError } from './result';

/**
 * Other guesses at what presumed columns hold. Where a migration falls over values that we made up for a column that we
 * made up, the guess is at fault before the migration is.
 */
export interface Trial {
  readonly words: string;
  readonly reshape: (schema: Schema) => Schema;
}

export const trials: readonly Trial[] = [
  { words: 'without NULLs', reshape: (schema) => reshaped(schema, null) },
  { words: 'without NULLs, texts holding JSON', reshape: (schema) => reshaped(schema, 'jsonb') },
  { words: 'without NULLs, texts holding numbers', reshape: (schema) => reshaped(schema, 'integer') },
];

/**
 * Whether a result may come from values that do not fit: Python code that stumbled over one, or a text that the engine
 * could not read as another type. Constraints and lengths are the migration's own affair.
 */
export function mayBeSeedsFault(result: RevisionResult): boolean {
  const { error, verdict, baseline } = result;
  if (baseline.source !== 'inferred' || error === null) return false;
  if (verdict !== 'blocked' && verdict !== 'irreversible' && verdict !== 'error') return false;
  return stumbles.has(error.code ?? '') || mayBeOurNull(error, result);
}

/** A NULL of a presumed column in a new table, or on the way back. In the table that had it, it is what rows can be. */
function mayBeOurNull({ code, message }: RunError, { verdict, schemas }: RevisionResult): boolean {
  if (code !== '23502' && code !== 'SQLITE_CONSTRAINT_NOTNULL') return false;
  const table = /of relation "([^"]+)"|failed: (?:_alembic_tmp_)?([^.]+)\./.exec(message);
  const name = table?.[1] ?? table?.[2];
  return verdict === 'irreversible' || !schemas.before.tables.some((known) => known.name === name);
}

/** Exceptions of code that expected another value; invalid text, date and JSON of Postgres' class 22. */
const stumbles = new Set([
  ...['TypeError', 'AttributeError', 'ValueError', 'KeyError', 'IndexError', 'LookupError', 'JSONDecodeError'],
  ...[
    'EndlessLoop',
    'StatementError',
    'ProgrammingError',
    '22P02',
    '22007',
    '22008',
    '22030',
    '22032',
    '2203G',
    '22023',
  ],
]);

/** Keys keep their values: they hold rows together. */
function reshaped(schema: Schema, content: string | null): Schema {
  return { ...schema, tables: schema.tables.map((table) => reshapedTable(table, content)) };
}

function reshapedTable(table: Table, content: string | null): Table {
  const keys = new Set([...(table.primaryKey?.columns ?? []), ...table.foreignKeys.flatMap((key) => key.columns)]);
  const columns = table.columns.map((column) => (keys.has(column.name) ? column : reshapedColumn(column, content)));
  return { ...table, columns };
}

function reshapedColumn(column: Column, content: string | null): Column {
  const required = { ...column, nullable: false };
  if (content === null || !column.type || !isFreeText(column.type)) return required;
  const target: ColumnType = { name: content, args: [], dimensions: 0 };
  return { ...required, type: { ...column.type, content: target } };
}

function isFreeText({ name, dimensions, labels, content }: ColumnType): boolean {
  return dimensions === 0 && !labels && !content && /^(text|varchar)$/.test(name);
}
