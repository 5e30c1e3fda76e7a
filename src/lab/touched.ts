import type { Schema, Table } from '../schema/model';
import { isSymbol, isWord, type Token, tokenize } from '../schema/tokens';
import type { StatementRecord } from './result';

/**
 * The names of tables whose definition or rows statements can have changed, with all other names that they mention (what
 * they made is among them); `null`: it cannot be told. Errs on the side of more: a table that is left out will not be
 * looked at again.
 */
export function touchedBy(
  statements: readonly Pick<StatementRecord, 'sql'>[],
  schema: Schema,
): ReadonlySet<string> | null {
  const words = new Set<string>();
  for (const { sql } of statements) {
    const tokens = tokenize(sql);
    if (!partsOf(tokens).every((part) => isPlain(part, schema))) return null;
    for (const { kind, value } of tokens)
      if (kind === 'word' || kind === 'name') words.add(value).add(value.toLowerCase());
  }
  if (actsFromAfar(words, schema)) return null;
  return new Set([...words, ...reached(schema.tables, (table) => isMentioned(table, words))]);
}

function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isSymbol(token, ';')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

const changesRows = ['INSERT', 'UPDATE', 'DELETE', 'WITH', 'REPLACE', 'MERGE', 'COPY'];
const changesNothing = [
  ...[
    'SELECT',
    'VALUES',
    'SET',
    'RESET',
    'SHOW',
    'BEGIN',
    'START',
    'COMMIT',
    'END',
    'ROLLBACK',
    'SAVEPOINT',
    'RELEASE',
  ],
  ...['COMMENT', 'ANALYZE', 'VACUUM', 'REINDEX', 'GRANT', 'REVOKE', 'LOCK', 'REFRESH', 'EXPLAIN', 'PRAGMA'],
];
const definable = [
  'TABLE',
  'UNIQUE',
  'INDEX',
  'VIEW',
  'MATERIALIZED',
  'SEQUENCE',
  'TYPE',
  'FUNCTION',
  'TRIGGER',
  'EXTENSION',
];

/** Whether a statement changes no table but those that it names, and those that depend on them by a key. */
function isPlain(part: readonly Token[], { triggers }: Schema): boolean {
  const [first, second] = part;
  const hasCascade = part.some((token) => isWord(token, 'CASCADE'));
  if (isWord(first, 'CREATE')) return part.slice(1, 5).some((token) => isWord(token, ...definable));
  if (isWord(first, 'ALTER')) {
    return isWord(second, 'TABLE', 'INDEX') && !(hasCascade && part.some((token) => isWord(token, 'DROP')));
  }
  // A type in use cannot be dropped without CASCADE.
  if (isWord(first, 'DROP')) return isWord(second, ...definable) && !isWord(second, 'EXTENSION') && !hasCascade;
  if (isWord(first, 'TRUNCATE')) return !hasCascade && triggers.length === 0;
  if (isWord(first, ...changesRows)) return triggers.length === 0;
  return isWord(first, ...changesNothing) && !part.some((token) => isWord(token, 'WRITABLE_SCHEMA'));
}

/** A function may do anything, and a view may be written through. */
function actsFromAfar(words: ReadonlySet<string>, { functions, views }: Schema): boolean {
  return [...functions, ...views].some(({ name }) => words.has(name) || words.has(name.toLowerCase()));
}

function isMentioned(table: Table, words: ReadonlySet<string>): boolean {
  const { primaryKey, uniques, foreignKeys, checks, exclusions, indexes } = table;
  const parts = [primaryKey, ...uniques, ...foreignKeys, ...checks, ...exclusions, ...indexes];
  return [table, ...parts].some(
    (part) => part?.name != null && (words.has(part.name) || words.has(part.name.toLowerCase())),
  );
}

/** With those that refer to them, are parts of them, or that they are parts of; and so on. */
function reached(tables: readonly Table[], isStart: (table: Table) => boolean): ReadonlySet<string> {
  const links = new Map<string, string[]>();
  const link = (from: string, to: string) => {
    const known = links.get(from);
    if (known) known.push(to);
    else links.set(from, [to]);
  };
  for (const { name, foreignKeys, parent } of tables) {
    for (const { target } of foreignKeys) link(target.name, name);
    if (parent) link(parent.name, name);
    if (parent) link(name, parent.name);
  }
  const names = new Set(tables.filter(isStart).map(({ name }) => name));
  for (const name of names) for (const next of links.get(name) ?? []) names.add(next);
  return names;
}
