import type { Node } from '@pgsql/types';
import type { Circumstances, Operation } from '../../migration/operation';
import type { Dialect } from '../../schema/model';
import { readBlock, type BlockStatement } from './block';
import { readForeign } from './foreign';
import { entry } from './nodes';
import { parseStatement, type Parsed } from './parser';
import { asWritten, respell, type Spelling } from './spelling';
import { splitStatements, type Fragment } from './split';
import { Statement } from './statement';
import { alterStatements } from './statements/alter';
import { dataStatements } from './statements/data';
import { dropStatements } from './statements/drops';
import type { Found, Handlers } from './statements/found';
import { indexStatements } from './statements/indexes';
import { objectStatements } from './statements/objects';
import { sessionStatements } from './statements/session';
import { tableStatements } from './statements/tables';

export interface SqlOptions {
  /** Whose spelling to expect. Postgres' grammar is tried first for every dialect. Default: `postgresql`. */
  readonly dialect?: Dialect;
  /** Circumstances that all the operations share: `certainty`, `dialects`, `autocommit`. */
  readonly base?: Partial<Omit<Circumstances, 'span' | 'sql'>>;
}

const handlers: Handlers = {
  ...tableStatements,
  ...alterStatements,
  ...indexStatements,
  ...dataStatements,
  ...dropStatements,
  ...objectStatements,
  ...sessionStatements,
};

/**
 * Reads a script of SQL statements. Spans are offsets in `text`. What cannot be parsed is an `unknown` operation with
 * the parser's reason; no input makes it throw (but `loadSqlParser` must have finished).
 */
export function readSql(text: string, options: SqlOptions = {}): readonly Operation[] {
  return splitStatements(text).flatMap((fragment) => readStatement(text, fragment, options));
}

function readStatement(text: string, fragment: Fragment, options: SqlOptions): readonly Operation[] {
  const dialect = options.dialect ?? 'postgresql';
  const { parsed, spelling } = parse(text, fragment);
  const statement = new Statement(text, dialect, fragment, spelling);
  const found = parsed.ok ? interpret(parsed.node, statement) : readForeign(statement, parsed.message);
  const shared: Circumstances = {
    certainty: 'always',
    dialects: null,
    via: 'sql',
    autocommit: false,
    ...options.base,
    span: statement.span,
    sql: statement.sql,
  };
  if (parsed.ok && 'DoStmt' in parsed.node) return readDo(statement, shared, options);
  return found.map((each) => ({ ...shared, ...each }));
}

/** As written where Postgres' grammar takes it; respelled where that helps. */
function parse(text: string, fragment: Fragment): { readonly parsed: Parsed; readonly spelling: Spelling } {
  const written = asWritten(text, fragment);
  const parsed = parseStatement(written.text);
  if (parsed.ok) return { parsed, spelling: written };
  const spelling = respell(text, fragment);
  if (spelling.text === written.text) return { parsed, spelling };
  const second = parseStatement(spelling.text);
  // The first message is about what the person wrote.
  return { parsed: second.ok ? second : parsed, spelling };
}

function interpret(node: Node, statement: Statement): readonly Found[] {
  const [name, content] = entry(node);
  const handle = handlerFor(name);
  if (!handle) return [{ kind: 'other', statement: name, reads: [] }];
  try {
    return handle(content, statement);
  } catch (error) {
    // Walks follow the tree's depth, which the parser lets grow further than the stack.
    if (!(error instanceof RangeError)) throw error;
    return [{ kind: 'unknown', reason: 'syntax', message: 'This statement is nested too deeply to be read.' }];
  }
}

/** The tree's keys decide which content goes to which handler; the types of both come from the same declaration. */
function handlerFor(name: string): ((content: unknown, statement: Statement) => readonly Found[]) | undefined {
  return (handlers as Readonly<Record<string, (content: unknown, statement: Statement) => readonly Found[]>>)[name];
}

/** A DO block is what its statements do, where they can be read. */
function readDo(statement: Statement, shared: Circumstances, options: SqlOptions): readonly Operation[] {
  const operations = readBlock(statement).flatMap((each) => readEmbedded(each, shared, options));
  return operations.length > 0 ? operations : [{ ...shared, kind: 'other', statement: 'DoStmt', reads: [] }];
}

function readEmbedded(
  { sql, start, isConditional }: BlockStatement,
  shared: Circumstances,
  options: SqlOptions,
): readonly Operation[] {
  const isMaybe = isConditional && shared.certainty === 'always';
  const circumstances: Circumstances = { ...shared, certainty: isMaybe ? 'conditional' : shared.certainty };
  if (sql === null) return [{ ...circumstances, ...builtAtRunTime }];
  return readSql(sql, options).map((operation) => ({
    ...operation,
    ...circumstances,
    sql: operation.sql ?? sql,
    span: start === null ? shared.span : { start: start + operation.span.start, end: start + operation.span.end },
  }));
}

const builtAtRunTime: Found = {
  kind: 'unknown',
  reason: 'dynamic',
  message: 'This block executes SQL that it builds at run time; nothing is known about what that does.',
};
