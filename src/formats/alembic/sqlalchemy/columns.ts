import type { Constraint } from '../../../migration/operation';
import type { Column, Index, IndexKey, ObjectName, ReferentialAction } from '../../../schema/model';
import { elements, isNone, plain, type Argument, type Call, type Value } from '../python/value';
import { libraryName } from './names';
import { defaultOf, sqlOf } from './sql';
import { columnTypeOf } from './types';

/** What a `sa.Column(...)` says. */
export interface DeclaredColumn {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
  readonly isPrimaryKey: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  readonly hasClientDefault: boolean;
  /** What the model calls it. */
  readonly attribute?: string;
}

export function isColumn(value: Value | undefined): value is Call {
  const name = libraryName(value)?.name;
  return (
    value?.kind === 'call' && (name === 'Column' || name === 'column' || name === 'mapped_column' || name === 'Field')
  );
}

/** @param attribute the name that the class gives a column which has none of its own (ORM models) */
export function declaredColumn(call: Call, attribute?: string): DeclaredColumn | null {
  const [first] = call.args;
  const written = plain(call.keywords.get('name')?.value) ?? plain(first?.value);
  const name = written ?? attribute;
  if (name === undefined) return null;
  const rest = (written !== null && first?.value.kind === 'text' ? call.args.slice(1) : call.args).map(
    ({ value }) => value,
  );
  const isPrimaryKey = isTrue(call.keywords.get('primary_key'));
  const identity = rest.find((value) => libraryName(value)?.name === 'Identity');
  const nullable = call.keywords.get('nullable')?.value;
  return {
    column: {
      name,
      type: rest.map(typeArgument).find((type) => type !== null) ?? columnTypeOf(call.keywords.get('type_')?.value),
      nullable: nullable?.kind === 'constant' ? nullable.value !== false : !isPrimaryKey && identity === undefined,
      ...defaultOfColumn(call.keywords.get('server_default')?.value),
      generated: generated(rest),
      identity: identity ? identityKind(identity) : null,
      collation: collation(rest),
      comment: plain(call.keywords.get('comment')?.value),
    },
    constraints: rest.flatMap((value) => inlineConstraint(value, name)),
    isPrimaryKey,
    isUnique: isTrue(call.keywords.get('unique')),
    isIndexed: isTrue(call.keywords.get('index')),
    hasClientDefault: call.keywords.has('default') || call.keywords.has('default_factory'),
    ...(attribute === undefined ? {} : { attribute }),
  };
}

const notTypes = new Set(['ForeignKey', 'Computed', 'Identity', 'Sequence', 'CheckConstraint', 'FetchedValue', 'text']);

function typeArgument(value: Value) {
  const name = libraryName(value)?.name;
  return name !== undefined && notTypes.has(name) ? null : columnTypeOf(value);
}

export function defaultClause(value: Value | undefined): string | null {
  return value === undefined || isNone(value) ? null : defaultOf(value);
}

/** A default that is there, but whose text is not known, is neither a default nor none. */
function defaultOfColumn(value: Value | undefined): Pick<Column, 'default' | 'hasUnknownDefault'> {
  const clause = defaultClause(value);
  return { default: clause, ...(isUnknownDefault(value, clause) ? { hasUnknownDefault: true } : {}) };
}

export function isUnknownDefault(value: Value | undefined, clause: string | null): boolean {
  const isOff = value?.kind === 'constant' && value.value === false;
  return clause === null && value !== undefined && !isNone(value) && !isOff;
}

function generated(args: readonly Value[]): Column['generated'] {
  const computed = args.find((value) => libraryName(value)?.name === 'Computed');
  if (computed?.kind !== 'call') return null;
  const expression = computed.args[0] ? sqlOf(computed.args[0].value) : null;
  const persisted = computed.keywords.get('persisted')?.value;
  const isVirtual = persisted?.kind === 'constant' && persisted.value === false;
  return { expression: expression ?? '', stored: !isVirtual };
}

function identityKind(value: Value): 'always' | 'by default' {
  return value.kind === 'call' && isTrue(value.keywords.get('always') ?? value.args[2]) ? 'always' : 'by default';
}

function collation(args: readonly Value[]): string | null {
  const type = args.find((value) => value.kind === 'call' && value.keywords.has('collation'));
  return type?.kind === 'call' ? plain(type.keywords.get('collation')?.value) : null;
}

