import { isSymbol, isWord, type Token, tokenize } from '../../../schema/tokens';
import type { Branch, Expression } from './expression';
import { TokenCursor } from './cursor';

/** Reads a condition as both engines print it, with or without CHECK and outer parentheses. */
export function parseExpression(sql: string): Expression {
  const tokens = tokenize(sql);
  const reader = new Reader(isWord(tokens[0], 'CHECK') ? tokens.slice(1) : tokens);
  const expression = reader.condition();
  return reader.isDone ? expression : { kind: 'unknown' };
}

const comparisons = new Set(['=', '==', '<>', '!=', '<', '<=', '>', '>=']);
const patterns = new Set(['LIKE', 'ILIKE', 'GLOB', 'REGEXP', 'SIMILAR']);
/** Postgres prints LIKE as `~~` and so on; the tokenizer gives these one character at a time. */
const tildes: Readonly<Record<string, string>> = { '~~*': 'ILIKE', '~~': 'LIKE', '~*': '~*', '~': '~' };
const unknown: Expression = { kind: 'unknown' };

/** Recursive descent, loosest binding first. After a part that it cannot read it stops, and the whole is unknown. */
class Reader extends TokenCursor {
  condition(): Expression {
    return this.#joined('OR', 'or', () => this.#joined('AND', 'and', () => this.#negation()));
  }

