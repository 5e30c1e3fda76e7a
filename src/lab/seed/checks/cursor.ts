import { isSymbol, isWord, type Token } from '../../../schema/tokens';
import type { Expression } from './expression';

/** A place in a list of tokens, which moves forward only. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** Everything was read, and nothing was given up on. */
  get isDone(): boolean {
    return this.at === this.tokens.length;
  }

  /** Beyond the end, from where there is no way back: the whole is unknown. */
  protected giveUp(): Expression {
    this.at = Number.MAX_SAFE_INTEGER;
    return { kind: 'unknown' };
  }

  protected peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  protected take(): Token | undefined {
    return this.tokens[this.at++];
  }

  protected takeSymbol(symbol: string): boolean {
    const isThere = isSymbol(this.peek(), symbol);
    if (isThere) this.at++;
    return isThere;
  }

  protected takeWord(...words: readonly string[]): boolean {
    const isThere = isWord(this.peek(), ...words);
    if (isThere) this.at++;
    return isThere;
  }

  protected skipTo(symbol: string): void {
    while (this.peek() && !this.takeSymbol(symbol)) this.at++;
  }

  /** Past the bracket that closes the one just taken: arguments in a grammar of their own, as in `extract(year FROM x)`. */
  protected skipPast(close: string): void {
    const open = close === ')' ? '(' : '[';
    for (let depth = 1; depth > 0 && this.peek(); this.at++) {
      if (isSymbol(this.peek(), open)) depth++;
      if (isSymbol(this.peek(), close)) depth--;
    }
  }
}