function inlineConstraint(value: Value, column: string): readonly Constraint[] {
  const name = libraryName(value)?.name;
  if (value.kind !== 'call') return [];
  if (name === 'ForeignKey') {
    const target = reference(value.args[0]?.value ?? value.keywords.get('column')?.value);
    return target
      ? [
          foreignKey(
            value,
            [column],
            target.table,
            [target.column].filter((each) => each !== ''),
          ),
        ]
      : [];
  }
  return name === 'CheckConstraint' ? [check(value)] : [];
}

/** `users.id`, `app.users.id`, or a column of a declared table. */
function reference(value: Value | undefined): { table: ObjectName; column: string } | null {
  const path = plain(value)?.split('.');
  if (path === undefined) return null;
  if (path.length === 1) return { table: { schema: null, name: path[0] ?? '' }, column: '' };
  const schema = path.length > 2 ? path.slice(0, -2).join('.') : null;
  return { table: { schema, name: path.at(-2) ?? '' }, column: path.at(-1) ?? '' };
}

/** `PrimaryKeyConstraint(...)` and the others that stand in a table's definition. */
export function tableConstraint(value: Value): Constraint | null {
  if (value.kind !== 'call') return null;
  switch (libraryName(value)?.name) {
    case 'PrimaryKeyConstraint':
      return { type: 'primaryKey', ...key(value) };
    case 'UniqueConstraint':
      return { type: 'unique', ...key(value) };
    case 'ForeignKeyConstraint':
      return foreignKeyConstraint(value);
    case 'CheckConstraint':
      return check(value);
    case 'ExcludeConstraint':
      return { type: 'exclusion', name: nameOf(value), definition: exclusion(value) };
    default:
      return null;
  }
}

function key(call: Call) {
  const columns = call.args.flatMap(({ value }) => columnName(value) ?? []);
  const isDistinct = isTrue(call.keywords.get('postgresql_nulls_not_distinct'));
  return { name: nameOf(call), columns, ...deferral(call), ...(isDistinct ? { nullsNotDistinct: true } : {}) };
}

export function deferral({ keywords }: Pick<Call, 'keywords'>): { deferrable?: true; initiallyDeferred?: true } {
  const isDeferred = plain(keywords.get('initially')?.value)?.toUpperCase() === 'DEFERRED';
  const isDeferrable = isDeferred || isTrue(keywords.get('deferrable'));
  return { ...(isDeferrable ? { deferrable: true } : {}), ...(isDeferred ? { initiallyDeferred: true } : {}) };
}

function foreignKeyConstraint(call: Call): Constraint | null {
  const columns = nameList(call.args[0]?.value ?? call.keywords.get('columns')?.value);
  const targets = nameList(call.args[1]?.value ?? call.keywords.get('refcolumns')?.value);
  const references = (targets ?? []).flatMap((path) => reference({ kind: 'text', value: path, pieces: [] }) ?? []);
  const table = references[0]?.table;
  return table && columns
    ? foreignKey(
        call,
        columns,
        table,
        references.map(({ column }) => column),
      )
    : null;
}

export function foreignKey(
  call: Pick<Call, 'keywords'>,
  columns: readonly string[],
  target: ObjectName,
  targetColumns: readonly string[],
): Extract<Constraint, { type: 'foreignKey' }> {
  const { deferrable = false, initiallyDeferred = false } = deferral(call);
  const isValid = !isTrue(call.keywords.get('postgresql_not_valid'));
  const name = nameOf(call);
  const onDelete = referentialAction(call.keywords.get('ondelete'));
  const onUpdate = referentialAction(call.keywords.get('onupdate'));
  return {
    type: 'foreignKey',
    name,
    columns,
    target,
    targetColumns,
    onDelete,
    onUpdate,
    deferrable,
    initiallyDeferred,
    isValid,
  };
}

function referentialAction(argument: Argument | undefined): ReferentialAction {
  const written = plain(argument?.value)?.toLowerCase().trim();
  return written === 'restrict' || written === 'cascade' || written === 'set null' || written === 'set default'
    ? written
    : 'no action';
}

