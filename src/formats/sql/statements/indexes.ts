import type { IndexElem, IndexStmt, Node } from '@pgsql/types';
import type { Index, IndexKey } from '../../../schema/model';
import { firstLocation, relationName, texts } from '../nodes';
import type { Statement } from '../statement';
import { closing, type Token } from '../tokens';
import type { Found, Handlers } from './found';

export const indexStatements: Handlers = { IndexStmt: createIndex };

function createIndex(node: IndexStmt, statement: Statement): readonly Found[] {
  const table = relationName(node.relation);
  return [
    {
      kind: 'createIndex',
      table,
      index: definedIndex(node, statement),
      concurrently: node.concurrent ?? false,
      ifNotExists: node.if_not_exists ?? false,
    },
  ];
}

function definedIndex(node: IndexStmt, statement: Statement): Index {
  const written = keyTexts(statement);
  const keys = (node.indexParams ?? []).flatMap((each, index) =>
    'IndexElem' in each ? [indexKey(each.IndexElem, written[index] ?? '')] : [],
  );
  const include = (node.indexIncludingParams ?? []).flatMap((each) =>
    'IndexElem' in each ? (each.IndexElem.name ?? []) : [],
  );
  return {
    // Postgres names an unnamed index by its table and columns.
    name: node.idxname ?? generatedName(node, keys),
    keys,
    isUnique: node.unique ?? false,
    method: node.accessMethod === undefined || node.accessMethod === 'btree' ? null : node.accessMethod,
    predicate: predicate(node.whereClause, statement),
    include,
    ...(node.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
    isValid: true,
  };
}

function generatedName(node: IndexStmt, keys: readonly IndexKey[]): string {
  const columns = keys.map((key) => (key.kind === 'column' ? key.column : 'expr'));
  return [node.relation?.relname ?? '', ...columns, 'idx'].join('_');
}

/** The keys as written, one text for each: the first parenthesis after ON holds them. */
function keyTexts(statement: Statement): readonly string[] {
  const on = statement.tokens.findIndex(({ text }) => text === 'ON');
  const open = statement.tokens.findIndex(({ text }, index) => index > on && text === '(');
  const close = closing(statement.tokens, open);
  const keys: string[] = [];
  for (let from = open + 1; from < close;) {
    const to = statement.until(from, ({ text }) => text === ',');
    keys.push(statement.between(from, to));
    from = to + 1;
  }
  return keys;
}

function indexKey(element: IndexElem, written: string): IndexKey {
  const suffix = suffixOf(element);
  if (element.name !== undefined) return { kind: 'column', column: element.name, suffix };
  return { kind: 'expression', expression: withoutSuffix(written), suffix };
}

function suffixOf({ opclass, ordering, nulls_ordering, collation }: IndexElem): string {
  const parts = [
    collation ? `collate ${texts(collation).join('.')}` : '',
    texts(opclass).join('.'),
    ordering === 'SORTBY_DESC' ? 'desc' : '',
    nulls_ordering === 'SORTBY_NULLS_FIRST' ? 'nulls first' : '',
    nulls_ordering === 'SORTBY_NULLS_LAST' ? 'nulls last' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function withoutSuffix(written: string): string {
  return written.replace(/\s+(?:(?:asc|desc)\b)?\s*(?:nulls\s+(?:first|last))?\s*$/i, '').trim();
}

function predicate(where: Node | undefined, statement: Statement): string | null {
  if (!where) return null;
  const keyword = statement.keywordBefore(statement.tokenAt(firstLocation(where)) + 1, 'WHERE');
  return statement.between(
    keyword + 1,
    statement.until(keyword + 1, (token: Token) => token.text === ';'),
  );
}
