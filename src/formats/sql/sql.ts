import type { Dialect } from '../../schema/model';
import { loadDialectParser } from './dialects/parser';
import { loadSqlParser } from './parser';

/** SQL text to operations, with Postgres' own parser and, once it is loaded, that of the dialect at hand. */
export { loadSqlParser };
export { readPartialSql, readSql, type SqlOptions } from './read';
export { hole } from './built';

/** Loads what reading SQL of a dialect needs, once; rejects when that is unreachable. */
export async function loadSqlParserFor(dialect: Dialect): Promise<void> {
  await Promise.all([loadSqlParser(), loadDialectParser(dialect)]);
}
