import type { Fragment } from './split';
import { unquote, type Token } from './tokens';

/** A statement in Postgres' spelling, and what the rewriting took out of it. */
export interface Spelling {
  readonly text: string;
  /** SQLite's `autoincrement`, `without rowid`, `strict`. */
  readonly traits: readonly string[];
  /** What `INSERT OR REPLACE` and `INSERT OR IGNORE` do with a row that is there already. */
  readonly onConflict: 'nothing' | 'update' | null;
  /** Offset in the statement as written, for one in `text`. */
  original(offset: number): number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export function asWritten(text: string, fragment: Fragment): Spelling {
  return {
    text: text.slice(fragment.start, fragment.end),
    traits: [],
    onConflict: null,
    original: (offset) => offset,
  };
}

/**
 * Rewrites what SQLite, MySQL quoting and driver parameters spell differently into Postgres' grammar, without changing
 * what the statement means to a reader: `AUTOINCREMENT`, backticks, `[x]`, `INSERT OR ...`, `WITHOUT ROWID`, `STRICT`,
 * `?`, `:name`, `%(name)s`. Positions stay traceable.
 */
export function respell(text: string, fragment: Fragment): Spelling {
  const edits: Edit[] = [];
  const traits: string[] = [];
  const cursor = new Cursor(text, fragment.tokens);
  while (!cursor.isAtEnd) {
    const rewritten = rewriters.map((rewrite) => rewrite(cursor)).find((found) => found !== null);
    if (rewritten) {
      edits.push(rewritten.edit);
      if (rewritten.trait) traits.push(rewritten.trait);
    }
    cursor.advance(rewritten?.tokens ?? 1);
  }
  const base = fragment.start;
  const relative = edits.map((edit) => ({ ...edit, start: edit.start - base, end: edit.end - base }));
  return {
    text: applyEdits(text.slice(base, fragment.end), relative),
    traits,
    onConflict: conflictClause(fragment.tokens),
    original: (offset) => originalOffset(relative, offset),
  };
}

class Cursor {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  parameters = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get isAtStart(): boolean {
    return this.#at === 0;
  }

