import { splitStatements, type Fragment } from './split';
import type { Statement } from './statement';
import { unquote, type Token } from './tokens';

/** A statement inside a PL/pgSQL block. */
export interface BlockStatement {
  /** `null`: the block builds it at run time. */
  readonly sql: string | null;
  /** Where it starts in the script, or `null` where its text is not the script's (an EXECUTE'd literal). */
  readonly start: number | null;
  /** Under IF, CASE, a loop or an exception handler. */
  readonly isConditional: boolean;
}

const sqlWords =
  /^(ALTER|CREATE|DROP|INSERT|UPDATE|DELETE|TRUNCATE|COMMENT|WITH|SELECT|GRANT|REVOKE|SET|LOCK|REFRESH|PERFORM|EXECUTE)$/;

/**
 * The statements of a DO block: embedded SQL, PERFORM, and EXECUTE, whose text is known where it is one literal. Control
 * flow is passed over and remembered.
 */
export function readBlock(statement: Statement): readonly BlockStatement[] {
  const literal = statement.tokens.find(({ kind }) => kind === 'string');
  if (!literal) return [];
  const body = unquote(literal);
  // Doubled quotes would shift places; only dollar quotes keep them.
  const offset = literal.text.startsWith('$') ? literal.start + literal.text.indexOf('$', 1) + 1 : null;
  const control = new ControlFlow();
  return splitStatements(body).flatMap((fragment) => {
    const tokens = control.enter(fragment);
    return blockStatement(body, tokens, offset, control.isConditional);
  });
}

/** Follows IF ... END IF, loops and exception handlers from statement to statement. */
class ControlFlow {
  #depth = 0;
  #isHandling = false;

  get isConditional(): boolean {
    return this.#depth > 0 || this.#isHandling;
  }

  /** What is left of a fragment after the control words in front of it. */
  enter({ tokens }: Fragment): readonly Token[] {
    let at = 0;
    for (let next = this.#after(tokens, at); next > at; next = this.#after(tokens, at)) at = next;
    return tokens.slice(at);
  }

  /** Index after one control clause at `at`, or `at` if there is none. */
  #after(tokens: readonly Token[], at: number): number {
    switch (tokens[at]?.text) {
      case 'IF':
      case 'CASE':
        this.#depth++;
        return afterWord(tokens, at, 'THEN');
      case 'FOR':
      case 'FOREACH':
      case 'WHILE':
      case 'LOOP':
        this.#depth++;
        return afterWord(tokens, at, 'LOOP');
      case 'ELSIF':
      case 'ELSEIF':
      case 'WHEN':
        return afterWord(tokens, at, 'THEN');
      case 'EXCEPTION':
        this.#isHandling = true;
        return at + 1;
      case 'BEGIN':
      case 'ELSE':
        return at + 1;
      case 'END':
        if (/^(IF|CASE|LOOP)$/.test(tokens[at + 1]?.text ?? '')) this.#depth--;
        else this.#isHandling = false;
        return tokens.length;
      default:
        return at;
    }
  }
}

function afterWord(tokens: readonly Token[], from: number, word: string): number {
  const found = tokens.findIndex(({ text }, index) => index >= from && text === word);
  return found < 0 ? tokens.length : found + 1;
}

function blockStatement(
  body: string,
  tokens: readonly Token[],
  offset: number | null,
  isConditional: boolean,
): readonly BlockStatement[] {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last || !sqlWords.test(first.text)) return [];
  if (first.text === 'EXECUTE') return [{ sql: executedText(tokens), start: null, isConditional }];
  const sql = body.slice(first.start, last.end);
  const start = offset === null ? null : offset + first.start;
  // PERFORM is a SELECT whose result is thrown away, and one letter longer.
  return [{ sql: first.text === 'PERFORM' ? `SELECT ${sql.slice('PERFORM'.length)}` : sql, start, isConditional }];
}

/** `EXECUTE 'literal'`, perhaps with USING; anything else is built at run time. */
function executedText(tokens: readonly Token[]): string | null {
  const literal = tokens[1];
  const isAlone = tokens.length === 2 || tokens[2]?.text === 'USING';
  return literal?.kind === 'string' && isAlone ? unquote(literal) : null;
}
