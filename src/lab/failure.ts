import type { EngineName } from './engines/engine';
import type { StepError } from './runners/runner';

/** What a failed step means: whether the baseline can be mended, the rows are to blame, or the engine cannot do it. */
export type Failure = 'missing object' | 'existing object' | 'rows' | 'unsupported' | 'own';

/** Decides from codes where there are any, from the engine's wording where SQLite has none. */
export function classifyFailure(error: StepError, engine: EngineName): Failure {
  return engine === 'postgres' ? classifyPostgres(error) : classifySqlite(error);
}

/** SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function classifyPostgres(error: StepError): Failure {
  const code = error.code ?? '';
  if (code === '42883' && foreignFunctions.test(error.message)) return 'unsupported';
  if (code === '42704' && /^collation /.test(error.message)) return 'unsupported';
  if (missingCodes.has(code)) return 'missing object';
  // After an error that the migration caught (failures.py: after_swallowed).
  if (code === '25P02' && /does not exist/.test(error.message)) return 'missing object';
  if (existingCodes.has(code)) return 'existing object';
  if (/^(22|23)/.test(code)) return 'rows';
  if (code === '0A000' && /extension .* is not available/.test(error.message)) return 'missing object';
  if (isReflectionMiss(error)) return 'missing object';
  return code === '42601' || isForeignType(error) ? 'unsupported' : 'own';
}

const missingCodes = new Set(['42P01', '42703', '42704', '3F000', '42883', '58P01', '42P10']);
/** Functions that SQLite or MySQL have and Postgres has not. */
const foreignFunctions =
  /function (datetime|strftime|julianday|ifnull|group_concat|hex|randomblob|json_extract|uuid|unix_timestamp|sysdate|last_insert_id|instr|unhex|printf)\(/i;
const existingCodes = new Set(['42P07', '42701', '42710', '42P06', '42723']);

function classifySqlite(error: StepError): Failure {
  const text = error.message;
  // Other engines drop indexes and keys with their column; here the rest of the schema would no longer parse.
  if (/error in \w+ \S+ after drop column|cannot drop (UNIQUE|PRIMARY KEY) column|cannot drop column/i.test(text)) {
    return 'unsupported';
  }
  if (
    /no such (table|column|index|view|trigger)|ON CONFLICT clause does not match|has no column named|unknown column/i.test(
      text,
    )
  )
    return 'missing object';
  if (/already exists|duplicate column name/i.test(text)) return 'existing object';
  if (isReflectionMiss(error)) return 'missing object';
  if (isDialectRefusal(error)) return 'unsupported';
  if (rowsOnSqlite.test(text)) return 'rows';
  return 'own';
}

/** Each of these passes on an empty table (engine-facts: SQLite and batch mode). */
const rowsOnSqlite =
  /constraint failed|Cannot add a NOT NULL column|Cannot add a column with non-constant default|cannot add a STORED column|datatype mismatch/i;

/** Alembic and SQLAlchemy look objects up by reflection and say so in their own words. */
function isReflectionMiss(error: StepError): boolean {
  const exception = exceptionName(error);
  if (exception === 'NoSuchTableError') return true;
  if (exception === 'ValueError' && /No such constraint/.test(error.message)) return true;
  return exception === 'KeyError' && /^KeyError: '?[\w.]+'?$/.test(error.message);
}

/** The exception's class without its module. */
export function exceptionName({ exception }: StepError): string {
  return exception.split('.').at(-1) ?? exception;
}

/** A type or construct that this dialect's compiler does not know; a constraint without a name is the author's own. */
function isForeignType(error: StepError): boolean {
  const exception = exceptionName(error);
  const isCompiler = exception === 'UnsupportedCompilationError' || exception === 'CompileError';
  return isCompiler && !/no name/.test(error.message);
}

const dialectRefusals = [
  /near ".*": syntax error|unrecognized token|incomplete input/i,
  /no such (function|collation|module)|unknown database/i,
  // Postgres' path operators on SQLite's JSON functions.
  /bad JSON path/i,
  // Python's driver takes one statement at a time; other databases' drivers take scripts.
  /one statement at a time/i,
  // Batch mode copies the table, for which every constraint needs a name (failures.py).
  /cannot add a constraint without a name/,
];

/** SQLite and its dialect refuse what other databases do. */
function isDialectRefusal(error: StepError): boolean {
  const { message, origin } = error;
  if (exceptionName(error) === 'NotImplementedError' && origin === 'tool') return true;
  if (isForeignType(error)) return true;
  return dialectRefusals.some((refusal) => refusal.test(message));
}
