import type { Span } from '../../migration/span';
import { ControlFlow } from './controlflow';
import { executedText, type Built } from './built';
import { splitStatements } from './split';
import type { Token } from './tokens';

/** A statement inside a PL/pgSQL block. */
export interface BlockStatement {
  /** As far as it is known: an EXECUTE may build it at run time. */
  readonly sql: Built;
  /** Where it starts in the block's text, or `null` where its text is not the block's (an EXECUTE'd literal). */
  readonly start: number | null;
  /** Where the statement that executes it stands in the block's text. */
  readonly span: Span;
  /** `conditional`: under IF, CASE or an exception handler; `repeated`: in a loop. */
  readonly certainty: 'always' | 'conditional' | 'repeated';
  /** The handler that ignores its failure. */
  readonly swallowed: Span | null;
}

const sqlWords =
  /^(ALTER|CREATE|DROP|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COMMENT|WITH|SELECT|GRANT|REVOKE|SET|RESET|LOCK|REFRESH|REINDEX|CLUSTER|ANALYZE|VACUUM|COPY|CALL|DO|NOTIFY|REASSIGN|PERFORM|EXECUTE|COMMIT|ROLLBACK)$/;

/**
 * The statements of a PL/pgSQL block: embedded SQL, PERFORM, and EXECUTE, whose text is known where it is built from
 * literals. Control flow is followed as far as it decides what certainly happens.
 */
export function readBlock(body: string): readonly BlockStatement[] {
  const control = new ControlFlow();
  const found = splitStatements(body).flatMap((fragment) => {
    const tokens = control.enter(fragment);
    if (tokens === null) return [];
    const { certainty, frame, queried } = control;
    const statements = [...blockStatement(body, queried), ...blockStatement(body, tokens)];
    return statements.map((statement) => ({ ...statement, certainty, frame }));
  });
  // A handler is read after what it guards.
  return found.map(({ frame, ...statement }) => ({ ...statement, swallowed: frame?.ignores ?? null }));
}

type Bare = Pick<BlockStatement, 'sql' | 'start' | 'span'>;

function blockStatement(body: string, tokens: readonly Token[]): readonly Bare[] {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last || !sqlWords.test(first.text)) return [];
  const span = { start: first.start, end: last.end };
  if (first.text === 'EXECUTE') return [{ sql: executedText(body, tokens.slice(1)), start: null, span }];
  const written = body.slice(first.start, last.end);
  // PERFORM is a SELECT whose result is thrown away, and one letter longer.
  const sql = first.text === 'PERFORM' ? `SELECT ${written.slice('PERFORM'.length)}` : withoutTarget(written, tokens);
  return [{ sql: { text: sql, holes: [] }, start: first.start, span }];
}

/** `SELECT a INTO variable FROM t` is no CREATE TABLE in PL/pgSQL: the target becomes blanks, so that places stay. */
function withoutTarget(written: string, tokens: readonly Token[]): string {
  const isQuery = tokens[0]?.text === 'SELECT' || tokens[0]?.text === 'WITH';
  const returning = tokens.findIndex(({ text }) => text === 'RETURNING');
  const into = tokens.findIndex(
    ({ text }, index) => text === 'INTO' && (isQuery || (returning > 0 && index > returning)),
  );
  if (into < 0) return written;
  let end = into + 1;
  if (tokens[end]?.text === 'STRICT') end++;
  while (tokens[end + 1] && /^[.,]$/.test(tokens[end + 1]?.text ?? '')) end += 2;
  const base = tokens[0]?.start ?? 0;
  const from = (tokens[into]?.start ?? base) - base;
  const to = (tokens[end]?.end ?? base) - base;
  return written.slice(0, from) + ' '.repeat(Math.max(0, to - from)) + written.slice(to);
}
