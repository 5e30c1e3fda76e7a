/** SQL text to operations, with Postgres' own parser. */
export { loadSqlParser } from './parser';
export { readSql, type SqlOptions } from './read';
