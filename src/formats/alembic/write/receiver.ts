import type { ObjectName } from '../../../schema/model';
import { keyword, literal, type Python } from './python';
import type { Style } from './style';

/** Whose directive is called: Alembic's `op`, or a `batch_alter_table` block by the name that `as` gives it. */
export interface Receiver {
  readonly batch: string | null;
}

export const onOp: Receiver = { batch: null };

/** How a directive on a table is called: a batch knows its table already. */
export function receiver({ batch }: Receiver, table: ObjectName, style: Style) {
  return {
    path: (directive: string) => `${batch ?? style.name('op')}.${directive}`,
    table: batch === null ? [literal(table.name, style.quote)] : ([] as readonly Python[]),
  };
}

export function schemaKeyword({ batch }: Receiver, { schema }: ObjectName, style: Style) {
  return schema === null || batch !== null ? [] : [keyword('schema', literal(schema, style.quote))];
}
