/** Column names in an SQL expression: words that are no keyword, no function, no type of a cast and in no literal. */
export function identifiersIn(expression: string): readonly string[] {
  const bare = expression
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/::\s*[\w ]+?(?=[^\w ]|$)/g, '')
    .replace(/\bAS\s+\w+\s*\)/gi, ')');
  const words = [...bare.matchAll(/"([^"]+)"(?!\s*\()|(?<![\w$@:])([a-z_]\w*)(?!\w|\s*\(|\.)/gi)];
  const names = words.map(([, quoted, plain]) => quoted ?? plain ?? '');
  return [...new Set(names.filter((name) => !keywords.has(name.toLowerCase())))];
}

const keywords: ReadonlySet<string> = new Set(
  (
    'and or not null is in like ilike between true false case when then else end exists any all some similar to ' +
    'cast as collate asc desc nulls first last interval current_timestamp current_date current_time localtime ' +
    'localtimestamp current_user session_user user isnull notnull escape distinct from array row using at time zone'
  ).split(' '),
);
