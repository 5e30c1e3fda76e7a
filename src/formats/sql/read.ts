import type { Node } from '@pgsql/types';
import type { Circumstances, Operation } from '../../migration/operation';
import type { Dialect } from '../../schema/model';
import { isReadable, readDoBlock, readRoutineBody, type ReadInner } from './bodies';
import type { Built } from './built';
import { isDialectFirst, readDialect } from './dialects/read';
import { readForeign } from './foreign';
import { entry } from './nodes';
import { parseStatement, type Parsed } from './parser';
import { withMarkers, withoutMarkers, withoutSchemas } from './partial';
import { asWritten, respell, type Spelling } from './spelling';
import { splitStatements, type Fragment } from './split';
import { Statement } from './statement';
import { alterStatements } from './statements/alter';
import { dataStatements } from './statements/data';
import { dropStatements } from './statements/drops';
import type { Found, Handlers } from './statements/found';
import { indexStatements } from './statements/indexes';
import { objectStatements } from './statements/objects';
import { otherStatements } from './statements/others';
import { privilegeStatements } from './statements/privileges';
import { sessionStatements } from './statements/session';
import { tableStatements } from './statements/tables';
import { upkeepStatements } from './statements/upkeep';

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
  ...otherStatements,
  ...privilegeStatements,
  ...upkeepStatements,
};

/**
 * Reads a script of SQL statements. Spans are offsets in `text`. What cannot be parsed is an `unknown` operation with
 * the parser's reason; no input makes it throw (but `loadSqlParser` must have finished).
 */
export function readSql(text: string, options: SqlOptions = {}): readonly Operation[] {
  return readScript(text, options, 0);
}

/**
 * Reads SQL of which some parts are not known, `text` having NUL in their places. Where such a part is a value or a
 * condition, the statement is known all the same; where it is a name, nothing is. Spans are offsets in the text with
 * the parts left out, and only roughly right.
 */
export function readPartialSql(built: Built, options: SqlOptions = {}): readonly Operation[] | null {
  return readPartial(built, options, 0);
}

function readPartial(whole: Built, options: SqlOptions, depth: number): readonly Operation[] | null {
  const built = withoutSchemas(whole);
  if (built.holes.length === 0) return readScript(built.text, options, depth);
  const found = readScript(withMarkers(built), options, depth);
  const known = found.map((operation) => withoutMarkers(operation, built));
  return known.every((operation) => operation !== null && operation.kind !== 'unknown') ? known : null;
}

function readScript(text: string, options: SqlOptions, depth: number): readonly Operation[] {
  return splitStatements(text).flatMap((fragment) => readStatement(text, fragment, options, depth));
}

function readStatement(text: string, fragment: Fragment, options: SqlOptions, depth: number): readonly Operation[] {
  const dialect = options.dialect ?? 'postgresql';
  const { parsed, spelling } = parse(text, fragment);
  const statement = new Statement(text, dialect, fragment, spelling);
  const found = foundIn(statement, parsed);
  const shared: Circumstances = {
    certainty: 'always',
    dialects: null,
    via: 'sql',
    autocommit: false,
    ...options.base,
    span: statement.span,
    sql: statement.sql,
  };
  const inner: ReadInner = (built, base) => readInner(built, base, options, depth + 1);
  if (parsed.ok && 'DoStmt' in parsed.node) return readDo(statement, shared, isReadable(depth) ? inner : null);
  return found.map((each) => {
    const operation = { ...shared, ...each };
    const isRoutine = each.kind === 'createDefined' && each.routine !== undefined && isReadable(depth);
    const body = isRoutine ? readRoutineBody(statement, shared, inner) : undefined;
    return body === undefined ? operation : { ...operation, body };
  });
}

/** By the dialect's own grammar where Postgres' has none, or would take it for something else. */
function foundIn(statement: Statement, parsed: Parsed): readonly Found[] {
  const own = !parsed.ok || isDialectFirst(statement) ? readDialect(statement) : null;
  if (own) return own;
  return parsed.ok ? interpret(parsed.node, statement) : readForeign(statement, parsed.message);
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
function readDo(statement: Statement, shared: Circumstances, read: ReadInner | null): readonly Operation[] {
  const operations = read && readDoBlock(statement, shared, read);
  if (operations && operations.length > 0) return operations;
  return [{ ...shared, kind: 'other', statement: 'DoStmt', reads: [] }];
}

/** A statement inside a block or body, which may be built at run time. */
function readInner(built: Built, base: Circumstances, options: SqlOptions, depth: number): readonly Operation[] {
  const read = readPartial(built, options, depth);
  if (read === null) return [{ ...base, ...builtAtRunTime, template: built.text, holes: built.holes }];
  return read.map(({ sql, ...operation }) => ({
    ...base,
    ...operation,
    certainty: base.certainty,
    sql: sql ?? built.text,
  }));
}

const builtAtRunTime = {
  kind: 'unknown',
  reason: 'dynamic',
  message: 'This block executes SQL that it builds at run time; nothing is known about what that does.',
} as const satisfies Found;
