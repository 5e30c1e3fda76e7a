import { splitStatements, type Fragment } from './split';
import type { Statement } from './statement';
import { unquote, type Token } from './tokens';

/** A plain statement inside a PL/pgSQL block. */
export interface BlockStatement {
  readonly sql: string;
  /** Where `sql` starts in the script, or `null` where its text is not the script's (an EXECUTE'd literal). */
  readonly start: number | null;
  /** Under IF, CASE, a loop or an exception handler. */
  readonly isConditional: boolean;
}

const controlWords = /^(IF|ELSIF|ELSEIF|ELSE|THEN|LOOP|WHILE|FOR|FOREACH|CASE|WHEN|EXCEPTION)$/;
const sqlWords =
  /^(ALTER|CREATE|DROP|INSERT|UPDATE|DELETE|TRUNCATE|COMMENT|WITH|SELECT|GRANT|REVOKE|SET|LOCK|REFRESH|PERFORM|EXECUTE)$/;

/**
 * The statements of a DO block whose text is plain: embedded SQL, PERFORM, and EXECUTE of one literal. Control flow is
 * passed over and remembered; SQL that the block builds at run time is left out.
 */
export function readBlock(statement: Statement): readonly BlockStatement[] {
  const literal = statement.tokens.find(({ kind }) => kind === 'string');
  if (!literal) return [];
  const body = unquote(literal);
  // Doubled quotes would shift places; only dollar quotes keep them.
  const offset = literal.text.startsWith('$') ? literal.start + literal.text.indexOf('$', 1) + 1 : null;
  let isConditional = false;
  return splitStatements(body).flatMap((fragment) => {
    isConditional ||= fragment.tokens.some(({ kind, text }) => kind === 'word' && controlWords.test(text));
    return plainStatement(body, fragment, offset, isConditional);
  });
}

function plainStatement(
  body: string,
  fragment: Fragment,
  offset: number | null,
  isConditional: boolean,
): readonly BlockStatement[] {
  const tokens = fragment.tokens.slice(controlEnd(fragment.tokens));
  const first = tokens[0];
  if (!first || !sqlWords.test(first.text)) return [];
  const last = tokens.at(-1) ?? first;
  const sql = body.slice(first.start, last.end);
  const start = offset === null ? null : offset + first.start;
  if (first.text === 'EXECUTE') return executed(tokens, isConditional);
  // PERFORM is a SELECT whose result is thrown away, and one letter longer.
  if (first.text === 'PERFORM') return [{ sql: `SELECT ${sql.slice('PERFORM'.length)}`, start, isConditional }];
  return [{ sql, start, isConditional }];
}

/** Index after the control words and conditions in front of the statement itself. */
function controlEnd(tokens: readonly Token[]): number {
  const opening = tokens.findLastIndex(({ kind, text }) => kind === 'word' && /^(BEGIN|THEN|ELSE|LOOP)$/.test(text));
  const isCaseExpression = tokens.slice(0, opening).some(({ text }, index) => index > 0 && text === 'CASE');
  const startsPlain = sqlWords.test(tokens[0]?.text ?? '');
  return startsPlain || isCaseExpression ? 0 : opening + 1;
}

function executed(tokens: readonly Token[], isConditional: boolean): readonly BlockStatement[] {
  const literal = tokens[1];
  if (literal?.kind !== 'string' || (tokens.length > 2 && tokens[2]?.text !== 'USING')) return [];
  return [{ sql: unquote(literal), start: null, isConditional }];
}
