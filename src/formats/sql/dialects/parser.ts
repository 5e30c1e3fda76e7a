import type { Dialect } from '../../../schema/model';
import type { Tree } from './tree';

/** What we use of a build of node-sql-parser. */
interface Parser {
  astify(sql: string): unknown;
  exprToSQL(expression: unknown, options?: { readonly database?: string }): string;
}

interface Build {
  readonly Parser: new () => Parser;
}

/** Dialects that have a parser of their own, each loaded only where that dialect is read. */
const builds: Partial<Record<Dialect, () => Promise<unknown>>> = {
  mysql: () => import('node-sql-parser/build/mysql.js'),
  mariadb: () => import('node-sql-parser/build/mariadb.js'),
  mssql: () => import('node-sql-parser/build/transactsql.js'),
};

const loaded = new Map<Dialect, Parser>();

/** Loads the parser of a dialect, if it has one of its own. Rejects when it is unreachable. */
export async function loadDialectParser(dialect: Dialect): Promise<void> {
  const load = builds[dialect];
  if (!load || loaded.has(dialect)) return;
  // The builds are CommonJS: Node and the bundler disagree about where the exports are.
  const module = (await load()) as Partial<Build> & { readonly default?: Build };
  const build = module.default ?? module;
  if (build.Parser) loaded.set(dialect, new build.Parser());
}

/** While somebody types, all statements but one stay what they were. */
const parsed = new Map<string, Tree | null>();
const mostParsed = 2_000;

/** One statement as the dialect's own parser sees it; `null` where there is none, or it does not take the text. */
export function parseDialect(dialect: Dialect, text: string): Tree | null {
  const parser = loaded.get(dialect);
  if (!parser) return null;
  const key = `${dialect} ${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const tree = parseAnew(parser, text);
  parsed.set(key, tree);
  return tree;
}

function parseAnew(parser: Parser, text: string): Tree | null {
  try {
    const answer = parser.astify(text);
    const [first] = Array.isArray(answer) ? (answer as readonly unknown[]) : [answer];
    return first !== null && typeof first === 'object' ? (first as Tree) : null;
  } catch (error) {
    // A syntax error is the generated parser's own class; anything else that it throws is a gap in its grammar.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** An expression as SQL. */
export function expressionSql(dialect: Dialect, expression: unknown): string | null {
  const parser = loaded.get(dialect);
  if (!parser || expression === null || expression === undefined) return null;
  return parser.exprToSQL(expression, { database: dialect === 'mssql' ? 'transactsql' : dialect }).replaceAll('`', '');
}
