import type { Action, Read } from '../../../migration/operation';
import type { Span } from '../../../migration/span';
import { formatName, type ObjectName } from '../../../schema/model';
import { elements, isNone, plain, within, type Argument, type Call, type Value } from '../python/value';
import type { Run } from '../run';
import { columnName } from './columns';
import { libraryName } from './names';
import { sqlOf } from './sql';
import { mentionTable, tableOf, type DeclaredTable } from './tables';

/** A statement built with SQLAlchemy's core: what it starts with, and the methods called on it, in order. */
interface Chain {
  readonly verb: 'insert' | 'update' | 'delete' | 'select';
  readonly table: DeclaredTable | null;
  readonly calls: readonly Call[];
  /** What is handed over beside the statement: `execute(table.insert(), [{...}])`. */
  readonly parameters?: Argument | undefined;
}

/** Emits what executing a core statement (with parameters) does; false if the value is none. */
export function emitStatement(value: Value, span: Span, run: Run, parameters?: Argument): boolean {
  const read = readChain(value);
  if (read === null) return false;
  const chain = { ...read, parameters };
  const tables = tablesIn(value);
  for (const table of tables) mentionTable(table, span, run);
  if (chain.verb === 'select') run.emit({ kind: 'select', reads: readsIn(value) }, span, 'core');
  else if (chain.table === null) {
    run.emitUnknown(
      `The table of this ${chain.verb} is not declared in this file; nothing is known about what it changes.`,
      span,
      'core',
    );
  } else run.emit(action(chain, chain.table.name, value, run), span, 'core');
  return true;
}

const verbs: Readonly<Record<string, Chain['verb']>> = {
  insert: 'insert',
  update: 'update',
  delete: 'delete',
  select: 'select',
  exists: 'select',
  union: 'select',
  union_all: 'select',
};

function readChain(value: Value): Chain | null {
  const calls: Call[] = [];
  let at: Value = value;
  while (at.kind === 'call') {
    calls.unshift(at);
    if (at.callee.kind !== 'attribute') {
      const verb = verbs[libraryName(at)?.name ?? ''];
      return verb ? { verb, table: tableOf(at.args[0]?.value ?? at.keywords.get('table')?.value), calls } : null;
    }
    const table = tableOf(at.callee.of);
    const verb = verbs[at.callee.name];
    if (table && verb) return { verb, table, calls };
    at = at.callee.of;
  }
  return null;
}

function action(chain: Chain, table: ObjectName, value: Value, run: Run): Action {
  const reads = readsIn(value);
  const where = conditionText(chain, run);
  switch (chain.verb) {
    case 'insert':
      return { kind: 'insert', table, ...insertion(chain), reads: isSelecting(chain) ? reads : [] };
    case 'update':
      return { kind: 'update', table, assignments: assignments(chain, run), where, reads: conditionReads(chain) };
    case 'delete':
      return { kind: 'delete', table, where, reads: conditionReads(chain) };
    case 'select':
      return { kind: 'select', reads };
  }
}

function insertion(chain: Chain) {
  const conflict = chain.calls
    .map(methodName)
    .find((name) => name.startsWith('on_conflict') || name.startsWith('on_duplicate'));
  const selection = chain.calls.find((call) => methodName(call) === 'from_select');
  const values = assignedColumns(chain);
  const columns = selection ? selectedColumns(selection) : values.map(([column]) => column);
  const rows = selection ? undefined : insertedRows(chain, columns);
  return {
    columns: columns.length > 0 ? columns : null,
    source: selection ? ('select' as const) : ('values' as const),
    onConflict:
      conflict === undefined ? null : conflict.endsWith('nothing') ? ('nothing' as const) : ('update' as const),
    ...(rows ? { rows } : {}),
  };
}

function selectedColumns(selection: Call): readonly string[] {
  const names = selection.args[0] ? (elements(selection.args[0].value) ?? []) : [];
  return names.flatMap((item) => columnName(item) ?? []);
}

/** The values of an insert: of `.values(...)`, or of the parameters where there is no such call. */
function insertedRows(chain: Chain, columns: readonly string[]) {
  const single = chain.calls.findLast((call) => methodName(call) === 'values' && call.keywords.size > 0);
  if (single) return [columns.map((column) => literalOf(single.keywords.get(column)?.value))];
  const given = chain.calls.findLast((call) => methodName(call) === 'values')?.args[0] ?? chain.parameters;
  return given && dictRows(given.value, columns);
}

const mostRows = 50;

/** The values of dicts (one, or a list of them) in the order of the columns, as SQL; `undefined` where there are none. */
export function dictRows(
  value: Value,
  columns: readonly string[],
): readonly (readonly (string | null)[])[] | undefined {
  const dicts = value.kind === 'dict' ? [value] : value.kind === 'list' ? value.items.slice(0, mostRows) : [];
  const rows = dicts.map((dict) => {
    const found = new Map(dictColumns({ value: dict, span: { start: 0, end: 0 } }));
    return columns.map((column) => literalOf(found.get(column)?.value));
  });
  return rows.length > 0 && columns.length > 0 ? rows : undefined;
}

/** What a row leaves out is NULL or a default: not known. */
function literalOf(value: Value | undefined): string | null {
  return value === undefined ? null : valueText(value);
}

function isSelecting(chain: Chain): boolean {
  return chain.calls.some((call) => methodName(call) === 'from_select');
}

