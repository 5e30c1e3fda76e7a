/**
 * What is worked out once for a whole set of files, although every revision asks for it: the answer is kept for as long
 * as the thing that it was worked out of.
 */
export function once<K extends object, V>(workOut: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly answer: V }>();
  return (of) => {
    const kept = known.get(of);
    if (kept !== undefined) return kept.answer;
    const answer = workOut(of);
    known.set(of, { answer });
    return answer;
  };
}
