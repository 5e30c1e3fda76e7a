import type { SourceFile } from '../migration/migration';

/** What in a text tells that it needs a Postgres extension. Names as in CREATE EXTENSION. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/\buuid_generate_v\d/i, 'uuid-ossp'],
  [/\b(gin|gist)_trgm_ops\b|\bsimilarity\s*\(/i, 'pg_trgm'],
  [/\bCITEXT\b/i, 'citext'],
  [/\bHSTORE\b/i, 'hstore'],
  [/\bLTREE\b|LtreeType/i, 'ltree'],
  [/\b(crypt|gen_salt|pgp_sym_encrypt|digest)\s*\(/i, 'pgcrypto'],
  [/\bpgvector\b|\bVECTOR\s*\(|vector_(l2|ip|cosine)_ops/i, 'vector'],
  [/\bunaccent\s*\(/i, 'unaccent'],
  [/\bbtree_gist\b|\bgist_int\d_ops\b/i, 'btree_gist'],
  [/\bbtree_gin\b/i, 'btree_gin'],
  [/\bfuzzystrmatch\b|\b(levenshtein|soundex|metaphone)\s*\(/i, 'fuzzystrmatch'],
];

/**
 * Extensions that the files, or the starting schema beside them, ask for by name or by what only they provide. A superset
 * does no harm.
 */
export function wantedExtensions(files: readonly SourceFile[], baseline: string | null = null): readonly string[] {
  const text = [...files.map((file) => file.text), baseline ?? ''].join('\n');
  const named = [...text.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?["'\\]*([\w-]+)/gi)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );
  const signed = signs.filter(([sign]) => sign.test(text)).map(([, name]) => name);
  return [...new Set([...named, ...signed])].filter((name) => name !== 'plpgsql').sort();
}

/** The extension that provides a type, function or operator class of this name, if it is a well-known one. */
export function extensionOf(name: string): string | null {
  const text = `${name}(`;
  return signs.find(([sign]) => sign.test(name) || sign.test(text))?.[1] ?? null;
}
