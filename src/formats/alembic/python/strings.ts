import type { Piece, Text } from './value';
import { textValue } from './value';

const opening = /^([a-zA-Z]*)('''|"""|'|")/;

/** The parts of a literal: prefix letters, and where its content starts and ends in the literal. */
export function literalParts(written: string) {
  const [, prefix = '', quote = ''] = opening.exec(written) ?? [];
  const start = prefix.length + quote.length;
  const isClosed = written.length >= start + quote.length && written.endsWith(quote);
  return { prefix: prefix.toLowerCase(), start, end: isClosed ? written.length - quote.length : written.length };
}

/** The text of a string literal without replacement fields; `from` is its place in the file. */
export function literalText(written: string, from: number): Text {
  const { prefix, start, end } = literalParts(written);
  return decode(written.slice(start, end), from + start, prefix.includes('r'));
}

const escape = /\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g;
const simpleEscapes: Readonly<Record<string, string>> = {
  ...{ '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' },
};

/** Escapes become characters; each keeps the place where it is written (Python reference, 2.5.1). */
export function decode(content: string, from: number, isRaw: boolean): Text {
  if (isRaw || !content.includes('\\')) return textValue(content, [piece(content.length, from, content.length)]);
  const pieces: Piece[] = [];
  let value = '';
  let at = 0;
  const append = (text: string, width: number) => {
    if (width > 0) pieces.push(piece(text.length, from + at, width));
    value += text;
    at += width;
  };
  for (const match of content.matchAll(escape)) {
    append(content.slice(at, match.index), match.index - at);
    append(unescaped(match[1] ?? ''), match[0].length);
  }
  append(content.slice(at), content.length - at);
  return textValue(value, pieces);
}

function unescaped(code: string): string {
  const simple = simpleEscapes[code];
  if (simple !== undefined) return simple;
  if (code === '\n' || code === '\r\n') return '';
  if (/^[xuU][0-9a-fA-F]+$/.test(code)) return character(parseInt(code.slice(1), 16));
  if (/^[0-7]+$/.test(code)) return character(parseInt(code, 8));
  return `\\${code}`;
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function piece(length: number, start: number, width: number): Piece {
  return { length, start, end: start + width };
}

export function concatenate(texts: readonly Text[]): Text {
  const isTraceable = texts.every(({ value, pieces }) => value === '' || pieces.length > 0);
  return textValue(texts.map(({ value }) => value).join(''), isTraceable ? texts.flatMap(({ pieces }) => pieces) : []);
}

/** Whether texts may be joined: a few lines of Python can double a text until it fills the memory. */
export function isReasonable(texts: readonly Text[]): boolean {
  return texts.reduce((length, { value }) => length + value.length, 0) <= 500_000;
}

/** A part of a text, with the places of its characters. */
export function slice({ value, pieces }: Text, start: number, end: number): Text {
  const kept: Piece[] = [];
  let at = 0;
  for (const each of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, each.length);
    if (from < to)
      kept.push(isVerbatim(each) ? piece(to - from, each.start + from, to - from) : { ...each, length: to - from });
    at += each.length;
  }
  return textValue(value.slice(start, end), kept);
}

/** Where characters `start` to `end` of a text stand in the file; `null` where that is not known. */
export function locate(text: Text, start: number, end: number): { start: number; end: number } | null {
  const part = slice(text, start, Math.max(end, start + 1)).pieces;
  const first = part[0];
  const last = part.at(-1);
  return first && last && first.start <= last.end ? { start: first.start, end: last.end } : null;
}

function isVerbatim({ length, start, end }: Piece): boolean {
  return length === end - start;
}
