/**
 * The seeder's only source of chance: a number from 0 to 2³²-1 that depends on nothing but the words given, so that two
 * databases seeded alike hold equal rows (FNV-1a over the words, then murmur3's finaliser to spread neighbours apart).
 */
export function chance(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
