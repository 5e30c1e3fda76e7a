import type { Index, IndexKey } from '../../../schema/model';
import { Reader, stripParentheses } from '../../../schema/reader';

/** Reads an index from its text in `sqlite_schema` (https://www.sqlite.org/lang_createindex.html). */
export function parseCreateIndex(name: string, sql: string): Index {
  const reader = new Reader(sql);
  reader.accepts('CREATE');
  const isUnique = reader.accepts('UNIQUE');
  reader.until((at) => at.seesSymbol('('));
  const keys = reader.parenthesised().items().map(readKey);
  const predicate = reader.accepts('WHERE') ? reader.until(() => false).text() : null;
  return { name, keys, isUnique, method: null, predicate, include: [], isValid: true };
}

function readKey(item: Reader): IndexKey {
  const expression = item.until((at) => at.sees('COLLATE', 'ASC', 'DESC'));
  const suffix = item.until((at) => at.sees('ASC')).text();
  return isName(expression)
    ? { kind: 'column', column: expression.name(), suffix }
    : { kind: 'expression', expression: stripParentheses(expression.text()), suffix };
}

/** One word or quoted name: a column. The first of several tokens is looked at, so nothing is consumed of those. */
function isName(expression: Reader): boolean {
  const token = expression.current;
  return token !== undefined && token.kind !== 'symbol' && expression.text() === token.text;
}
