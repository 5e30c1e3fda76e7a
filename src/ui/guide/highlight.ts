export interface Piece {
  readonly kind: 'plain' | 'keyword' | 'string' | 'number' | 'comment';
  readonly text: string;
}

const keywords =
  'and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|if|import|in|is|lambda|None|not|or|pass|raise|return|True|False|try|while|with|yield';

/** In this order: what is inside of a string or a comment is nothing else. */
const pattern = new RegExp(
  [
    '(?<comment>#[^\\n]*)',
    '(?<string>[rbfuRBFU]{0,2}(?:"""[\\s\\S]*?(?:"""|$)|\'\'\'[\\s\\S]*?(?:\'\'\'|$)|"(?:\\\\.|[^"\\\\\\n])*"?|\'(?:\\\\.|[^\'\\\\\\n])*\'?))',
    `(?<keyword>\\b(?:${keywords})\\b)`,
    '(?<number>\\b\\d[\\d_.]*\\b)',
  ].join('|'),
  'g',
);

/** Python cut into pieces for the eye; an example of a rule needs no more than this, and no editor. */
export function highlight(code: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > at) pieces.push({ kind: 'plain', text: code.slice(at, match.index) });
    pieces.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    at = match.index + match[0].length;
  }
  return at < code.length ? [...pieces, { kind: 'plain', text: code.slice(at) }] : pieces;
}

function kindOf({ comment, string, keyword }: Readonly<Record<string, string | undefined>>): Piece['kind'] {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  return keyword === undefined ? 'number' : 'keyword';
}
