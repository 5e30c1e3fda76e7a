import type { Call, Value } from '../python/value';
import { libraryName } from './names';
import { methodName } from './statements';
import { tableOf, type DeclaredTable } from './tables';

/** Longer chains of calls than anyone writes: looking for their start at each call would take for ever. */
const maximumChain = 100;

/** `session.query(...)`, with what is chained to it. */
export interface Query {
  readonly value: Call;
  readonly table: DeclaredTable | null;
  readonly calls: readonly Call[];
}

export function queryOf(value: Value): Query | null {
  const calls: Call[] = [];
  let at: Value = value;
  while (at.kind === 'call' && at.callee.kind === 'attribute' && calls.length < maximumChain) {
    calls.unshift(at);
    if (at.callee.name === 'query') {
      return value.kind === 'call' ? { value, table: queriedTable(at.args[0]?.value), calls } : null;
    }
    at = at.callee.of;
  }
  return null;
}

/** A model, a table, or a column of one. */
export function queriedTable(value: Value | undefined): DeclaredTable | null {
  return tableOf(value) ?? (value?.kind === 'attribute' ? tableOf(value.of) : null);
}

/**
 * The table whose row a value is: an element of a query over it, or of `session.scalars(select(Model))`, or what
 * `session.get(Model, key)` finds.
 */
export function elementTable(value: Value | undefined, depth = 0): DeclaredTable | null {
  if (!value || depth > maximumChain) return null;
  if (value.kind === 'each')
    return value.result === null ? elementTable(value.of, depth + 1) : elementTable(value.result, depth + 1);
  if (value.kind === 'item') return elementTable(value.of, depth + 1);
  if (value.kind === 'list') return elementTable(value.items[0], depth + 1);
  // `paginated(session.query(Model))` of another module hands on what it is given.
  if (value.kind === 'call' && value.callee.kind === 'name') return elementTable(value.args[0]?.value, depth + 1);
  if (value.kind !== 'call' || value.callee.kind !== 'attribute') return null;
  const query = queryOf(value);
  if (query) return query.table;
  const [first] = value.args;
  const method = methodName(value);
  if (/^(scalars|scalar|execute)$/.test(method) && first) return selectedTable(first.value);
  if (method === 'get' && first && value.args.length > 1) return tableOf(first.value);
  return elementTable(value.callee.of, depth + 1);
}

/** The one model that `select(Model)` is about: rows of several things are no objects. */
function selectedTable(value: Value): DeclaredTable | null {
  let at = value;
  while (at.kind === 'call' && at.callee.kind === 'attribute') at = at.callee.of;
  const isSelect = at.kind === 'call' && libraryName(at)?.name === 'select' && at.args.length === 1;
  const [model] = at.kind === 'call' ? at.args : [];
  return isSelect && model?.value.kind === 'class' ? tableOf(model.value) : null;
}
