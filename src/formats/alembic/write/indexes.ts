import type { ActionOf } from '../../../migration/operation';
import type { IndexKey } from '../../../schema/model';
import { boolean, call, keyword, list, literal, type Python } from './python';
import { receiver, type Receiver, schemaKeyword } from './receiver';
import { writeText } from './sql';
import type { Style } from './style';

/** `op.create_index(...)`; `null` for what only SQL says plainly: directions, operator classes, storage parameters. */
export function writeCreateIndex(action: ActionOf<'createIndex'>, style: Style, on: Receiver): Python | null {
  const { table, index } = action;
  if (index.keys.some(({ suffix }) => suffix !== '') || index.options !== undefined) return null;
  const isPlain = index.method === null && index.include.length === 0 && index.nullsNotDistinct !== true;
  if (style.dialect !== 'postgresql' && !isPlain) return null;
  const { dialect } = style;
  if (index.predicate !== null && dialect !== 'postgresql' && dialect !== 'sqlite') return null;
  const where = receiver(on, table, style);
  const text = (value: string) => literal(value, style.quote);
  return call(
    where.path('create_index'),
    text(index.name),
    ...where.table,
    list(index.keys.map((key) => writeKey(key, style))),
    keyword('unique', boolean(index.isUnique)),
    ...schemaKeyword(on, table, style),
    ...(index.method === null ? [] : [keyword('postgresql_using', text(index.method))]),
    ...(index.predicate === null ? [] : [keyword(`${dialect}_where`, writeText(index.predicate, style))]),
    ...(index.include.length === 0 ? [] : [keyword('postgresql_include', list(index.include.map(text)))]),
    ...(index.nullsNotDistinct === true ? [keyword('postgresql_nulls_not_distinct', 'True')] : []),
    ...(action.concurrently ? [keyword('postgresql_concurrently', 'True')] : []),
    ...(action.ifNotExists ? [keyword('if_not_exists', 'True')] : []),
  );
}

function writeKey(key: IndexKey, style: Style): Python {
  return key.kind === 'column' ? literal(key.column, style.quote) : writeText(key.expression, style);
}

export function writeDropIndex(action: ActionOf<'dropIndex'>, style: Style, on: Receiver): Python | null {
  const { name, table } = action;
  if (table === null && on.batch !== null) return null;
  const where = receiver(on, table ?? { schema: null, name: '' }, style);
  const owner = table === null || on.batch !== null ? [] : [keyword('table_name', literal(table.name, style.quote))];
  return call(
    where.path('drop_index'),
    name === null ? 'None' : literal(name, style.quote),
    ...owner,
    ...(table === null ? [] : schemaKeyword(on, table, style)),
    ...(action.concurrently ? [keyword('postgresql_concurrently', 'True')] : []),
    ...(action.ifExists ? [keyword('if_exists', 'True')] : []),
  );
}
