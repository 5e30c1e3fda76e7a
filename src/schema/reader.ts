import { isSymbol, isWord, type Token, tokenize } from './tokens';

/** Walks over the tokens of a definition that an engine has printed or accepted: it is well-formed. */
export class Reader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string, tokens: readonly Token[] = tokenize(sql)) {
    this.#sql = sql;
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get current(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** True for the next word, whatever its case. */
  sees(...words: readonly string[]): boolean {
    return isWord(this.current, ...words);
  }

  seesSymbol(symbol: string): boolean {
    return isSymbol(this.current, symbol);
  }

  /** Steps over the words, if they are next. */
  accepts(...words: readonly string[]): boolean {
    const isThere = words.every((word, index) => isWord(this.#tokens[this.#at + index], word));
    if (isThere) this.#at += words.length;
    return isThere;
  }

  skip(): void {
    this.#at += 1;
  }

  /** The next token as a name, in whatever quotes. */
  name(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1]?.value ?? '';
  }

  /** A name that may be qualified by the name of the database; gives the last part. */
  qualifiedName(): string {
    const first = this.name();
    if (!this.seesSymbol('.')) return first;
    this.skip();
    return this.name();
  }

  /** A reader of what stands in the parentheses that open here; this one goes on behind them. */
  parenthesised(): Reader {
    const from = this.#at + 1;
    this.skip();
    for (let depth = 1; depth > 0 && !this.isDone; this.skip()) {
      if (this.seesSymbol('(')) depth += 1;
      if (this.seesSymbol(')')) depth -= 1;
    }
    return new Reader(this.#sql, this.#tokens.slice(from, this.#at - 1));
  }

  /** The tokens up to one that `isEnd`; parentheses are stepped over as one. */
  until(isEnd: (reader: Reader) => boolean): Reader {
    const from = this.#at;
    while (!this.isDone && !isEnd(this)) {
      if (this.seesSymbol('(')) this.parenthesised();
      else this.skip();
    }
    return new Reader(this.#sql, this.#tokens.slice(from, this.#at));
  }

  /** What `step` steps over, as written. */
  textOf(step: () => void): string {
    const from = this.#at;
    step();
    return new Reader(this.#sql, this.#tokens.slice(from, this.#at)).text();
  }

  /** What the commas outside parentheses separate. */
  items(): readonly Reader[] {
    const items: Reader[] = [];
    while (!this.isDone) {
      items.push(this.until((reader) => reader.seesSymbol(',')));
      this.skip();
    }
    return items;
  }

  /** What it reads, as written. */
  text(): string {
    const last = this.#tokens.at(-1);
    return last === undefined ? '' : this.#sql.slice(this.#tokens[0]?.start, last.end);
  }
}

/** Takes off the parentheses that enclose all of an expression. */
export function stripParentheses(expression: string): string {
  const reader = new Reader(expression);
  if (!reader.seesSymbol('(')) return expression.trim();
  const inner = reader.parenthesised();
  return reader.isDone ? stripParentheses(inner.text()) : expression.trim();
}
