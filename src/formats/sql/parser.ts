import type { Node, ParseResult } from '@pgsql/types';
import load, { type PgQueryModule } from 'libpg-query/wasm/libpg-query.js';

/** One statement as Postgres' own grammar sees it, or why it does not. Offsets are UTF-8 bytes, as the C code counts. */
export type Parsed = { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly message: string };

let loading: Promise<void> | null = null;
let pgQuery: PgQueryModule | null = null;

/** Loads the parser's WebAssembly (1.7 MB) once; every later call waits for the same load. Rejects when it is unreachable. */
export function loadSqlParser(): Promise<void> {
  loading ??= instantiate().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function instantiate(): Promise<void> {
  pgQuery = await load(isNode() ? {} : { locateFile: await bundledLocation() });
}

function isNode(): boolean {
  return typeof process !== 'undefined' && typeof process.versions?.node === 'string';
}

/** The module guesses its folder from `document` or the worker's URL, which a bundle (and a `blob:` worker) defeats. */
async function bundledLocation(): Promise<() => string> {
  const { default: path } = await import('libpg-query/wasm/libpg-query.wasm?url');
  const url = new URL(path, import.meta.url).href;
  return () => url;
}

/** While somebody types, all statements but one stay what they were: parsing them again was half of the linter's time. */
const parsed = new Map<string, Parsed>();
const mostParsed = 2_000;
const longestKept = 10_000;

/**
 * Parses one statement; the same text gives the same tree, which nobody may change.
 * @throws if `loadSqlParser` has not been awaited: a bug, not a property of the text.
 */
export function parseStatement(text: string): Parsed {
  const known = parsed.get(text);
  if (known) return known;
  const result = parseAnew(text);
  if (parsed.size >= mostParsed) parsed.clear();
  if (text.length <= longestKept) parsed.set(text, result);
  return result;
}

function parseAnew(text: string): Parsed {
  if (pgQuery === null) throw new Error('parseStatement was called before loadSqlParser had finished');
  try {
    return firstStatement(parseRaw(pgQuery, text));
  } catch (error) {
    // Recursion in the C code follows the nesting of the text; a chain of 20,000 operators exhausts the stack.
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) {
      return { ok: false, message: 'the statement is nested too deeply to be parsed' };
    }
    throw error;
  }
}

function firstStatement(raw: string | { readonly error: string }): Parsed {
  if (typeof raw !== 'string') return { ok: false, message: raw.error };
  const { stmts } = JSON.parse(raw) as ParseResult;
  const node = stmts?.[0]?.stmt;
  return node === undefined ? { ok: false, message: 'there is no statement' } : { ok: true, node };
}

/** libpg-query answers with a C struct: pointers to the tree as JSON, to captured stderr, and to an error. */
function parseRaw(module: PgQueryModule, text: string): string | { readonly error: string } {
  const size = module.lengthBytesUTF8(text) + 1;
  const query = module._malloc(size);
  let result = 0;
  try {
    module.stringToUTF8(text, query, size);
    result = module._wasm_parse_query_raw(query);
    const error = module.getValue(result + 8, 'i32');
    if (error !== 0) return { error: module.UTF8ToString(module.getValue(error, 'i32')) };
    return module.UTF8ToString(module.getValue(result, 'i32'));
  } finally {
    module._free(query);
    if (result !== 0) module._wasm_free_parse_result(result);
  }
}
