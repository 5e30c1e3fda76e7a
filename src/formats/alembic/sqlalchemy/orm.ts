import type { Span } from '../../../migration/span';
import { elements, type Argument, type Call, type ClassValue, type Value } from '../python/value';
import type { Run } from '../run';
import { methodName, readsIn, valueText } from './statements';
import { mentionTable, tableOf, type DeclaredTable } from './tables';

/** Emits what a call on a session or a query does: `session.add(Model(...))`, `session.query(Model).delete()`. */
export function emitSession(call: Call, run: Run): boolean {
  const method = methodName(call);
  const query = call.callee.kind === 'attribute' ? queryOf(call.callee.of) : null;
  if (query) return emitQuery(query, method, call, run);
  switch (method) {
    case 'add':
    case 'merge':
      return insertObjects(call.args, call.span, run);
    case 'add_all':
    case 'bulk_save_objects':
      return insertObjects(call.args.flatMap(unpacked), call.span, run);
    case 'bulk_insert_mappings':
    case 'bulk_update_mappings':
      return mappings(call, method, run);
    case 'delete':
      return deleteObject(call, run);
    default:
      return false;
  }
}

/** Longer chains of calls than anyone writes: looking for their start at each call would take for ever. */
const maximumChain = 100;

/** `session.query(...)`, with what is chained to it. */
interface Query {
  readonly value: Call;
  readonly table: DeclaredTable | null;
  readonly calls: readonly Call[];
}

function queryOf(value: Value): Query | null {
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
function queriedTable(value: Value | undefined): DeclaredTable | null {
  return tableOf(value) ?? (value?.kind === 'attribute' ? tableOf(value.of) : null);
}

const fetching = /^(all|first|one|one_or_none|scalar|scalars|count|get|yield_per|exists)$/;

function emitQuery(query: Query, method: string, call: Call, run: Run): boolean {
  if (method === 'update' || method === 'delete') return changeQueried(query, method, call, run);
  if (!fetching.test(method)) return false;
  consume(query.value, call.span, run);
  return true;
}

function changeQueried({ table, calls, value }: Query, method: 'update' | 'delete', call: Call, run: Run): boolean {
  if (table === null) {
    run.emitUnknown(
      `The model of this query is not declared in this file; nothing is known about what it changes.`,
      call.span,
      'core',
    );
    return true;
  }
  mentionTable(table, call.span, run);
  const where = calls
    .filter((each) => /^(filter|filter_by|where)$/.test(methodName(each)))
    .flatMap((each) => [...each.args, ...each.keywords.values()])
    .map(({ span }) => run.source.text.slice(span.start, span.end))
    .join(' AND ');
  const shared = { table: table.name, where: where === '' ? null : where, reads: readsIn(value) };
  const assignments = call.args[0] ? assigned(call.args[0], run) : [];
  run.emit(
    method === 'delete' ? { kind: 'delete', ...shared } : { kind: 'update', assignments, ...shared },
    call.span,
    'core',
  );
  return true;
}

function assigned({ value, span }: Argument, run: Run) {
  if (value.kind !== 'dict') return [];
  return value.entries.flatMap(([key, each]) => {
    const column = key.kind === 'text' ? key.value : key.kind === 'attribute' ? key.name : null;
    const expression = valueText(each) ?? run.source.text.slice(span.start, span.end);
    return column === null ? [] : [{ column, expression }];
  });
}

/** A query that is looped over, or a statement's result: reading it is a SELECT. */
export function consume(value: Value, span: Span, run: Run): void {
  const query = queryOf(value);
  if (query === null) return;
  if (query.table) mentionTable(query.table, span, run);
  run.emit({ kind: 'select', reads: readsIn(value) }, span, 'core');
}

function unpacked({ value, span }: Argument): readonly Argument[] {
  return (elements(value) ?? [value]).map((item) => ({
    value: item.kind === 'each' ? (item.result ?? item) : item,
    span,
  }));
}

function insertObjects(args: readonly Argument[], span: Span, run: Run): boolean {
  for (const { value } of args) {
    const object = value.kind === 'each' ? (value.result ?? value) : value;
    const model = modelOf(object);
    const table = model && tableOf(model);
    // An object that was queried is already there: adding it changes nothing by itself.
    if (!table || object.kind !== 'call') continue;
    mentionTable(table, span, run);
    const columns = [...object.keywords.keys()].filter((name) => name !== '**');
    run.emit(
      { kind: 'insert', table: table.name, columns, source: 'values', reads: [], onConflict: null },
      span,
      'core',
    );
  }
  return args.length > 0;
}

function mappings(call: Call, method: string, run: Run): boolean {
  const table = tableOf(call.args[0]?.value);
  if (!table) return false;
  mentionTable(table, call.span, run);
  const insert = {
    kind: 'insert',
    table: table.name,
    columns: null,
    source: 'values',
    reads: [],
    onConflict: null,
  } as const;
  const update = { kind: 'update', table: table.name, assignments: [], where: null, reads: [] } as const;
  run.emit(method === 'bulk_insert_mappings' ? insert : update, call.span, 'core');
  return true;
}

function deleteObject(call: Call, run: Run): boolean {
  const table = elementTable(call.args[0]?.value);
  if (!table) return false;
  run.emit({ kind: 'delete', table: table.name, where: 'the rows found by the query', reads: [] }, call.span, 'core');
  return true;
}

function modelOf(value: Value): ClassValue | null {
  return value.kind === 'call' && value.callee.kind === 'class' ? value.callee : null;
}

/** The table whose row a value is: an element of a query over it. */
function elementTable(value: Value | undefined): DeclaredTable | null {
  if (value?.kind === 'each' || value?.kind === 'item') return elementTable(value.of);
  if (value?.kind !== 'call') return null;
  const query = queryOf(value);
  return query ? query.table : value.callee.kind === 'attribute' ? elementTable(value.callee.of) : null;
}

/** `row.name = value` on an object of a query updates its table when the session is flushed. */
export function assignToElement(object: Value, column: string, value: Value, span: Span, run: Run): void {
  const table = elementTable(object);
  if (!table) return;
  const expression = valueText(value) ?? 'a value computed in Python';
  const reads = [{ table: table.name, columns: primaryColumns(table) }];
  run.emit(
    { kind: 'update', table: table.name, assignments: [{ column, expression }], where: 'by primary key', reads },
    span,
    'core',
  );
}

function primaryColumns(table: DeclaredTable): readonly string[] {
  return table.columns.filter((each) => each.isPrimaryKey).map((each) => each.column.name);
}
