import type { Index, IndexKey } from '../../../schema/model';
import { Reader, stripParentheses } from '../../../schema/reader';
import type { IndexRow } from './catalog';

/**
 * Reads an index from what `pg_get_indexdef` prints:
 * `CREATE [UNIQUE] INDEX i ON [ONLY] t USING btree (a, lower(b) text_pattern_ops DESC) [INCLUDE (c)]
 * [NULLS NOT DISTINCT] [WITH (fillfactor='70')] [WHERE (a > 0)]`.
 */
export function readIndex({ name, definition, valid }: IndexRow): Index {
  const reader = new Reader(definition);
  const isUnique = reader.accepts('CREATE', 'UNIQUE');
  reader.until((at) => at.sees('USING'));
  reader.skip();
  const method = reader.name();
  const keys = reader.parenthesised().items().map(readKey);
  const include = reader.accepts('INCLUDE')
    ? reader
        .parenthesised()
        .items()
        .map((item) => item.name())
    : [];
  const nullsNotDistinct = reader.accepts('NULLS', 'NOT', 'DISTINCT');
  const options = reader.accepts('WITH') ? reader.parenthesised().text() : null;
  const predicate = reader.accepts('WHERE') ? stripParentheses(reader.until(() => false).text()) : null;
  return {
    name,
    keys,
    isUnique,
    method: method === 'btree' ? null : method,
    predicate,
    include,
    ...(nullsNotDistinct ? { nullsNotDistinct } : {}),
    ...(options === null ? {} : { options }),
    isValid: valid,
  };
}

/** A column, a function call, or an expression in parentheses; then collation, operator class and order. */
function readKey(item: Reader): IndexKey {
  const head = readHead(item);
  return { ...head, suffix: item.until(() => false).text() };
}

type Head =
  { readonly kind: 'column'; readonly column: string } | { readonly kind: 'expression'; readonly expression: string };

function readHead(item: Reader): Head {
  if (item.seesSymbol('(')) return { kind: 'expression', expression: item.parenthesised().text() };
  const column = item.current?.value ?? '';
  const text = item.textOf(() => {
    item.qualifiedName();
    if (item.seesSymbol('(')) item.parenthesised();
  });
  return text.endsWith(')') ? { kind: 'expression', expression: text } : { kind: 'column', column };
}
