import { SqlError } from '../engine';

/**
 * sql.js gives only SQLite's message, so the result code's name is read from it: for the violations of constraints,
 * which name themselves, and for the messages that stand for one code alone (sqlite3_errstr).
 */
const codes: readonly (readonly [RegExp, string])[] = [
  [/^UNIQUE constraint failed/, 'SQLITE_CONSTRAINT_UNIQUE'],
  [/^NOT NULL constraint failed/, 'SQLITE_CONSTRAINT_NOTNULL'],
  [/^CHECK constraint failed/, 'SQLITE_CONSTRAINT_CHECK'],
  [/^FOREIGN KEY constraint failed/, 'SQLITE_CONSTRAINT_FOREIGNKEY'],
  [/^cannot store .* value in .* column/, 'SQLITE_CONSTRAINT_DATATYPE'],
  [/constraint failed/, 'SQLITE_CONSTRAINT'],
  [/^datatype mismatch/, 'SQLITE_MISMATCH'],
  [/^database is locked/, 'SQLITE_BUSY'],
  [/^database (?:schema|table) is locked/, 'SQLITE_LOCKED'],
  [/^string or blob too big/, 'SQLITE_TOOBIG'],
  [/^out of memory/, 'SQLITE_NOMEM'],
  [/^column index out of range/, 'SQLITE_RANGE'],
  [/^database disk image is malformed/, 'SQLITE_CORRUPT'],
  [/^attempt to write a readonly database/, 'SQLITE_READONLY'],
  [/^not authorized/, 'SQLITE_AUTH'],
];

/** Runs `work`; what sql.js throws comes out as an SqlError. It throws errors, and in some places plain strings. */
export function translateErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw asSqlError(cause);
  }
}

function asSqlError(cause: unknown): SqlError {
  if (cause instanceof SqlError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = codes.find(([pattern]) => pattern.test(message))?.[1] ?? 'SQLITE_ERROR';
  return new SqlError({ message, code, detail: null, hint: null, position: null });
}
