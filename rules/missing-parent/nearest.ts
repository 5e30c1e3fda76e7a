/** The name that a mistyped one is likely to mean: at most two letters away (one in short names), and only one such. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const limit = name.length < 6 ? 1 : 2;
  if (name.length < 4) return undefined;
  const close = names.filter((other) => distance(name.toLowerCase(), other.toLowerCase(), limit) <= limit);
  return close.length === 1 ? close[0] : undefined;
}

/** Levenshtein's distance; anything above `limit` is not told apart. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let at = 1; at <= a.length; at++) {
    const next = [at];
    for (let to = 1; to <= b.length; to++) {
      const replaced = (row[to - 1] ?? 0) + (a[at - 1] === b[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
