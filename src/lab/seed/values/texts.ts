import type { Values } from './values';

const words = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Emre', 'Fatima', 'Grace', 'Hana', 'Ines', 'Jürgen'];

/** Shapes that programs expect of columns with such names; the boundaries stay what they are. */
const shapes: readonly (readonly [RegExp, (n: number) => string])[] = [
  [/e_?mail/i, (n) => `user${n + 1}@example.com`],
  [/url|uri|link|website|href/i, (n) => `https://example.com/page/${n + 1}`],
  [/phone|mobile|fax/i, (n) => `+1555${`${n + 1}`.padStart(7, '0')}`],
  [/slug/i, (n) => `page-${n + 1}`],
  [/(^|_)(uu|gu)id$/i, (n) => `00000000-0000-4000-8000-${`${n + 1}`.padStart(12, '0')}`],
  [/^ip(_|$)|_ip$|ip_addr/i, (n) => `192.0.2.${(n % 254) + 1}`],
];

/**
 * Text up to `length` characters (`null`: no limit): a full one, an empty one, and what breaks programs that join
 * strings, count bytes or trim.
 */
export function textValues(length: number | null, column: string): Values {
  const make = ordinaryText(column);
  const fits = (text: string) => length === null || [...text].length <= length;
  const ordinary = (n: number) => (fits(make(n)) ? make(n) : (shortText(n, length ?? 0) ?? 'x'));
  const odd = [
    ordinary(0),
    fullText(length ?? 300, ''),
    '',
    clip('Zoë 日本 🚀', length),
    clip(`O'Neil "Q" \\ 100%`, length),
    clip('  padded  ', length),
    clip('MiXeD Case', length),
    clip('two\nlines\tand a tab', length),
  ];
  return { boundary: withoutTwins(odd), ordinary, distinct: (n) => distinctText(n, length, make) };
}

function ordinaryText(column: string): (n: number) => string {
  const shape = shapes.find(([pattern]) => pattern.test(column));
  return shape?.[1] ?? ((n) => `${words[n % words.length] ?? ''} ${n + 1}`);
}

/** The second one has the full length, so that a key that becomes shorter is noticed too. */
function distinctText(n: number, length: number | null, make: (n: number) => string): string | null {
  if (n === 1 && length !== null && length > 8 && length <= 500) return fullText(length, '2');
  const text = make(n);
  return length === null || text.length <= length ? text : shortText(n, length);
}

/** The n-th number in base 36, filled up to the length; `null` when so short a text has no more. */
function shortText(n: number, length: number): string | null {
  const text = n.toString(36);
  return text.length <= length ? text.padStart(Math.min(length, 6), '0') : null;
}

/** Longer ones would only cost time. */
const longest = 10_000;

function fullText(length: number, end: string): string {
  const pattern = 'abcdefghij';
  const wanted = Math.min(length, longest);
  return `${pattern.repeat(Math.ceil(wanted / pattern.length)).slice(0, wanted - end.length)}${end}`;
}

/** Postgres counts characters, not UTF-16 units; a space at the end would be a twin of the text without it. */
function clip(text: string, length: number | null): string {
  return length === null ? text : [...text].slice(0, length).join('');
}

/** No two values that a comparison without case or surrounding spaces would take for one. */
function withoutTwins(texts: readonly string[]): readonly string[] {
  const plain = texts.map((text) => text.trim().toLowerCase());
  return texts.filter((_, index) => plain.indexOf(plain[index] ?? '') === index);
}

/** Values that a careless migration takes for equal, for numbers, or for nothing. */
export function hostileTexts(length: number | null): readonly string[] {
  const texts = [
    'alice',
    'Alice',
    'ALICE',
    'alice ',
    ' alice',
    '007',
    '7',
    '7.0',
    '1e3',
    'NULL',
    'null',
    'true',
    '-',
    '',
    ' ',
  ];
  return length === null ? texts : texts.filter((text) => text.length <= length);
}
