import type { SourceFile } from '../../src/migration/migration';
import type { Operation } from '../../src/migration/operation';
import type { Dialect } from '../../src/schema/model';

/** Functions that defaults call and not every dialect has, with those that do. */
const homes: Readonly<Record<string, readonly Dialect[]>> = {
  now: ['postgresql', 'mysql', 'mariadb'],
  gen_random_uuid: ['postgresql'],
  uuid_generate_v4: ['postgresql'],
  uuidv7: ['postgresql'],
  nextval: ['postgresql', 'mariadb'],
  clock_timestamp: ['postgresql'],
  statement_timestamp: ['postgresql'],
  transaction_timestamp: ['postgresql'],
  timezone: ['postgresql'],
  to_timestamp: ['postgresql', 'oracle'],
  datetime: ['sqlite'],
  strftime: ['sqlite'],
  randomblob: ['sqlite'],
  unixepoch: ['sqlite'],
  uuid: ['mysql', 'mariadb'],
  utc_timestamp: ['mysql', 'mariadb'],
  unix_timestamp: ['mysql', 'mariadb'],
  getdate: ['mssql'],
  getutcdate: ['mssql'],
  sysutcdatetime: ['mssql'],
  sysdatetime: ['mssql'],
  newid: ['mssql'],
  sys_guid: ['oracle'],
};

/**
 * The first function that the dialect lacks. SQLAlchemy's `func.now()` is CURRENT_TIMESTAMP wherever there is no now().
 *
 * @param isLiteral The text stands as it is written (SQL, `sa.text`), so that now() is now().
 */
export function foreignFunction(value: string, dialect: Dialect, isLiteral: boolean): string | null {
  const bare = value.replace(/'(?:[^']|'')*'/g, "''");
  for (const [call, name = ''] of bare.matchAll(/\b(\w+)\s*\(/g)) {
    const known = homes[name.toLowerCase()];
    if (known === undefined || known.includes(dialect)) continue;
    if (name.toLowerCase() === 'now' && !isLiteral) continue;
    return `${call})`;
  }
  return null;
}

/** The default's text is the database's to read, not SQLAlchemy's to translate: SQL, or `sa.text("now()")`. */
export function isWritten({ via, span }: Operation, { text }: SourceFile): boolean {
  return via === 'sql' || /text\(\s*["']\(?now\(/i.test(text.slice(span.start, span.end));
}
