import type { Circumstances, Operation } from '../../migration/operation';
import { readBlock, type BlockStatement } from './block';
import type { Built } from './built';
import type { Statement } from './statement';
import { unquote, type Token } from './tokens';

/** Reads SQL that stands inside other SQL. Handed in, because what it reads may hold bodies again. */
export type ReadInner = (sql: Built, base: Circumstances) => readonly Operation[];

/** Bodies within bodies: functions that create functions. */
const deepest = 4;

/** What a DO block does; `null` where its language is not PL/pgSQL. */
export function readDoBlock(statement: Statement, base: Circumstances, read: ReadInner): readonly Operation[] | null {
  const literal = bodyLiteral(statement);
  return literal === null || /^(?!plpgsql$)/.test(language(statement, 'plpgsql'))
    ? null
    : blockOperations(literal, base, read);
}

/** What the body of a function does when it is called; `undefined` in languages that are not read. */
export function readRoutineBody(
  statement: Statement,
  base: Circumstances,
  read: ReadInner,
): readonly Operation[] | undefined {
  const written = language(statement, 'sql');
  const atomic = statement.tokens.findIndex(({ text }) => text === 'ATOMIC');
  if (atomic > 0) return atomicBody(statement, atomic, base, read);
  const literal = bodyLiteral(statement);
  if (literal === null) return undefined;
  if (written === 'plpgsql') return blockOperations(literal, base, read);
  return written === 'sql' ? placed(read(plain(unquote(literal)), base), offsetOf(literal), base) : undefined;
}

/** The literal after AS, or the first one of a DO. */
function bodyLiteral({ tokens }: Statement): Token | null {
  const as = tokens.findIndex(({ text }, index) => text === 'AS' && tokens[index + 1]?.kind === 'string');
  const from = tokens[0]?.text === 'DO' ? 0 : as;
  return from < 0 ? null : (tokens.find(({ kind }, index) => index >= from && kind === 'string') ?? null);
}

function language({ tokens }: Statement, fallback: string): string {
  const at = tokens.findIndex(({ text }) => text === 'LANGUAGE');
  const name = at < 0 ? undefined : tokens[at + 1];
  return name === undefined ? fallback : name.kind === 'word' ? name.text.toLowerCase() : unquote(name).toLowerCase();
}

function plain(text: string): Built {
  return { text, holes: [] };
}

/** Where a literal's content starts in the text; `null` where doubled quotes or escapes shift places. */
function offsetOf(literal: Token): number | null {
  if (literal.text.startsWith('$')) return literal.start + literal.text.indexOf('$', 1) + 1;
  return literal.text.startsWith("'") && !literal.text.slice(1, -1).includes("'") ? literal.start + 1 : null;
}

function atomicBody(statement: Statement, atomic: number, base: Circumstances, read: ReadInner): readonly Operation[] {
  const first = statement.tokens[atomic + 1];
  const last = statement.tokens.at(-2);
  if (!first || !last || last.end <= first.start) return [];
  return placed(read(plain(statement.text.slice(first.start, last.end)), base), first.start, base);
}

function blockOperations(literal: Token, base: Circumstances, read: ReadInner): readonly Operation[] {
  const offset = offsetOf(literal);
  const place = (span: Circumstances['span']) => (offset === null ? base.span : shifted(span, offset));
  return readBlock(unquote(literal)).flatMap((each) => {
    const circumstances = circumstancesOf(each, base, place);
    const inner = read(each.sql, circumstances);
    return each.start === null || offset === null
      ? inner.map((operation) => ({ ...operation, span: circumstances.span }))
      : placed(inner, offset + each.start, circumstances);
  });
}

function circumstancesOf(
  { certainty, span, swallowed }: BlockStatement,
  base: Circumstances,
  place: (span: Circumstances['span']) => Circumstances['span'],
): Circumstances {
  return {
    ...base,
    certainty: strongest(base.certainty, certainty),
    span: place(span),
    ...(swallowed ? { swallowed: place(swallowed) } : {}),
  };
}

function strongest(outer: Circumstances['certainty'], inner: Circumstances['certainty']): Circumstances['certainty'] {
  if (outer === 'repeated' || inner === 'repeated') return 'repeated';
  return outer === 'conditional' || inner === 'conditional' ? 'conditional' : 'always';
}

function placed(
  operations: readonly Operation[],
  offset: number | null,
  { span }: Circumstances,
): readonly Operation[] {
  return operations.map((operation) => ({
    ...operation,
    span: offset === null ? span : shifted(operation.span, offset),
  }));
}

function shifted({ start, end }: Circumstances['span'], by: number): Circumstances['span'] {
  return { start: start + by, end: end + by };
}

/** Whether a body at this depth is still read. */
export function isReadable(depth: number): boolean {
  return depth < deepest;
}
