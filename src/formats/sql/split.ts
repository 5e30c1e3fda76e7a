import { depthChange, tokenize, type Token } from './tokens';

/** One statement of a script: its tokens, without the closing semicolon. Never empty. */
export interface Fragment {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a script at the semicolons that end statements: not those in quotes, comments, parentheses, or between the
 * BEGIN and END of a trigger's or function's body (SQLite triggers, SQL-standard function bodies).
 */
export function splitStatements(text: string): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let current: Token[] = [];
  const body = new BodyDepth();
  for (const token of tokenize(text)) {
    if (token.text === ';' && token.kind === 'symbol' && body.isOutside) {
      fragments.push(...fragment(current));
      current = [];
      body.reset();
    } else {
      current.push(token);
      body.see(token, current);
    }
  }
  return [...fragments, ...fragment(current)];
}

function fragment(tokens: readonly Token[]): readonly Fragment[] {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first && last ? [{ tokens, start: first.start, end: last.end }] : [];
}

/** Counts what is open: parentheses, and blocks in the body of a CREATE TRIGGER, FUNCTION or PROCEDURE. */
class BodyDepth {
  #parentheses = 0;
  #blocks = 0;
  #hasBody = false;

  get isOutside(): boolean {
    return this.#parentheses <= 0 && this.#blocks <= 0;
  }

  reset(): void {
    this.#parentheses = 0;
    this.#blocks = 0;
    this.#hasBody = false;
  }

  see(token: Token, statement: readonly Token[]): void {
    this.#parentheses = Math.max(0, this.#parentheses + depthChange(token));
    if (token.kind !== 'word') return;
    if (statement[0]?.text === 'CREATE' && statement.length <= 6 && /^(TRIGGER|FUNCTION|PROCEDURE)$/.test(token.text)) {
      this.#hasBody = true;
    }
    if (!this.#hasBody) return;
    if (token.text === 'BEGIN' || (token.text === 'CASE' && this.#blocks > 0)) this.#blocks++;
    if (token.text === 'END' && this.#blocks > 0) this.#blocks--;
  }
}
