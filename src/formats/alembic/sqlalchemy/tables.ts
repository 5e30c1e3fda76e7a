import type { Constraint } from '../../../migration/operation';
import type { Column, Index, ObjectName } from '../../../schema/model';
import type { Span } from '../../../migration/span';
import { plain, type Call, type ClassValue, type Value } from '../python/value';
import type { Run } from '../run';
import { declaredColumn, declaredIndex, isColumn, tableConstraint, type DeclaredColumn } from './columns';
import { calledPath, libraryName } from './names';

/** A table that the file describes: `sa.table(...)`, `sa.Table(...)`, an ORM model, or what `op.create_table` returned. */
export interface DeclaredTable {
  readonly name: ObjectName;
  readonly columns: readonly DeclaredColumn[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  /** The value that declares it: one mention is enough. */
  readonly declaration: Value;
  /** This migration creates it: nothing is presumed. */
  readonly isCreatedHere: boolean;
}

/** A loop asks for the same table in each of its rounds. */
const known = new WeakMap<Value, DeclaredTable | null>();

/** The table that a value stands for; `null` if it is none. */
export function tableOf(value: Value | undefined): DeclaredTable | null {
  if (value?.kind !== 'class' && value?.kind !== 'call') return describedTable(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  const table = describedTable(value);
  known.set(value, table);
  return table;
}

/** What is handed to `upgrade(op, tables)`: its attributes are tables of those names. */
export const handedTables: Value = { kind: 'unknown', source: 'tables' };

function describedTable(value: Value | undefined): DeclaredTable | null {
  if (value?.kind === 'class') return modelTable(value);
  if (value?.kind === 'attribute') return value.name === '__table__' ? tableOf(value.of) : automapped(value);
  if (value?.kind === 'item') return reflected(value);
  if (value?.kind !== 'call') return null;
  if (value.callee.kind === 'attribute') return value.callee.name === 'alias' ? tableOf(value.callee.of) : null;
  const name = libraryName(value)?.name;
  if (name === 'aliased' || name === 'alias') return tableOf(value.args[0]?.value);
  if (name === 'table' || name === 'Table') return coreTable(value, false);
  return calledPath(value) === 'alembic.op.create_table' ? coreTable(value, true) : null;
}

/** `Base.classes.users` of SQLAlchemy's automap: a table that is known by its name only. */
function automapped({ of, name }: Extract<Value, { kind: 'attribute' }>): DeclaredTable | null {
  if (of === handedTables) return namedOnly({ schema: null, name }, of);
  const isMapped =
    of.kind === 'attribute' && of.name === 'classes' && libraryName(rootCall(of.of))?.name === 'automap_base';
  return isMapped ? namedOnly({ schema: null, name }, of) : null;
}

function rootCall(value: Value): Value {
  return value.kind === 'attribute' ? rootCall(value.of) : value;
}

function namedOnly(name: ObjectName, declaration: Value): DeclaredTable {
  return { name, columns: [], constraints: [], indexes: [], declaration, isCreatedHere: false };
}

/** `metadata.tables["users"]`: a reflected table, known by its name only. */
function reflected(value: Extract<Value, { kind: 'item' }>): DeclaredTable | null {
  const path = plain(value.key)?.split('.');
  const isReflected = value.of.kind === 'attribute' && value.of.name === 'tables';
  if (!isReflected || !path) return null;
  const name = { schema: path.at(-2) ?? null, name: path.at(-1) ?? '' };
  return namedOnly(name, value);
}

function coreTable(call: Call, isCreatedHere: boolean): DeclaredTable | null {
  const name = plain(call.args[0]?.value ?? call.keywords.get('name')?.value ?? call.keywords.get('table_name')?.value);
  if (name === null) return null;
  return {
    name: { schema: plain(call.keywords.get('schema')?.value), name },
    ...tableElements(call.args.slice(1).map(({ value }) => value)),
    declaration: call,
    isCreatedHere,
  };
}

/** Columns, constraints and indexes out of a list of them; other values are passed over. */
export function tableElements(values: readonly Value[]): Pick<DeclaredTable, 'columns' | 'constraints' | 'indexes'> {
  const columns = values.flatMap((value) => (isColumn(value) ? (declaredColumn(value) ?? []) : []));
  return {
    columns,
    constraints: [...columns.flatMap(columnConstraints), ...values.flatMap((value) => tableConstraint(value) ?? [])],
    indexes: values.flatMap((value) =>
      value.kind === 'call' && libraryName(value)?.name === 'Index' ? (declaredIndex(value) ?? []) : [],
    ),
  };
}

function columnConstraints({ constraints, isUnique, isIndexed, column }: DeclaredColumn): readonly Constraint[] {
  return isUnique && !isIndexed
    ? [...constraints, { type: 'unique', name: null, columns: [column.name] }]
    : constraints;
}

/** The indexes that `index=True` makes, named as SQLAlchemy does without a naming convention. */
export function impliedIndexes(table: string, columns: readonly DeclaredColumn[]): readonly Index[] {
  return columns
    .filter(({ isIndexed }) => isIndexed)
    .map(({ column, isUnique }) => ({
      name: `ix_${table}_${column.name}`,
      keys: [{ kind: 'column', column: column.name, suffix: '' }],
      isUnique,
      method: null,
      predicate: null,
      include: [],
      isValid: true,
    }));
}

/** The primary key: its own constraint, or the columns marked with `primary_key=True`. */
export function primaryKeyOf({
  columns,
  constraints,
}: Pick<DeclaredTable, 'columns' | 'constraints'>): readonly string[] {
  const own = constraints.find((each) => each.type === 'primaryKey');
  return own?.type === 'primaryKey'
    ? own.columns
    : columns.filter((each) => each.isPrimaryKey).map((each) => each.column.name);
}

function modelTable(model: ClassValue): DeclaredTable | null {
  const tableName = member(model, '__tablename__');
  const explicit = member(model, '__table__');
  if (explicit) return tableOf(explicit);
  const name = plain(tableName);
  if (name === null) return null;
  const attributes = inherited(model);
  const values = attributes.flatMap(([attribute, value]): readonly DeclaredColumn[] =>
    isColumn(value) ? [declaredColumn(value, attribute)].filter((each) => each !== null) : [],
  );
  const { schema, elements } = tableArguments(member(model, '__table_args__'));
  const declared = tableElements(elements);
  return {
    name: { schema, name },
    columns: values,
    constraints: [...values.flatMap(columnConstraints), ...declared.constraints],
    indexes: declared.indexes,
    declaration: model,
    isCreatedHere: false,
  };
}

function member(model: ClassValue, name: string): Value | undefined {
  return inherited(model).findLast(([each]) => each === name)?.[1];
}

/** Columns of mixins in the file come first. */
function inherited(model: ClassValue, depth = 0): readonly (readonly [string, Value])[] {
  const bases = depth < 4 ? model.bases : [];
  return [...bases.flatMap((base) => (base.kind === 'class' ? inherited(base, depth + 1) : [])), ...model.members];
}

/** `__table_args__`: a dict, or a tuple that may end in one. */
function tableArguments(value: Value | undefined): { schema: string | null; elements: readonly Value[] } {
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  const options = items.find((item) => item.kind === 'dict');
  const schema = options?.kind === 'dict' ? options.entries.find(([key]) => plain(key) === 'schema') : undefined;
  return { schema: schema ? plain(schema[1]) : null, elements: items };
}

/** Says once in a run that the migration presumes a declared table. */
export function mentionTable(table: DeclaredTable, span: Span, run: Run): void {
  if (table.isCreatedHere || !run.isFirstMention(table.declaration)) return;
  const columns: readonly Column[] = table.columns.map(({ column }) => column);
  run.emit(
    { kind: 'mention', table: table.name, columns, primaryKey: primaryKeyOf(table), expects: 'present' },
    span,
    'core',
  );
}
