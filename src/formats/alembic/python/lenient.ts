/**
 * Python that Lezer's grammar does not know, replaced by as many characters of what it does: numbers that end in a dot,
 * parentheses around the items of `with`, `except*`, and template strings. What is read is the text as written; only
 * where its nodes begin and end comes from this one.
 */
export function lenient(text: string): string {
  let result = text;
  if (/\d\.(?![\w.])/.test(text)) result = result.replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$1 ');
  if (/except\s*\*/.test(text)) result = result.replace(/\bexcept(\s*)\*/g, 'except$1 ');
  if (/\b[tT]["']/.test(text)) result = result.replace(/(?<![\w"'])[tT](?=["'])/g, 'f');
  return /\bwith\s*\(/.test(result) ? withoutParentheses(result) : result;
}

/** `with (a as b, c as d):` on as many lines as one likes becomes `with  a as b, c as d :` on one. */
function withoutParentheses(text: string): string {
  let result = text;
  for (const { index, 0: opening } of text.matchAll(/\bwith\s*\(/g)) {
    const open = index + opening.length - 1;
    const close = closing(text, open);
    const inside = close === null ? '' : result.slice(open + 1, close);
    if (close === null || !/\sas\s/.test(inside) || !/^\s*:/.test(text.slice(close + 1))) continue;
    result = `${result.slice(0, open)} ${onOneLine(inside)} ${result.slice(close + 1)}`;
  }
  return result;
}

function onOneLine(text: string): string {
  return text.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length)).replace(/[\r\n]/g, ' ');
}

/** Where the parenthesis at `open` is closed; strings and comments are passed over. */
function closing(text: string, open: number): number | null {
  const token = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[()]/g;
  token.lastIndex = open;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '(') depth++;
    if (found[0] === ')' && --depth === 0) return found.index;
  }
  return null;
}