  advance(count: number): void {
    this.#at += count;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** The next tokens are these words. */
  reads(...words: readonly string[]): boolean {
    return words.every((word, index) => this.peek(index)?.text === word);
  }

  /** The text of the next tokens, `from` to `to` (exclusive). */
  written(from: number, to: number): string {
    return this.#text.slice(this.peek(from)?.start, this.peek(to - 1)?.end);
  }

  /** How many tokens ahead a symbol is. */
  distanceTo(symbol: string): number | null {
    const at = this.#tokens.findIndex(({ text }, index) => index > this.#at && text === symbol);
    return at < 0 ? null : at - this.#at;
  }

  /** An edit of the next tokens. */
  replace(tokens: number, replacement: string, trait?: string): Rewrite {
    const start = this.peek()?.start ?? 0;
    const end = this.peek(tokens - 1)?.end ?? start;
    return { edit: { start, end, replacement }, tokens, ...(trait === undefined ? {} : { trait }) };
  }
}

interface Rewrite {
  readonly edit: Edit;
  readonly tokens: number;
  readonly trait?: string;
}

/** `a IS b` compares in SQLite what Postgres writes as IS [NOT] DISTINCT FROM. */
function comparison(cursor: Cursor): Rewrite | null {
  if (!cursor.reads('IS')) return null;
  const isNegated = cursor.peek(1)?.text === 'NOT';
  const operand = cursor.peek(isNegated ? 2 : 1);
  const isPredicate = /^(NULL|TRUE|FALSE|UNKNOWN|DISTINCT|DOCUMENT|JSON|NORMALIZED|NF[CDK]+)$/.test(
    operand?.text ?? '',
  );
  if (isPredicate || !operand) return null;
  return cursor.replace(isNegated ? 2 : 1, isNegated ? 'IS DISTINCT FROM' : 'IS NOT DISTINCT FROM');
}

/** Reserved in Postgres, ordinary names in SQLite: a table called `user` above all (lang_keywords.html). */
const namesElsewhere = new Set(['USER', 'ANALYSE', 'ARRAY', 'AUTHORIZATION', 'BINARY', 'FREEZE', 'PLACING']);

const conflictActions = ['REPLACE', 'IGNORE', 'ABORT', 'FAIL', 'ROLLBACK'];

const rewriters: readonly ((cursor: Cursor) => Rewrite | null)[] = [
  (cursor) => {
    const token = cursor.peek();
    if (token?.kind !== 'quoted' || !token.text.startsWith('`')) return null;
    return cursor.replace(1, delimited(unquote(token)));
  },
  bracketed,
  parameter,
  comparison,
  (cursor) => {
    const token = cursor.peek();
    const isName = token?.kind === 'word' && namesElsewhere.has(token.text);
    return isName ? cursor.replace(1, delimited(cursor.written(0, 1).toLowerCase())) : null;
  },
  (cursor) => {
    const isOr = cursor.peek(1)?.text === 'OR' && conflictActions.includes(cursor.peek(2)?.text ?? '');
    if (!isOr || !(cursor.reads('INSERT') || cursor.reads('UPDATE'))) return null;
    return cursor.replace(3, cursor.peek()?.text ?? '');
  },
  (cursor) => (cursor.isAtStart && cursor.reads('REPLACE', 'INTO') ? cursor.replace(1, 'INSERT') : null),
  (cursor) => (cursor.reads('AUTOINCREMENT') ? cursor.replace(1, '', 'autoincrement') : null),
  (cursor) => (cursor.reads('PRIMARY', 'KEY', 'ASC') ? cursor.replace(3, 'PRIMARY KEY') : null),
  (cursor) => (cursor.reads('PRIMARY', 'KEY', 'DESC') ? cursor.replace(3, 'PRIMARY KEY') : null),
  (cursor) => (cursor.reads('WITHOUT', 'ROWID') ? tableOption(cursor, 2, 'without rowid') : null),
  (cursor) => (isStrictOption(cursor) ? tableOption(cursor, 1, 'strict') : null),
  (cursor) => {
    const isClause = cursor.reads('ON', 'CONFLICT') && conflictActions.includes(cursor.peek(2)?.text ?? '');
    return isClause ? cursor.replace(3, '') : null;
  },
  (cursor) => (cursor.reads('VIEW', 'IF', 'NOT', 'EXISTS') ? cursor.replace(4, 'VIEW') : null),
  (cursor) => (/^(GLOB|REGEXP|MATCH)$/.test(cursor.peek()?.text ?? '') ? cursor.replace(1, 'LIKE') : null),
  (cursor) => {
    const isBegin = cursor.isAtStart && cursor.reads('BEGIN');
    const mode = cursor.peek(1)?.text ?? '';
    return isBegin && /^(IMMEDIATE|EXCLUSIVE|DEFERRED)$/.test(mode) ? cursor.replace(2, 'BEGIN') : null;
  },
];

/** SQLite and SQL Server quote `[like this]`; Postgres' subscripts hold numbers or touch what they index. */
function bracketed(cursor: Cursor): Rewrite | null {
  const before = cursor.peek(-1);
  const open = cursor.peek();
  if (open?.text !== '[' || cursor.peek(1)?.kind !== 'word') return null;
  if (before?.end === open.start && !['.', '(', ','].includes(before.text)) return null;
  const width = cursor.distanceTo(']');
  return width === null ? null : cursor.replace(width + 1, delimited(cursor.written(1, width)));
}

function parameter(cursor: Cursor): Rewrite | null {
  const token = cursor.peek();
  if (token?.text === '\\' && cursor.peek(1)?.text === ':') return cursor.replace(1, '');
  if (token?.kind !== 'parameter') return null;
  const number = `$${String(++cursor.parameters)}`;
  // SQLAlchemy's expanding parameters fill a whole list: `IN :ids`.
  return cursor.replace(1, cursor.peek(-1)?.text === 'IN' ? `(${number})` : `${number} `);
}

function isStrictOption(cursor: Cursor): boolean {
  const before = cursor.peek(-1)?.text;
  const after = cursor.peek(1)?.text;
  return cursor.reads('STRICT') && (before === ')' || before === ',') && (after === undefined || after === ',');
}

/** Takes a table option away together with the comma that would be left over. */
function tableOption(cursor: Cursor, words: number, trait: string): Rewrite {
  return cursor.replace(cursor.peek(words)?.text === ',' ? words + 1 : words, '', trait);
}

function conflictClause(tokens: readonly Token[]): Spelling['onConflict'] {
  const words = tokens.slice(0, 3).map(({ text }) => text);
  if (words[0] === 'REPLACE' || (words[1] === 'OR' && words[2] === 'REPLACE')) return 'update';
  return words[1] === 'OR' && words[2] === 'IGNORE' ? 'nothing' : null;
}

function delimited(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.replacement;
    at = edit.end;
  }
  return result + text.slice(at);
}

function originalOffset(edits: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    const width = edit.replacement.length;
    if (offset < start) break;
    if (offset < start + width) return edit.start;
    shift += width - (edit.end - edit.start);
  }
  return offset - shift;
}
