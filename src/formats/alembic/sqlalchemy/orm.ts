import type { Span } from '../../../migration/span';
import { elements, type Argument, type Call, type ClassValue, type Value } from '../python/value';
import type { Run } from '../run';
import { rootPath } from './names';
import { elementTable, queryOf, type Query } from './queries';
import { dictColumns, dictRows, methodName, nullTest, readsIn, valueText } from './statements';
import { mentionTable, tableOf, type DeclaredTable } from './tables';

/** Emits what a call on a session or a query does: `session.add(Model(...))`, `session.query(Model).delete()`. */
export function emitSession(call: Call, run: Run): boolean {
  const method = methodName(call);
  const query = call.callee.kind === 'attribute' ? queryOf(call.callee.of) : null;
  if (query) return emitQuery(query, method, call, run);
  switch (method) {
    case 'add':
    case 'merge':
      return insertObjects(call.args, call, run);
    case 'add_all':
    case 'bulk_save_objects':
      return insertObjects(call.args.slice(0, 1).flatMap(unpacked), call, run);
    case 'bulk_insert_mappings':
    case 'bulk_update_mappings':
      return mappings(call, method, run);
    case 'delete':
      return deleteObject(call, run);
    default:
      return false;
  }
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
    .map(({ value: condition, span }) => nullTest(condition) ?? run.source.text.slice(span.start, span.end))
    .join(' AND ');
  const shared = { table: table.name, where: where === '' ? null : where, reads: readsIn(value) };
  const values = call.args[0] ?? call.keywords.get('values');
  const assignments = values ? assigned(values, run) : [];
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

/** The objects of a list, also of one of which more was never seen. */
function unpacked({ value, span }: Argument): readonly Argument[] {
  const items = value.kind === 'list' ? value.items : (elements(value) ?? [value]);
  return items.map((item) => ({ value: item, span }));
}

function insertObjects(args: readonly Argument[], call: Call, run: Run): boolean {
  const isSession = isSessionMethod(call);
  const seen = new Set<ClassValue>();
  for (const { value } of args) {
    const object = value.kind === 'each' ? (value.result ?? value) : value;
    const model = modelOf(object);
    if (model && object.kind === 'call') insertObject(model, object, seen, call.span, run);
    // An object that was queried is already there: adding it changes nothing by itself.
    else if (isSession && elementTable(object) === null && !isSelf(object)) addsUnknown(call.span, run);
  }
  return args.length > 0 && (isSession || seen.size > 0);
}

/** `session.add(...)`, not `names.add(...)`. */
function isSessionMethod(call: Call): boolean {
  const of = call.callee.kind === 'attribute' ? call.callee.of : null;
  const root = of ? rootPath(of) : null;
  return (
    root !== null &&
    /^sqlalchemy.*([sS]ession|sessionmaker)$|(^|\.)(db\.)?[sS]ession(\.|$)|^alembic\.op\.get_bind/.test(root)
  );
}

function isSelf(value: Value): boolean {
  return value.kind === 'constant';
}

function insertObject(model: ClassValue, object: Call, seen: Set<ClassValue>, span: Span, run: Run): void {
  const table = tableOf(model);
  if (!table) return addsUnknown(span, run);
  mentionTable(table, span, run);
  // Many objects of one model that a list holds are one insert for a person.
  if (seen.has(model)) return;
  seen.add(model);
  const given = [...object.keywords].filter(([name]) => name !== '**');
  const columns = given.map(([name]) => columnOf(table, name) ?? name);
  const rows = columns.length > 0 ? [given.map(([, { value }]) => valueText(value))] : undefined;
  const shared = { source: 'values', reads: [], onConflict: null, ...(rows ? { rows } : {}) } as const;
  run.emit(
    { kind: 'insert', table: table.name, columns: columns.length > 0 ? columns : null, ...shared },
    span,
    'core',
  );
}

function addsUnknown(span: Span, run: Run): void {
  run.emitUnknown(
    'The model of what is added here is not declared in this file; nothing is known about which rows it writes.',
    span,
    'core',
  );
}

function mappings(call: Call, method: string, run: Run): boolean {
  const table = tableOf(call.args[0]?.value);
  if (!table) {
    if (isSessionMethod(call)) addsUnknown(call.span, run);
    return isSessionMethod(call);
  }
  mentionTable(table, call.span, run);
  const rows = call.args[1] ?? call.keywords.get('mappings');
  const columns = rows ? dictColumns(rows).map(([name]) => name) : [];
  run.emit(
    method === 'bulk_insert_mappings' ? insertMappings(table, columns, rows) : updateMappings(table, columns),
    call.span,
    'core',
  );
  return true;
}

function insertMappings(table: DeclaredTable, columns: readonly string[], rows: Argument | undefined) {
  const values = rows && dictRows(rows.value, columns);
  return {
    kind: 'insert',
    table: table.name,
    columns: columns.length > 0 ? columns : null,
    source: 'values',
    reads: [],
    onConflict: null,
    ...(values ? { rows: values } : {}),
  } as const;
}

/** The key says which row; the other columns are set. */
function updateMappings(table: DeclaredTable, columns: readonly string[]) {
  const key = primaryColumns(table);
  const assignments = columns
    .filter((column) => !key.includes(column))
    .map((column) => ({ column, expression: computedInPython }));
  return { kind: 'update', table: table.name, assignments, where: 'by primary key', reads: [] } as const;
}

const computedInPython = 'a value computed in Python';

function deleteObject(call: Call, run: Run): boolean {
  const object = call.args[0]?.value;
  const table = elementTable(object);
  if (!table) {
    const isUnknown = isSessionMethod(call) && object !== undefined;
    if (isUnknown) addsUnknown(call.span, run);
    return isUnknown;
  }
  run.emit({ kind: 'delete', table: table.name, where: 'the rows found by the query', reads: [] }, call.span, 'core');
  return true;
}

function modelOf(value: Value): ClassValue | null {
  return value.kind === 'call' && value.callee.kind === 'class' ? value.callee : null;
}

/** `row.name = value` on an object of a query updates its table when the session is flushed. */
export function assignToElement(object: Value, attribute: string, value: Value, span: Span, run: Run): void {
  const table = elementTable(object);
  const column = table && columnOf(table, attribute);
  if (!table || column === null) return;
  const expression = valueText(value) ?? computedInPython;
  const reads = [{ table: table.name, columns: primaryColumns(table) }];
  run.emit(
    { kind: 'update', table: table.name, assignments: [{ column, expression }], where: 'by primary key', reads },
    span,
    'core',
  );
}

/** The column that an attribute of a model is; `null` where it is none (a property, a relationship). */
function columnOf(table: DeclaredTable, attribute: string): string | null {
  if (table.columns.length === 0) return attribute;
  const found = table.columns.find((each) => (each.attribute ?? each.column.name) === attribute);
  return found?.column.name ?? null;
}

function primaryColumns(table: DeclaredTable): readonly string[] {
  return table.columns.filter((each) => each.isPrimaryKey).map((each) => each.column.name);
}
