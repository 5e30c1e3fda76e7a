import { quoteName, quoteText } from './ddl.names';
import type { ColumnType, Dialect } from './model';
import { isSymbol, type Token, tokenize } from './tokens';
import { aliases, bareNames, dialectAliases, sqliteSpellings } from './type.names';

/**
 * Reads a column type in any dialect's spelling: `CHARACTER VARYING(50)`, `timestamp(3) with time zone`, `int4[]`,
 * `app."Mood"`. What it does not know it takes for the name of a user's type. An empty text is the type of a SQLite
 * column that has none.
 *
 * @param dialect Where a name means different things (`FLOAT`, `DATE`), whose meaning counts.
 */
export function parseType(text: string, dialect?: Dialect): ColumnType {
  const { tokens, dimensions } = splitArray(tokenize(text));
  const schema = isSymbol(tokens[1], '.') ? tokens[0] : undefined;
  const { words, list } = splitList(schema === undefined ? tokens : tokens.slice(2));
  const written = spell(words);
  const type = withArgs(canonical(written, dialect), list, dimensions);
  return schema === undefined || schema.value === 'pg_catalog' ? type : { ...type, schema: fold(schema) };
}

/**
 * A type as SQL. On SQLite, types that it lacks get the name that SQLAlchemy gives them there, which keeps the affinity
 * that their values need; they do not read back as the same type.
 */
export function renderType(type: ColumnType, dialect: Dialect): string {
  return dialect === 'sqlite' ? renderForSqlite(type) : renderFully(type);
}

/**
 * Equal as types. Postgres takes any number of dimensions for the same (docs 8.15.1); labels count when both sides know
 * them.
 */
export function isSameType(a: ColumnType, b: ColumnType): boolean {
  return (
    a.name === b.name &&
    a.dimensions > 0 === b.dimensions > 0 &&
    isSameList(a.args, b.args) &&
    defaulted(a.schema) === defaulted(b.schema) &&
    (a.labels === undefined || b.labels === undefined || isSameList(a.labels, b.labels))
  );
}

/** `[]`, `[3]` and the word ARRAY at the end are dimensions; Postgres ignores their sizes. */
function splitArray(tokens: readonly Token[]): { readonly tokens: readonly Token[]; readonly dimensions: number } {
  const isArrayWord = tokens.length > 1 && /^array$/i.test(tokens.at(-1)?.text ?? '');
  if (isArrayWord) return { tokens: tokens.slice(0, -1), dimensions: 1 };
  const open = tokens.findIndex((token) => isSymbol(token, '['));
  if (open === -1) return { tokens, dimensions: 0 };
  const dimensions = tokens.slice(open).filter((token) => isSymbol(token, '[')).length;
  const rest = tokens.slice(0, open);
  return { tokens: /^array$/i.test(rest.at(-1)?.text ?? '') ? rest.slice(0, -1) : rest, dimensions };
}

/** The words before and after the parenthesised list, and what is in the list. */
function splitList(tokens: readonly Token[]): { readonly words: readonly Token[]; readonly list: readonly Token[] } {
  const open = tokens.findIndex((token) => isSymbol(token, '('));
  if (open === -1) return { words: tokens, list: [] };
  const close = tokens.findIndex((token, index) => index > open && isSymbol(token, ')'));
  const end = close === -1 ? tokens.length : close;
  return { words: [...tokens.slice(0, open), ...tokens.slice(end + 1)], list: tokens.slice(open + 1, end) };
}

function spell(words: readonly Token[]): string {
  // Postgres' internal one-byte type is called "char", with the quotes, to be told from char.
  if (words.length === 1 && words[0]?.text === '"char"') return '"char"';
  return words.map(fold).join(' ');
}

function fold(token: Token): string {
  return token.kind === 'word' ? token.text.toLowerCase() : token.value;
}

function canonical(written: string, dialect: Dialect | undefined): string {
  const own = dialect === undefined ? undefined : dialectAliases[dialect]?.[written];
  return own ?? aliases[written] ?? written;
}

function withArgs(name: string, list: readonly Token[], dimensions: number): ColumnType {
  const args = readNumbers(list);
  if (name === 'enum' && args === null) {
    return {
      name,
      args: [],
      dimensions,
      labels: list.filter(({ kind }) => kind === 'string').map(({ value }) => value),
    };
  }
  // A list of more than numbers, as in `geometry(Point, 4326)`, is part of the name.
  if (args === null) return { name: `${name}(${list.map(fold).join('')})`, args: [], dimensions };
  return { ...normalise(name, args), dimensions };
}

/** `-` and a number are two tokens. `null`: there is something else in the list. */
function readNumbers(list: readonly Token[]): readonly number[] | null {
  const text = list.map((token) => token.text).join('');
  if (text === '') return [];
  return /^-?\d+(?:,-?\d+)*$/.test(text) ? text.split(',').map(Number) : null;
}

/** Two spellings of one type that differ in their arguments (Postgres docs 8.1 to 8.3). */
function normalise(name: string, args: readonly number[]): { readonly name: string; readonly args: readonly number[] } {
  switch (name) {
    case 'float':
      return { name: args[0] !== undefined && args[0] <= 24 ? 'real' : 'double precision', args: [] };
    case 'char':
    case 'bit':
      return { name, args: args.length === 0 ? [1] : args };
    case 'bpchar':
      return { name: args.length === 0 ? name : 'char', args };
    case 'numeric':
      return { name, args: args.length === 2 && args[1] === 0 ? args.slice(0, 1) : args };
    default:
      return { name, args };
  }
}

function renderFully(type: ColumnType): string {
  const name = renderName(type);
  const schema = type.schema === undefined ? '' : `${quoteName(type.schema)}.`;
  return `${schema}${withList(name, type.args)}${'[]'.repeat(type.dimensions)}`;
}

function renderName({ name, labels }: ColumnType): string {
  if (name === 'enum' && labels !== undefined) return `enum(${labels.map(quoteText).join(', ')})`;
  return bareNames.has(name) || name === '"char"' || name.startsWith('interval ') || name.includes('(')
    ? name
    : quoteName(name);
}

/** The precision of a time stands before its zone, as in `timestamp(3) with time zone`; `timestamptz(3)` is the same. */
function withList(name: string, args: readonly number[]): string {
  return args.length === 0 ? name : `${name}(${args.join(',')})`;
}

function renderForSqlite(type: ColumnType): string {
  if (type.name === '') return '';
  // SQLite has no arrays; SQLAlchemy users keep them as JSON there.
  if (type.dimensions > 0) return 'JSON';
  if (type.labels !== undefined) return `VARCHAR(${Math.max(1, ...type.labels.map((label) => label.length))})`;
  const spelling = sqliteSpellings[type.name.startsWith('interval') ? 'interval' : type.name];
  if (spelling === undefined) return withList(renderName(type).toUpperCase(), type.args);
  return spelling.keepsArgs ? withList(spelling.name, type.args) : spelling.name;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function defaulted(schema: string | undefined): string | undefined {
  return schema === 'public' || schema === 'main' ? undefined : schema;
}