  #joined(word: string, kind: 'and' | 'or', next: () => Expression): Expression {
    const parts = [next()];
    while (this.takeWord(word)) parts.push(next());
    return parts.length === 1 ? (parts[0] ?? unknown) : { kind, parts };
  }

  #negation(): Expression {
    return this.takeWord('NOT') ? { kind: 'not', operand: this.#negation() } : this.#comparison();
  }

  #comparison(): Expression {
    let left = this.#sum();
    for (;;) {
      const next = this.#comparisonWith(left);
      if (next === null) return left;
      left = next;
    }
  }

  #comparisonWith(left: Expression): Expression | null {
    if (this.takeWord('IS')) return this.#is(left);
    if (this.takeWord('ISNULL')) return { kind: 'is', operand: left, what: null };
    if (this.takeWord('NOTNULL')) return not({ kind: 'is', operand: left, what: null });
    const isNegated = this.takeWord('NOT');
    const result = this.#wordComparison(left) ?? (isNegated ? unknown : this.#symbolComparison(left));
    return result && isNegated ? not(result) : result;
  }

  #is(operand: Expression): Expression {
    const isNegated = this.takeWord('NOT');
    const what = this.takeWord('NULL')
      ? null
      : this.takeWord('TRUE')
        ? true
        : this.takeWord('FALSE')
          ? false
          : undefined;
    if (what === undefined) return this.giveUp();
    return isNegated ? not({ kind: 'is', operand, what }) : { kind: 'is', operand, what };
  }

  #wordComparison(left: Expression): Expression | null {
    if (this.takeWord('IN')) return { kind: 'in', operand: left, list: this.#list() };
    if (this.takeWord('BETWEEN')) return this.#between(left);
    const pattern = this.peek()?.text.toUpperCase() ?? '';
    if (this.peek()?.kind !== 'word' || !patterns.has(pattern)) return null;
    this.at += pattern === 'SIMILAR' ? 2 : 1;
    return { kind: 'operation', operator: pattern, left, right: this.#sum() };
  }

  #between(left: Expression): Expression {
    const low = this.#sum();
    if (!this.takeWord('AND')) return this.giveUp();
    const high = this.#sum();
    const parts: Expression[] = [
      { kind: 'operation', operator: '>=', left, right: low },
      { kind: 'operation', operator: '<=', left, right: high },
    ];
    return { kind: 'and', parts };
  }

  #symbolComparison(left: Expression): Expression | null {
    const pattern = this.#takePattern();
    if (pattern !== null) {
      const operation: Expression = { kind: 'operation', operator: pattern.operator, left, right: this.#sum() };
      return pattern.isNegated ? not(operation) : operation;
    }
    const text = this.peek()?.text ?? '';
    if (!comparisons.has(text)) return null;
    this.at++;
    const operator = text === '==' ? '=' : text === '!=' ? '<>' : text;
    if (this.takeWord('ANY', 'SOME')) return { kind: 'in', operand: left, list: this.#list() };
    if (this.takeWord('ALL')) return not({ kind: 'in', operand: left, list: this.#list() });
    return { kind: 'operation', operator, left, right: this.#sum() };
  }

  #takePattern(): { readonly operator: string; readonly isNegated: boolean } | null {
    const isNegated = isSymbol(this.peek(), '!') && isSymbol(this.peek(1), '~');
    const from = this.at + (isNegated ? 1 : 0);
    const spelling = Object.keys(tildes).find((symbols) =>
      [...symbols].every((symbol, place) => isSymbol(this.tokens[from + place], symbol)),
    );
    if (spelling === undefined) return null;
    this.at = from + spelling.length;
    return { operator: tildes[spelling] ?? spelling, isNegated };
  }

  #sum(): Expression {
    return this.#operations(['+', '-', '||'], () => this.#operations(['*', '/', '%'], () => this.#casted()));
  }

  #operations(operators: readonly string[], next: () => Expression): Expression {
    let left = next();
    for (let token = this.peek(); token && operators.includes(token.text); token = this.peek()) {
      this.at++;
      left = { kind: 'operation', operator: token.text, left, right: next() };
    }
    return left;
  }

  #casted(): Expression {
    const operand = this.#operand();
    for (;;) {
      if (this.takeSymbol('::')) this.#skipType();
      else if (this.takeWord('COLLATE')) this.at++;
      else return operand;
    }
  }

  /** The words of a type, its arguments and its brackets. */
  #skipType(): void {
    while (this.peek()?.kind === 'word' && !isWord(this.peek(), ...afterType)) this.at++;
    if (this.peek()?.kind === 'name') this.at++;
    if (this.takeSymbol('.')) return this.#skipType();
    if (this.takeSymbol('(')) this.skipTo(')');
    // `timestamp(6) without time zone`
    while (isWord(this.peek(), 'WITH', 'WITHOUT', 'TIME', 'ZONE')) this.at++;
    while (this.takeSymbol('[')) this.skipTo(']');
  }

  #operand(): Expression {
    const token = this.peek();
    if (token === undefined) return this.giveUp();
    this.at++;
    switch (token.kind) {
      case 'string':
        return { kind: 'constant', value: token.value };
      case 'number':
        return { kind: 'constant', value: Number(token.text) };
      case 'name':
        return this.#columnOrCall(token.value);
      case 'word':
        return this.#word(token);
      case 'symbol':
        return this.#symbol(token.text);
      case 'blob':
      case 'parameter':
        return unknown;
    }
  }

  #symbol(symbol: string): Expression {
    if (symbol === '-')
      return { kind: 'operation', operator: '-', left: { kind: 'constant', value: 0 }, right: this.#casted() };
    if (symbol === '+') return this.#casted();
    if (symbol !== '(') return this.giveUp();
    const items = this.#items(')');
    return items.length === 1 ? (items[0] ?? unknown) : { kind: 'list', items };
  }

  #word(token: Token): Expression {
    const word = token.text.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', value: word === 'TRUE' };
    if (word === 'NULL') return { kind: 'constant', value: null };
    if (word === 'ARRAY') return { kind: 'list', items: this.#arrayItems() };
    if (word === 'CAST' && this.takeSymbol('(')) return this.#cast();
    if (word === 'CASE') return this.#case();
    // A typed literal: DATE '2024-01-01'.
    if (this.peek()?.kind === 'string') return { kind: 'constant', value: this.take()?.value ?? null };
    return this.#columnOrCall(token.value);
  }

  /** What stands in brackets may have been taken for a name in SQLite's (and Transact-SQL's) third kind of quotes. */
  #arrayItems(): readonly Expression[] {
    if (this.takeSymbol('[')) return this.#items(']');
    const bracketed = this.take();
    if (bracketed?.kind !== 'name' || !bracketed.text.startsWith('[')) return [this.giveUp()];
    return new Reader(tokenize(bracketed.text.slice(1))).#items(']');
  }

  #cast(): Expression {
    const operand = this.condition();
    if (!this.takeWord('AS')) return this.giveUp();
    this.#skipType();
    return this.takeSymbol(')') ? operand : this.giveUp();
  }

  /** With an operand (`CASE x WHEN 1 ...`), each WHEN is a value that it may equal. */
  #case(): Expression {
    const operand = isWord(this.peek(), 'WHEN') ? null : this.condition();
    const branches: Branch[] = [];
    while (this.takeWord('WHEN')) {
      const when = this.condition();
      const condition = operand ? equal(operand, when) : when;
      if (!this.takeWord('THEN')) return this.giveUp();
      branches.push({ condition, result: this.condition() });
    }
    const otherwise: Expression = this.takeWord('ELSE') ? this.condition() : { kind: 'constant', value: null };
    return this.takeWord('END') ? { kind: 'case', branches, otherwise } : this.giveUp();
  }

  #columnOrCall(name: string): Expression {
    if (this.takeSymbol('(')) return { kind: 'call', name: name.toLowerCase(), args: this.#arguments() };
    if (!this.takeSymbol('.')) return { kind: 'column', name };
    const part = this.take();
    return part ? this.#columnOrCall(part.value) : this.giveUp();
  }

  /** Postgres prints `trim(x)` as `TRIM(BOTH FROM x)`. */
  #arguments(): readonly Expression[] {
    if (this.takeWord('BOTH') && !this.takeWord('FROM')) return [this.giveUp()];
    return this.#items(')');
  }

  #list(): Expression {
    const list = this.#casted();
    return list.kind === 'list' ? list : { kind: 'list', items: [list] };
  }

  #items(close: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.takeSymbol(close)) return items;
    do items.push(this.condition());
    while (this.takeSymbol(','));
    if (this.takeSymbol(close)) return items;
    this.skipPast(close);
    return [unknown];
  }
}

/** What may follow a cast without a parenthesis between. */
const afterType = ['AND', 'OR', 'NOT', 'IS', 'IN', 'BETWEEN', 'LIKE', 'ILIKE', 'COLLATE', 'AS', 'WITH', 'WITHOUT', 'THEN', 'ELSE', 'END', 'WHEN']; // prettier-ignore

function not(operand: Expression): Expression {
  return { kind: 'not', operand };
}

function equal(left: Expression, right: Expression): Expression {
  return { kind: 'operation', operator: '=', left, right };
}
