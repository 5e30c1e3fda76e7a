import type { Dialect } from '../../schema/model';
import type { Span } from '../../migration/span';
import type { Fragment } from './split';
import type { Spelling } from './spelling';
import { depthChange, unquote, type Token } from './tokens';

/** A parsed statement beside its text: turns the parser's places into offsets and pieces of what was written. */
export class Statement {
  readonly text: string;
  readonly dialect: Dialect;
  readonly tokens: readonly Token[];
  readonly spelling: Spelling;
  readonly span: Span;
  readonly #offsets: (byte: number) => number;

  constructor(text: string, dialect: Dialect, fragment: Fragment, spelling: Spelling) {
    this.text = text;
    this.dialect = dialect;
    this.tokens = fragment.tokens;
    this.spelling = spelling;
    this.span = { start: fragment.start, end: fragment.end };
    const utf16 = byteOffsets(spelling.text);
    this.#offsets = (byte) => fragment.start + spelling.original(utf16(byte));
  }

  /** The statement as written. */
  get sql(): string {
    return this.slice(this.span);
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** Index of the token at (or the first after) one of the parser's locations. */
  tokenAt(byte: number | undefined): number {
    const offset = this.#offsets(byte ?? 0);
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The text of tokens `from` to `to` (exclusive). */
  between(from: number, to: number): string {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    return first && last && to > from ? this.text.slice(first.start, last.end) : '';
  }

  /** The name at a token, without its quotes. */
  identifier(index: number): string {
    const token = this.tokens[index];
    if (!token) return '';
    return token.kind === 'quoted' ? unquote(token) : this.text.slice(token.start, token.end);
  }

  /** The first token at or after `from`, outside parentheses opened there, that `stops` accepts or that closes more than was opened. */
  until(from: number, stops: (token: Token) => boolean): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (!token || (depth === 0 && stops(token))) return at;
      depth += depthChange(token);
      if (depth < 0) return at;
    }
    return this.tokens.length;
  }

  /** The last token before `from` that is one of the keywords, or -1. */
  keywordBefore(from: number, ...keywords: readonly string[]): number {
    for (let at = Math.min(from, this.tokens.length) - 1; at >= 0; at--) {
      const token = this.tokens[at];
      if (token?.kind === 'word' && keywords.includes(token.text)) return at;
    }
    return -1;
  }
}

/** UTF-8 byte offsets to UTF-16 ones; free of charge for ASCII text. */
function byteOffsets(text: string): (byte: number) => number {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return (byte) => Math.min(byte, text.length);
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    for (let count = utf8Length(character); count > 0; count--) offsets.push(at);
    at += character.length;
  }
  return (byte) => offsets[byte] ?? text.length;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
