import { depthChange, unquote, type Token } from './tokens';

/** SQL text that is put together from pieces. `text` has NUL for each piece that is not known; `holes` are their sources. */
export interface Built {
  readonly text: string;
  readonly holes: readonly string[];
}

export const hole = '\0';

/** What `EXECUTE <expression> [INTO ...] [USING ...]` runs: literals, `||` and `format(...)` are computed. */
export function executedText(body: string, tokens: readonly Token[]): Built {
  const end = tokens.findIndex(({ text, kind }) => kind === 'word' && (text === 'USING' || text === 'INTO'));
  return join(operands(end < 0 ? tokens : tokens.slice(0, end), '||').map((operand) => value(body, operand)));
}

function join(parts: readonly Built[]): Built {
  return { text: parts.map(({ text }) => text).join(''), holes: parts.flatMap(({ holes }) => holes) };
}

/** Splits at a symbol outside parentheses. */
function operands(tokens: readonly Token[], symbol: string): readonly (readonly Token[])[] {
  const groups: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthChange(token);
    if (depth === 0 && token.text === symbol) groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups;
}

function value(body: string, tokens: readonly Token[]): Built {
  const [first, second] = tokens;
  const last = tokens.at(-1);
  if (!first || !last) return { text: '', holes: [] };
  if (tokens.length === 1 && first.kind === 'string') return { text: unquote(first), holes: [] };
  if (second?.text === '(' && last.text === ')') {
    const args = operands(tokens.slice(2, -1), ',').map((each) => value(body, each));
    const called = call(first.text, args);
    if (called) return called;
  }
  return { text: hole, holes: [body.slice(first.start, last.end)] };
}

function call(name: string, [first, ...rest]: readonly Built[]): Built | null {
  if (!first || first.holes.length > 0) return null;
  switch (name) {
    case 'FORMAT':
      return format(first.text, rest);
    case 'QUOTE_IDENT':
      return { text: quoteIdentifier(first.text), holes: [] };
    case 'QUOTE_LITERAL':
      return { text: quoteLiteral(first.text), holes: [] };
    default:
      return null;
  }
}

/** Postgres' `format`: `%s`, `%I`, `%L`, `%%`, with positions (`%1$I`). */
function format(template: string, args: readonly Built[]): Built {
  const holes: string[] = [];
  let next = 0;
  const text = template.replace(/%(?:(\d+)\$)?([sIL%])/g, (_match, position: string | undefined, code: string) => {
    if (code === '%') return '%';
    const index = position === undefined ? next++ : Number(position) - 1;
    const given = args[index];
    if (!given || given.holes.length > 0) {
      holes.push(...(given?.holes ?? ['?']));
      return code === 'L' ? `'${hole}'` : (given?.text ?? hole);
    }
    if (code === 'I') return quoteIdentifier(given.text);
    return code === 'L' ? quoteLiteral(given.text) : given.text;
  });
  return { text, holes };
}

function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
