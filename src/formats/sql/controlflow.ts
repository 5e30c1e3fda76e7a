import type { Span } from '../../migration/span';
import type { BlockStatement } from './block';
import type { Fragment } from './split';
import { depthChange, type Token } from './tokens';

/** What is open around a statement of a block. */
interface Frame {
  readonly kind: 'block' | 'branch' | 'loop';
  readonly parent: Frame | null;
  /** In its EXCEPTION part. */
  isHandling: boolean;
  /** The handler for everything, if it does nothing. */
  ignores: Span | null;
}

/** Follows IF ... END IF, loops and exception handlers of PL/pgSQL from statement to statement. */
export class ControlFlow {
  #frame: Frame | null = null;
  #isDeclaring = false;
  #queried: readonly Token[] = [];

  get certainty(): BlockStatement['certainty'] {
    let certainty: BlockStatement['certainty'] = 'always';
    for (let frame = this.#frame; frame; frame = frame.parent) {
      if (frame.kind === 'loop') return 'repeated';
      if (frame.kind === 'branch' || frame.isHandling) certainty = 'conditional';
    }
    return certainty;
  }

  /** The innermost block with a handler of its own. */
  get frame(): Frame | null {
    let frame = this.#frame;
    while (frame && (frame.kind !== 'block' || frame.isHandling)) frame = frame.parent;
    return frame;
  }

  /** The query that a loop just entered goes through; empty for other fragments. */
  get queried(): readonly Token[] {
    return this.#queried;
  }

  /** What is left of a fragment after the control words in front of it; `null` if that is a declaration. */
  enter({ tokens }: Fragment): readonly Token[] | null {
    this.#queried = [];
    let at = 0;
    for (let next = this.#after(tokens, at); next > at; next = this.#after(tokens, at)) at = next;
    return this.#isDeclaring ? null : tokens.slice(at);
  }

  /** Index after one control clause at `at`, or `at` if there is none. */
  #after(tokens: readonly Token[], at: number): number {
    switch (tokens[at]?.text) {
      case 'DECLARE':
        this.#isDeclaring = true;
        return tokens.length;
      case 'IF':
      case 'CASE':
        this.#open('branch');
        return after(tokens, at + 1, 'THEN');
      case 'FOR':
      case 'FOREACH':
      case 'WHILE':
      case 'LOOP':
        return this.#loop(tokens, at);
      case 'ELSIF':
      case 'ELSEIF':
        return after(tokens, at, 'THEN');
      case 'WHEN':
        return this.#handler(tokens, at);
      case 'EXCEPTION':
        if (this.#frame) this.#frame.isHandling = true;
        return at + 1;
      case 'BEGIN':
        this.#isDeclaring = false;
        this.#open('block');
        return at + 1;
      case 'ELSE':
        return at + 1;
      case 'END':
        this.#frame = this.#frame?.parent ?? null;
        return tokens.length;
      case '<':
        // <<label>>
        return tokens[at + 1]?.text === '<' ? after(tokens, at, '>') + 1 : at;
      default:
        return at;
    }
  }

  #open(kind: Frame['kind']): void {
    this.#frame = { kind, parent: this.#frame, isHandling: false, ignores: null };
  }

  #loop(tokens: readonly Token[], at: number): number {
    const body = after(tokens, at, 'LOOP');
    const source = tokens.findIndex(({ text }, index) => index > at && text === 'IN') + 1;
    if (source > 0 && tokens[at]?.text === 'FOR') this.#queried = tokens.slice(source, body - 1);
    this.#open('loop');
    return body;
  }

  /** `WHEN others THEN NULL` passes over every failure in its block; so does one that only raises a notice. */
  #handler(tokens: readonly Token[], at: number): number {
    const next = after(tokens, at, 'THEN');
    const isForAll = tokens.slice(at, next).some(({ text }) => text === 'OTHERS');
    const [verb, level] = tokens.slice(next);
    const doesNothing =
      verb?.text === 'NULL' || (verb?.text === 'RAISE' && /^(NOTICE|WARNING|INFO|LOG|DEBUG)$/.test(level?.text ?? ''));
    const [from, to] = [tokens[at], tokens[next - 1]];
    if (this.#frame?.isHandling && isForAll && doesNothing && from && to) {
      this.#frame.ignores = { start: from.start, end: to.end };
    }
    return next;
  }
}

/** Index after the next `word` outside parentheses and CASE expressions, or the end. */
function after(tokens: readonly Token[], from: number, word: string): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (depth === 0 && token?.text === word) return at + 1;
    depth += depthChange(token);
    if (token?.text === 'CASE') depth++;
    if (token?.text === 'END' && depth > 0) depth--;
  }
  return tokens.length;
}
