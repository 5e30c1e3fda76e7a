import type { Operation } from '../../src/migration/operation';
import type { Dialect } from '../../src/schema/model';

/** Something that a server has since a version: `uses` says whether an operation needs it. */
export interface Feature {
  readonly what: string;
  readonly since: number;
  readonly uses: (operation: Operation) => boolean;
}

const sqlMatches =
  (pattern: RegExp) =>
  ({ sql }: Operation): boolean =>
    sql !== undefined && pattern.test(sql);

/** Postgres: release notes. */
const postgres: readonly Feature[] = [
  {
    what: 'identity columns',
    since: 10,
    uses: (operation) => columnsOf(operation).some(({ identity }) => identity !== null),
  },
  {
    what: 'INCLUDE columns of an index',
    since: 11,
    uses: (operation) => operation.kind === 'createIndex' && operation.index.include.length > 0,
  },
  { what: 'REINDEX CONCURRENTLY', since: 12, uses: sqlMatches(/\breindex\b[^;]*\bconcurrently\b/i) },
  {
    what: 'generated columns',
    since: 12,
    uses: (operation) => columnsOf(operation).some(({ generated }) => generated !== null),
  },
  {
    what: 'ALTER TYPE … ADD VALUE inside a transaction',
    since: 12,
    uses: (operation) => operation.kind === 'addEnumValue' && !operation.autocommit,
  },
  {
    what: 'gen_random_uuid() without an extension',
    since: 13,
    uses: (operation) => columnsOf(operation).some(({ default: value }) => /gen_random_uuid\(/i.test(value ?? '')),
  },
  {
    what: 'CREATE OR REPLACE TRIGGER',
    since: 14,
    uses: (operation) => operation.kind === 'createDefined' && operation.object === 'trigger' && operation.orReplace,
  },
  {
    what: 'DETACH PARTITION … CONCURRENTLY',
    since: 14,
    uses: sqlMatches(/\bdetach\s+partition\b[^;]*\b(concurrently|finalize)\b/i),
  },
  { what: 'NULLS NOT DISTINCT', since: 15, uses: usesNullsNotDistinct },
  { what: 'MERGE', since: 15, uses: sqlMatches(/^\s*merge\s+into\b/i) },
  { what: 'NOT NULL … NOT VALID', since: 18, uses: sqlMatches(/\bnot\s+null\s+\S+\s+not\s+valid\b/i) },
  {
    what: 'uuidv7()',
    since: 18,
    uses: (operation) => columnsOf(operation).some(({ default: value }) => /\buuidv7\(/i.test(value ?? '')),
  },
  {
    what: 'virtual generated columns',
    since: 18,
    uses: (operation) => columnsOf(operation).some(({ generated }) => generated?.stored === false),
  },
];

/** SQLite: sqlite.org/changes.html; 3.9 is written 3.09. */
const sqlite: readonly Feature[] = [
  {
    what: 'ON CONFLICT',
    since: 3.24,
    uses: (operation) => operation.kind === 'insert' && operation.onConflict !== null,
  },
  {
    what: 'RENAME COLUMN',
    since: 3.25,
    uses: (operation) =>
      operation.kind === 'alterColumn' && operation.via !== 'batch' && operation.change.newName !== undefined,
  },
  {
    what: 'generated columns',
    since: 3.31,
    uses: (operation) => columnsOf(operation).some(({ generated }) => generated !== null),
  },
  {
    what: 'UPDATE … FROM',
    since: 3.33,
    uses: (operation) =>
      operation.kind === 'update' && sqlMatches(/^\s*update\b[\s\S]*\bset\b[\s\S]*\)?\s+from\b(?![^(]*\))/i)(operation),
  },
  {
    what: 'DROP COLUMN',
    since: 3.35,
    uses: (operation) => operation.kind === 'dropColumn' && operation.via !== 'batch',
  },
  {
    what: 'STRICT tables',
    since: 3.37,
    uses: (operation) => operation.kind === 'createTable' && operation.traits.includes('strict'),
  },
];

/** MySQL: reference manual. */
const mysql: readonly Feature[] = [
  { what: 'RENAME COLUMN', since: 8, uses: sqlMatches(/\brename\s+column\b/i) },
  {
    what: 'CHECK constraints (older ones ignore them)',
    since: 8,
    uses: (operation) => operation.kind === 'addConstraint' && operation.constraint.type === 'check',
  },
  {
    what: 'indexes over expressions',
    since: 8,
    uses: (operation) =>
      operation.kind === 'createIndex' && operation.index.keys.some(({ kind }) => kind === 'expression'),
  },
  {
    what: 'defaults that are expressions',
    since: 8,
    uses: (operation) => columnsOf(operation).some(({ default: value }) => /^\(/.test(value ?? '')),
  },
];

export const features: Readonly<Partial<Record<Dialect, readonly Feature[]>>> = { postgresql: postgres, sqlite, mysql };

function columnsOf(operation: Operation) {
  if (operation.kind === 'createTable') return operation.columns;
  return operation.kind === 'addColumn' ? [operation.column] : [];
}

function usesNullsNotDistinct(operation: Operation): boolean {
  switch (operation.kind) {
    case 'createIndex':
      return operation.index.nullsNotDistinct === true;
    case 'addConstraint':
      return operation.constraint.type === 'unique' && operation.constraint.nullsNotDistinct === true;
    case 'createTable':
      return operation.constraints.some((each) => each.type === 'unique' && each.nullsNotDistinct === true);
    default:
      return false;
  }
}
