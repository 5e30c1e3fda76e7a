import type { Column } from '../../../schema/model';
import { boolean, call, keyword, literal, type Python } from './python';
import { writeDefault } from './sql';
import type { Style } from './style';
import { writeType } from './types';

/** `sa.Column(...)`; `null` where something about the column cannot be said. */
export function writeColumn(column: Column, style: Style, createsEnum = true): Python | null {
  const { name, generated, identity, comment } = column;
  const type = column.type === null ? null : writeType(column.type, style, createsEnum);
  if (type === null || typeof type === 'string' || column.hasUnknownDefault === true) return null;
  const sa = style.name('sa');
  return call(
    `${sa}.Column`,
    literal(name, style.quote),
    collated(type, column.collation, style),
    ...(generated === null ? [] : [writeComputed(generated, style)]),
    ...(identity === null ? [] : [call(`${sa}.Identity`, keyword('always', boolean(identity === 'always')))]),
    ...(column.default === null ? [] : [keyword('server_default', writeDefault(column.default, style))]),
    keyword('nullable', boolean(column.nullable)),
    ...(comment === null ? [] : [keyword('comment', literal(comment, style.quote))]),
  );
}

function writeComputed({ expression, stored }: NonNullable<Column['generated']>, style: Style): Python {
  return call(`${style.name('sa')}.Computed`, literal(expression, style.quote), keyword('persisted', boolean(stored)));
}

/** A collation is said with the type. */
function collated(type: Exclude<Python, string>, collation: string | null, style: Style): Python {
  if (collation === null || !('callee' in type)) return type;
  return call(type.callee, ...type.args, keyword('collation', literal(collation, style.quote)));
}
