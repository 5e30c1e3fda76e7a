/**
 * Makes a pasted starting schema runnable: a `pg_dump -s` or SQLite's `.schema` is accepted as it comes. What a dump
 * says about ownership, privileges and its own session means nothing in a fresh database and is left out.
 */
export function acceptDump(sql: string): string {
  return sql
    .replace(copiedRows, '')
    .split('\n')
    .filter((line) => !isPsqlCommand(line))
    .join('\n')
    .replace(hiddenSchema, '')
    .replace(ownership, '')
    .replace(engineTables, '');
}

/** `COPY t FROM stdin;` and the rows up to `\.`: a protocol of psql's, on which an engine without it waits for ever. */
const copiedRows = /^COPY\s[^;]*\sFROM\s+stdin\b[^;]*;\n[\s\S]*?^\\\.$/gim;

/** Whether a dump holds rows that `acceptDump` leaves out. */
export function hasCopiedRows(sql: string): boolean {
  return sql.search(copiedRows) >= 0;
}

/** psql's own commands: `\connect`, and `\restrict` as pg_dump writes since 2025. */
function isPsqlCommand(line: string): boolean {
  return /^\\[a-z.]/i.test(line);
}

/** It would hide the default schema from whatever somebody adds below the dump; the other settings do no harm. */
const hiddenSchema = /^\s*SELECT\s+pg_catalog\.set_config\('search_path'[^;]*;/gim;
const ownership =
  /^\s*(?:ALTER\s+[^;]*?\sOWNER\s+TO\s[^;]*;|GRANT\s[^;]*;|REVOKE\s[^;]*;|ALTER\s+DEFAULT\s+PRIVILEGES[^;]*;|COMMENT\s+ON\s+EXTENSION[^;]*;|CREATE\s+SCHEMA\s+public;)/gim;
/** SQLite's `.schema` prints these, and refuses them. */
const engineTables = /^\s*CREATE TABLE sqlite_\w+\([^;]*;/gim;