function check(call: Call): Constraint {
  const condition = call.args[0]?.value ?? call.keywords.get('sqltext')?.value;
  const isValid = !isTrue(call.keywords.get('postgresql_not_valid'));
  return { type: 'check', name: nameOf(call), expression: condition ? (sqlOf(condition) ?? '') : '', isValid };
}

export function exclusion(call: Pick<Call, 'args' | 'keywords'>): string {
  const parts = call.args.flatMap(({ value }) => {
    const [element, operator] = elements(value) ?? [];
    return element && operator
      ? [`${columnName(element) ?? sqlOf(element) ?? '?'} WITH ${plain(operator) ?? '?'}`]
      : [];
  });
  const where = call.keywords.get('where')?.value;
  const predicate = where ? sqlOf(where) : null;
  const using = plain(call.keywords.get('using')?.value) ?? 'gist';
  return `EXCLUDE USING ${using} (${parts.join(', ')})${predicate === null ? '' : ` WHERE (${predicate})`}`;
}

/** `sa.Index('name', 'a', 'b', unique=True)`; `null` where its name is not known. */
export function declaredIndex(call: Call): Index | null {
  const name = plain(call.args[0]?.value ?? call.keywords.get('name')?.value);
  return name === null
    ? null
    : index(
        name,
        call.args.slice(1).map(({ value }) => value),
        call.keywords,
      );
}

/** @param source what stands for a key that is built from more than names: the index is known, its expression only as written. */
export function index(name: string, keys: readonly Value[], keywords: Call['keywords'], source = ''): Index {
  const option = (suffix: string) =>
    [...keywords].find(([key]) => /^(postgresql|sqlite)_/.test(key) && key.endsWith(suffix))?.[1];
  const where = option('_where')?.value;
  const operatorClasses = option('_ops')?.value;
  const isDistinct = isTrue(option('_nulls_not_distinct'));
  return {
    name,
    keys: keys.map((each) => indexKey(each, operatorClasses, source)),
    isUnique: isTrue(keywords.get('unique')),
    method: plain(option('_using')?.value),
    predicate: where ? sqlOf(where) : null,
    include: nameList(option('_include')?.value) ?? [],
    ...(isDistinct ? { nullsNotDistinct: true } : {}),
    isValid: true,
  };
}

/** A plain text is a column; a text clause or a function is an expression; `sa.column('x').desc()` has a direction. */
function indexKey(value: Value, operatorClasses: Value | undefined, source: string): IndexKey {
  if (value.kind === 'call' && value.callee.kind === 'attribute' && /^(desc|asc)$/.test(value.callee.name)) {
    const key = indexKey(value.callee.of, operatorClasses, source);
    return value.callee.name === 'desc' ? { ...key, suffix: 'desc' } : key;
  }
  const column = columnName(value);
  if (column !== null) return { kind: 'column', column, suffix: operatorClass(column, operatorClasses) };
  return { kind: 'expression', expression: sqlOf(value) ?? source, suffix: '' };
}

function operatorClass(column: string, classes: Value | undefined): string {
  const entry = classes?.kind === 'dict' ? classes.entries.find(([key]) => plain(key) === column) : undefined;
  return entry ? (plain(entry[1]) ?? '') : '';
}

/** The name of a column given as text, `sa.column('x')` or `table.c.x`. */
export function columnName(value: Value): string | null {
  if (value.kind === 'text') return value.value;
  if (isColumn(value)) return plain(value.args[0]?.value);
  if (value.kind === 'attribute' && (value.of.kind === 'class' || isCollection(value.of))) return value.name;
  return value.kind === 'item' && isCollection(value.of) ? plain(value.key) : null;
}

/** `table.c`, `table.columns`. */
function isCollection(value: Value): boolean {
  return value.kind === 'attribute' && (value.name === 'c' || value.name === 'columns');
}

/** A list of column names, all of them known. */
export function nameList(value: Value | undefined): readonly string[] | null {
  if (value?.kind === 'text') return [value.value];
  const items = value ? elements(value) : null;
  const names = items?.map(columnName) ?? null;
  return names?.every((name) => name !== null) ? names : null;
}

function nameOf(call: Pick<Call, 'keywords'>): string | null {
  return plain(call.keywords.get('name')?.value);
}

export function isTrue(argument: Argument | undefined): boolean {
  return argument?.value.kind === 'constant' && Boolean(argument.value.value);
}
