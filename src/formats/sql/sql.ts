/** SQL text to operations, with Postgres' own parser. */
export { loadSqlParser } from './parser';
export { readPartialSql, readSql, type SqlOptions } from './read';
export { hole, type Built } from './built';
