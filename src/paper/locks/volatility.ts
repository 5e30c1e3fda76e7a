import type { Definition, Schema } from '../../schema/model';
import { isSymbol, tokenize, type Token } from '../../schema/tokens';

/**
 * Whether a DEFAULT gives each row a value of its own. Only then must ADD COLUMN write every row; `now()` is evaluated
 * once (ALTER TABLE, notes; `contain_volatile_functions` in the server's sources). `unknown`: it calls a function of the
 * database's own whose definition is not in the files; such a function is volatile unless it was declared otherwise.
 */
export type Volatility = 'volatile' | 'stable' | 'unknown';

export function volatilityOf(expression: string, schema: Schema): Volatility {
  const found = calledFunctions(expression).map((name) => functionVolatility(name, schema));
  if (found.includes('volatile')) return 'volatile';
  return found.includes('unknown') ? 'unknown' : 'stable';
}

/** The built-in functions that are VOLATILE in `pg_proc` and can stand in a DEFAULT. */
export const volatileFunctions: ReadonlySet<string> = new Set([
  'array_sample', 'array_shuffle', 'clock_timestamp', 'currval', 'gen_random_uuid', 'lastval', 'nextval', 'random',
  'random_normal', 'set_config', 'setval', 'timeofday', 'uuidv4', 'uuidv7',
]); // prettier-ignore

/** Those of common extensions (uuid-ossp, pgcrypto, pg_uuidv7, ulid): declared VOLATILE in their scripts. */
const volatileExtensionFunctions: ReadonlySet<string> = new Set([
  'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuid_generate_v7', 'gen_random_bytes', 'gen_salt',
  'gen_ulid', 'generate_ulid', 'gen_monotonic_ulid', 'uuid_generate_v6', 'nanoid', 'cuid', 'snowflake_id',
]); // prettier-ignore

/** Built-in functions that are IMMUTABLE or STABLE in `pg_proc`, as defaults use them. */
export const steadyFunctions: ReadonlySet<string> = new Set([
  'now', 'statement_timestamp', 'transaction_timestamp', 'to_timestamp', 'to_date', 'to_char', 'to_number', 'date_trunc',
  'date_part', 'age', 'timezone', 'make_date', 'make_time', 'make_timestamp', 'make_timestamptz', 'make_interval',
  'date', 'timestamp', 'timestamptz', 'interval', 'justify_days', 'justify_hours', 'justify_interval',
  'json_build_object', 'json_build_array', 'jsonb_build_object', 'jsonb_build_array', 'to_json', 'to_jsonb',
  'json_object', 'jsonb_object', 'array_to_json', 'row_to_json', 'jsonb_set', 'array_fill', 'array_append',
  'array_cat', 'array_length', 'array_position', 'array_prepend', 'array_remove', 'array_to_string', 'string_to_array',
  'cardinality', 'md5', 'sha256', 'sha512', 'encode', 'decode', 'digest', 'lower', 'upper', 'initcap', 'concat', 'concat_ws', 'format', 'length',
  'char_length', 'octet_length', 'left', 'right', 'lpad', 'rpad', 'btrim', 'ltrim', 'rtrim', 'replace', 'repeat',
  'reverse', 'split_part', 'strpos', 'substr', 'substring', 'translate', 'regexp_replace', 'quote_ident',
  'quote_literal', 'chr', 'ascii', 'hashtext', 'abs', 'ceil', 'ceiling', 'floor', 'round', 'trunc', 'mod', 'power', 'sqrt',
  'sign', 'div', 'exp', 'ln', 'log', 'greatest', 'least', 'current_setting', 'current_schema', 'current_database',
  'session_user', 'txid_current', 'pg_current_xact_id', 'pg_backend_pid', 'inet_client_addr', 'int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange',
  'daterange', 'to_tsvector', 'to_tsquery', 'plainto_tsquery', 'setweight', 'hstore', 'text', 'numeric', 'int4', 'int8',
  'bool', 'varchar', 'version', 'st_geomfromtext', 'st_makepoint', 'st_setsrid', 'st_point',
]); // prettier-ignore

/** Grammar that is followed by a parenthesis without being a function. */
const grammar: ReadonlySet<string> = new Set([
  'array', 'row', 'cast', 'coalesce', 'nullif', 'greatest', 'least', 'extract', 'trim', 'overlay', 'position', 'case',
  'when', 'then', 'else', 'and', 'or', 'not', 'in', 'any', 'all', 'some', 'exists', 'values', 'select', 'collate',
  'current_timestamp', 'current_time', 'localtime', 'localtimestamp', 'from', 'as', 'is', 'like', 'between', 'xmlelement',
  'char', 'character', 'varchar', 'varying', 'numeric', 'decimal', 'dec', 'float', 'bit', 'time', 'timestamp', 'interval',
  'timestamptz', 'timetz', 'bpchar', 'nchar', 'varbit', 'json', 'jsonb', 'precision', 'geometry', 'geography', 'vector',
]); // prettier-ignore

/** Names followed by a parenthesis; `a.b(` gives `b` if `a` is Postgres' own schema, else `a.b`. */
function calledFunctions(expression: string): readonly string[] {
  const tokens = tokenize(expression);
  return tokens.flatMap((token, at) => {
    const isName = token.kind === 'word' || token.kind === 'name';
    if (!isName || !isSymbol(tokens[at + 1], '(') || isCastTarget(tokens, at)) return [];
    const name = token.kind === 'word' ? token.value.toLowerCase() : token.value;
    const owner = isSymbol(tokens[at - 1], '.') ? (tokens[at - 2]?.value.toLowerCase() ?? '') : '';
    if (owner === '' && token.kind === 'word' && grammar.has(name)) return [];
    return [owner === '' || owner === 'pg_catalog' ? name : `${owner}.${name}`];
  });
}

/** `x::varchar(5)`: what follows a cast is a type. */
function isCastTarget(tokens: readonly Token[], at: number): boolean {
  return isSymbol(tokens[at - 1], '::');
}

function functionVolatility(name: string, schema: Schema): Volatility {
  const plain = name.slice(name.lastIndexOf('.') + 1);
  const own = schema.functions.find((each) => each.name === plain);
  if (own !== undefined) return declaredVolatility(own);
  if (volatileFunctions.has(plain) || volatileExtensionFunctions.has(plain)) return 'volatile';
  return steadyFunctions.has(plain) ? 'stable' : 'unknown';
}

/** What CREATE FUNCTION says outside of the function's body; VOLATILE where it says nothing. */
function declaredVolatility({ definition }: Definition): Volatility {
  const words = tokenize(definition).flatMap(({ kind, text }) => (kind === 'word' ? [text.toUpperCase()] : []));
  return words.includes('IMMUTABLE') || words.includes('STABLE') ? 'stable' : 'volatile';
}
