/** Whether a text matches, by any of SQL's pattern operators; `undefined` where JavaScript cannot tell. */
export function matchesPattern(operator: string, text: string, pattern: string): boolean | undefined {
  const expression = toRegExp(operator, pattern);
  return expression?.test(text);
}

/** Texts that may match the pattern, to be tried. */
export function examplesOf(operator: string, pattern: string): readonly string[] {
  if (operator === 'LIKE' || operator === 'ILIKE') return fillIn(pattern, /%/g, /_/g);
  if (operator === 'GLOB') return fillIn(pattern, /\*/g, /\?/g);
  return [...writeOut(pattern), ...usualTexts];
}

function toRegExp(operator: string, pattern: string): RegExp | undefined {
  switch (operator) {
    case 'LIKE':
      return new RegExp(`^${escape(pattern).replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su');
    case 'ILIKE':
      return new RegExp(`^${escape(pattern).replaceAll('%', '.*').replaceAll('_', '.')}$`, 'sui');
    case '~':
    case '~*':
    case 'REGEXP':
      return compile(pattern, operator === '~*' ? 'i' : '');
    default:
      return undefined;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** Postgres' advanced regular expressions are nearly JavaScript's; the named classes are not. */
function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(withoutNamedClasses(pattern), flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withoutNamedClasses(pattern: string): string {
  return pattern.replace(/\[:(\w+):\]/g, (whole, name: string) => namedClasses[name] ?? whole);
}

const namedClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: String.raw`\s`,
  punct: String.raw`!-\/:-@\[-\x60{-~`,
  xdigit: '0-9A-Fa-f',
};

function fillIn(pattern: string, many: RegExp, one: RegExp): readonly string[] {
  const fillings = ['x', '', 'abc', '1'];
  return fillings.map((filling) => pattern.replace(many, filling).replace(one, 'y'));
}

/** What columns with a pattern usually hold. */
const usualTexts = [
  'abc', 'ABC', 'Abc', 'a', 'A', '1', '12', '123', '1234', '12345', '123456', 'abc-123', 'abc_123', 'ada@example.com',
  'https://example.com/a', 'example.com', '+15550100', '15550100', '#a1b2c3', 'en', 'en-US', 'USD', 'US', '2024-02-29',
  '12:34', '1.2.3', '192.0.2.1', '00000000-0000-4000-8000-000000000000', '0x1f', 'deadbeef', 'a/b/c', 'v1.0.0',
]; // prettier-ignore

/**
 * Some texts for a regular expression of the kind that CHECKs have: literals, classes and their repetitions. Whatever
 * else is in it is written out as it stands; a text that does not match after all is sorted out by trying it.
 */
function writeOut(pattern: string): readonly string[] {
  const bare = withoutNamedClasses(pattern).replace(/^\^/, '').replace(/\$$/, '');
  return [0, 1, 2].map((variant) => bare.replace(piece, (...found) => writePiece(found, variant)));
}

const piece = /(\[(?:\\.|[^\]\\])+\]|\\[dws]|\.|\\.|[^\\[\]{}()*+?|.])(\{(\d+)(?:,\d*)?\}|[*+?])?/g;

function writePiece(found: readonly unknown[], variant: number): string {
  const [, atom, repetition, count] = found.map((group) => (typeof group === 'string' ? group : undefined));
  const times =
    count !== undefined ? Number(count) : repetition === undefined ? 1 : repetition === '+' ? 1 + variant : variant;
  return characterOf(atom ?? '', variant).repeat(repetition === '?' ? Math.min(times, 1) : Math.min(times, 1000));
}

function characterOf(atom: string, variant: number): string {
  if (atom === String.raw`\d`) return String(variant + 1);
  if (atom === String.raw`\s`) return ' ';
  if (atom === '.' || atom === String.raw`\w`) return 'abc'[variant] ?? 'a';
  if (atom.startsWith('\\')) return atom.slice(1);
  if (!atom.startsWith('[')) return atom;
  const matching = compile(atom, '');
  const characters = [...'abcxyzABCXYZ0123456789-_.@ /:+'].filter((character) => matching?.test(character));
  return characters[variant % Math.max(characters.length, 1)] ?? '';
}
