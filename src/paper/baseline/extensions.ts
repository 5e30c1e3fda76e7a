/** What shows that a Postgres extension is there: names of its types, functions and operator classes. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/\bg(in|ist)_trgm_ops\b|\b(word_)?similarity\s*\(/i, 'pg_trgm'],
  [/\buuid_generate_v\d\w*\s*\(/i, 'uuid-ossp'],
  [/\bcitext\b/i, 'citext'],
  [/\bhstore\b/i, 'hstore'],
  [/\bltree\b/i, 'ltree'],
  [/\b(crypt|gen_salt|digest|hmac|gen_random_bytes|pgp_sym_\w+)\s*\(/i, 'pgcrypto'],
  [/\bunaccent\b/i, 'unaccent'],
  [/\b(vector|halfvec|sparsevec)(_(l1|l2|ip|cosine)_ops\b|\s*\(\s*\d)|\bhnsw\b|\bivfflat\b/i, 'vector'],
  [/\b(levenshtein|soundex|metaphone|dmetaphone)\s*\(/i, 'fuzzystrmatch'],
];

const typeExtensions: ReadonlyMap<string, string> = new Map([
  ['citext', 'citext'],
  ['hstore', 'hstore'],
  ['ltree', 'ltree'],
  ['vector', 'vector'],
  ['halfvec', 'vector'],
  ['sparsevec', 'vector'],
  ['geometry', 'postgis'],
  ['geography', 'postgis'],
]);

export function extensionsInSql(sql: string): readonly string[] {
  return signs.filter(([sign]) => sign.test(sql)).map(([, extension]) => extension);
}

export function extensionOfType(typeName: string): string | null {
  return typeExtensions.get(typeName) ?? null;
}
