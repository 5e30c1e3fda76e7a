/**
 * SQL as a list of tokens, for SQLite and Postgres alike: enough to look inside a definition without being fooled by
 * quotes and comments. White space and comments are left out.
 */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'blob' | 'number' | 'parameter' | 'symbol';
  /** As written. */
  readonly text: string;
  /** The name or string it stands for: quotes removed, doubled quotes undone. A word is as written. */
  readonly value: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
}

/** Many rules look into the same few short texts: defaults, conditions, expressions. */
const known = new Map<string, readonly Token[]>();
const MOST_KNOWN = 4000;
const LONGEST_KNOWN = 300;

export function tokenize(sql: string): readonly Token[] {
  if (sql.length > LONGEST_KNOWN) return read(sql);
  const kept = known.get(sql);
  if (kept !== undefined) return kept;
  if (known.size >= MOST_KNOWN) known.clear();
  const tokens = read(sql);
  known.set(sql, tokens);
  return tokens;
}

function read(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, index: start, groups } of sql.matchAll(pattern)) {
    const kind = kinds.find((candidate) => groups?.[candidate] !== undefined);
    if (kind !== undefined) tokens.push({ kind, text, value: valueOf(kind, text), start, end: start + text.length });
  }
  return tokens;
}

/** True for an unquoted word, whatever its case. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}

const kinds = ['word', 'name', 'string', 'blob', 'number', 'parameter', 'symbol'] as const;

/**
 * In order of precedence; an unclosed quote or comment runs to the end of the text. Postgres: dollar quotes and E''
 * (docs 4.1.2); SQLite: backticks, [brackets], x'' (lang_keywords.html, lang_expr.html). The two-character operators
 * are kept whole, because `->` split in two would read as something else.
 */
const pattern = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*.*?(?:\*/|$))`,
    String.raw`(?<blob>[xX]'[^']*(?:'|$))`,
    String.raw`(?<string>'(?:[^']|'')*(?:'|$)|[eE]'(?:[^'\\]|''|\\.)*(?:'|$)|\$(?<tag>(?:[\p{L}_][\p{L}\p{N}_]*)?)\$.*?(?:\$\k<tag>\$|$))`,
    '(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|' + String.raw`\[(?=[^\]\d]*[\p{L}_ ])[^\]]*(?:\]|$))`,
    String.raw`(?<number>0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<parameter>\?\d*|[:@$][\p{L}\p{N}_]+)`,
    String.raw`(?<symbol>::|\|\||->>|->|<=|>=|<>|!=|==|<<|>>|.)`,
  ].join('|'),
  'gsu',
);

function valueOf(kind: Token['kind'], text: string): string {
  const [quote = ''] = text;
  switch (kind) {
    case 'name':
      return quote === '[' ? unquote(text, ']') : unquote(text, quote);
    case 'string':
      return quote === "'" ? unquote(text, quote) : text;
    case 'word':
    case 'blob':
    case 'number':
    case 'parameter':
    case 'symbol':
      return text;
  }
}

function unquote(text: string, close: string): string {
  const isClosed = text.length > 1 && text.endsWith(close);
  return text.slice(1, isClosed ? -1 : undefined).replaceAll(close + close, close);
}
