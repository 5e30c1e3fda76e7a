/** A lexeme of SQL text, in any of the spellings that the dialects share. Offsets are UTF-16, into the text given. */
export interface Token {
  /** `quoted` is a delimited identifier; `parameter` is `?`, `:name`, `$1` or `%(name)s`. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  readonly start: number;
  readonly end: number;
  /** As written; words in upper case, so that keywords compare directly. */
  readonly text: string;
}

const blank = /\s+|--[^\n]*/y;
const lexemes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', /(?:[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?)/y],
  ['quoted', /(?:[uU]&)?"(?:[^"]|"")*"?|`(?:[^`]|``)*`?/y],
  ['number', /\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['parameter', /%\(\w+\)s|%s|\$\d+|:[A-Za-z_]\w*|\?/y],
  ['symbol', /::|:=|<>|!=|<=|>=|\|\||->>?|[\s\S]/y],
];
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** Splits text into tokens, dropping white space and comments. Never fails: an unclosed quote runs to the end. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipBlank(text, 0); at < text.length;) {
    const token = dollarQuoted(text, at) ?? lexeme(text, at);
    tokens.push(token);
    at = skipBlank(text, token.end);
  }
  return tokens;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    blank.lastIndex = at;
    const skipped = blank.test(text) ? blank.lastIndex : text.startsWith('/*', at) ? commentEnd(text, at) : at;
    if (skipped === at) return at;
    at = skipped;
  }
}

/** Block comments nest in Postgres. */
function commentEnd(text: string, from: number): number {
  const delimiter = /\/\*|\*\//g;
  delimiter.lastIndex = from;
  let depth = 0;
  for (let found = delimiter.exec(text); found !== null; found = delimiter.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return delimiter.lastIndex;
  }
  return text.length;
}

function dollarQuoted(text: string, at: number): Token | null {
  dollarQuote.lastIndex = at;
  const open = dollarQuote.exec(text)?.[0];
  if (open === undefined) return null;
  const close = text.indexOf(open, at + open.length);
  const end = close < 0 ? text.length : close + open.length;
  return { kind: 'string', start: at, end, text: text.slice(at, end) };
}

function lexeme(text: string, at: number): Token {
  for (const [kind, pattern] of lexemes) {
    pattern.lastIndex = at;
    const written = isCast(text, at) && kind === 'parameter' ? undefined : pattern.exec(text)?.[0];
    if (written === undefined) continue;
    const end = at + written.length;
    return { kind, start: at, end, text: kind === 'word' ? written.toUpperCase() : written };
  }
  return { kind: 'symbol', start: at, end: at + 1, text: text.charAt(at) };
}

/** `x::text` and `\:escaped` hold no parameter. */
function isCast(text: string, at: number): boolean {
  return text[at] === ':' && (text[at + 1] === ':' || text[at - 1] === '\\' || /\w/.test(text[at - 1] ?? ''));
}

/** The text between a token's quotes, for an identifier or a string. */
export function unquote(token: Token): string {
  if (token.kind === 'quoted') {
    const quote = token.text.at(-1) ?? '"';
    return token.text.slice(token.text.indexOf(quote) + 1, -1).replaceAll(quote + quote, quote);
  }
  if (token.kind !== 'string') return token.text;
  if (token.text.startsWith('$')) {
    const width = token.text.indexOf('$', 1) + 1;
    return token.text.slice(width, -width);
  }
  return token.text.slice(token.text.indexOf("'") + 1, -1).replaceAll("''", "'");
}

/** Index of the token that closes the parenthesis at `open`, or the number of tokens where it stays open. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    depth += depthChange(tokens[at]);
    if (depth === 0) return at;
  }
  return tokens.length;
}

export function depthChange(token: Token | undefined): -1 | 0 | 1 {
  if (token?.kind !== 'symbol') return 0;
  if (token.text === '(' || token.text === '[') return 1;
  return token.text === ')' || token.text === ']' ? -1 : 0;
}