/** `.values(a=1)`, `.values({"a": 1})`, `.values({table.c.a: 1})`, `.values([{...}])`. */
function assignedColumns(chain: Chain): readonly (readonly [string, Argument])[] {
  const given = chain.calls
    .filter((call) => methodName(call) === 'values')
    .flatMap((call) => [
      ...[...call.keywords].filter(([name]) => name !== '**'),
      ...call.args.flatMap((argument) => dictColumns(argument)),
    ]);
  // Without `.values(...)`, an insert takes the columns of its parameters.
  return given.length === 0 && chain.verb === 'insert' && chain.parameters ? dictColumns(chain.parameters) : given;
}

export function dictColumns({ value, span }: Argument): readonly (readonly [string, Argument])[] {
  if (value.kind === 'list') return value.items[0] ? dictColumns({ value: value.items[0], span }) : [];
  if (value.kind === 'each' && value.result) return dictColumns({ value: value.result, span });
  if (value.kind !== 'dict') return [];
  return value.entries.flatMap(([key, each]) => {
    const name = plain(key) ?? (key.kind === 'attribute' ? key.name : null);
    return name === null ? [] : [[name, { value: each, span }] as const];
  });
}

function assignments(chain: Chain, run: Run) {
  return assignedColumns(chain).map(([column, { value, span }]) => ({
    column,
    expression: valueText(value) ?? run.source.text.slice(span.start, span.end),
  }));
}

export function valueText(value: Value): string | null {
  if (value.kind === 'text') return `'${value.value.replaceAll("'", "''")}'`;
  if (value.kind === 'call') return sqlOf(value);
  if (value.kind !== 'constant') return null;
  return value.value === null ? 'NULL' : String(value.value);
}

const conditionMethods = new Set(['where', 'filter', 'filter_by']);

/** The conditions as they are written in Python, joined as SQLAlchemy joins them; tests for NULL as SQL has them. */
function conditionText(chain: Chain, run: Run): string | null {
  const conditions = chain.calls
    .filter((call) => conditionMethods.has(methodName(call)))
    .flatMap((call) => [...call.args, ...call.keywords.values()])
    .map(({ value, span }) => nullTest(value) ?? run.source.text.slice(span.start, span.end));
  return conditions.length > 0 ? conditions.join(' AND ') : null;
}

/** `column.is_(None)`, `column == null()` and their opposites. */
export function nullTest(value: Value): string | null {
  const [operator, column, other] =
    value.kind === 'operator'
      ? [value.operator, value.operands[0], value.operands[1]]
      : value.kind === 'call' && value.callee.kind === 'attribute'
        ? [value.callee.name, value.callee.of, value.args[0]?.value]
        : ['', undefined, undefined];
  const name = column ? columnName(column) : null;
  if (name === null || !other || !(isNone(other) || libraryName(other)?.name === 'null')) return null;
  if (/^(==|is|is_)$/.test(operator)) return `${name} IS NULL`;
  return /^(!=|is not|isnot|is_not)$/.test(operator) ? `${name} IS NOT NULL` : null;
}

function conditionReads(chain: Chain): readonly Read[] {
  const parts = chain.calls.flatMap((call) => [...call.args, ...call.keywords.values()].map(({ value }) => value));
  return mergeReads(parts.flatMap((part) => columnsRead(part)));
}

export function methodName(call: Call): string {
  return call.callee.kind === 'attribute' ? call.callee.name : '';
}

/** The tables and columns that are named anywhere in a value. */
export function readsIn(value: Value): readonly Read[] {
  return mergeReads([...tablesIn(value).map((table) => ({ table: table.name, columns: [] })), ...columnsRead(value)]);
}

function tablesIn(value: Value): readonly DeclaredTable[] {
  return [...within(value)].flatMap((part) => tableOf(part) ?? []);
}

/** `table.c.name`, `table.c["name"]`, `Model.name`. */
function columnsRead(value: Value): readonly Read[] {
  return [...within(value)].flatMap((part): readonly Read[] => {
    if (part.kind === 'attribute' && part.of.kind === 'class') return columnOf(tableOf(part.of), part.name);
    if (part.kind === 'attribute' && isColumns(part.of)) return columnOf(tableOf(part.of.of), part.name);
    if (part.kind === 'item' && isColumns(part.of)) return columnOf(tableOf(part.of.of), plain(part.key));
    return [];
  });
}

function isColumns(value: Value): value is Extract<Value, { kind: 'attribute' }> {
  return value.kind === 'attribute' && (value.name === 'c' || value.name === 'columns');
}

function columnOf(table: DeclaredTable | null, column: string | null): readonly Read[] {
  if (table === null || column === null || column.startsWith('__')) return [];
  // An attribute of a model may be named differently from its column, or be a relationship.
  const declared = table.columns.length === 0 || table.columns.some((each) => each.column.name === column);
  return declared ? [{ table: table.name, columns: [column] }] : [];
}

function mergeReads(reads: readonly Read[]): readonly Read[] {
  const merged = new Map<string, { table: ObjectName | null; columns: Set<string> }>();
  for (const { table, columns } of reads) {
    const key = table === null ? '' : formatName(table);
    const known = merged.get(key) ?? { table, columns: new Set<string>() };
    for (const column of columns) known.columns.add(column);
    merged.set(key, known);
  }
  return [...merged.values()].map(({ table, columns }) => ({ table, columns: [...columns] }));
}
