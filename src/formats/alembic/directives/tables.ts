import type { Constraint, OperationOf } from '../../../migration/operation';
import type { Dialect } from '../../../schema/model';
import { elements, isNone, plain, type Value } from '../python/value';
import { isTrue } from '../sqlalchemy/columns';
import { libraryName } from '../sqlalchemy/names';
import { impliedIndexes, mentionTable, primaryKeyOf, tableElements, tableOf } from '../sqlalchemy/tables';
import { dictColumns, dictRows } from '../sqlalchemy/statements';
import { emit, emitDynamic, tableOfDirective, type Directive } from './directive';

export function createTable(directive: Directive): void {
  const { args } = directive;
  const table = tableOfDirective(directive);
  if (table === null) return emitDynamic(directive, "the table's name");
  const { columns, constraints, indexes } = tableElements(
    args.rest.map(({ value }) => withoutLaterKeys(value, directive.run.dialect)).filter((value) => value !== null),
  );
  const keyed = withPrimaryKey({ columns, constraints });
  emit(directive, {
    kind: 'createTable',
    table,
    columns: columns.map(({ column }) => (keyed.key.includes(column.name) ? { ...column, nullable: false } : column)),
    constraints: keyed.constraints,
    indexes: [...indexes, ...impliedIndexes(table.name, columns)],
    ifNotExists: args.isTrue('if_not_exists'),
    temporary: isTemporary(args.value('prefixes')),
    reads: [],
    isFilled: false,
    comment: args.text('comment'),
    traits: traits(directive),
    createsEnums: true,
    ...partition(args.text('postgresql_partition_by')),
  });
  // `*columns` built elsewhere: the table is known, its columns are not all.
  if (args.call.keywords.has('**')) emitDynamic(directive, 'a part of the table');
}

/** SQLAlchemy leaves keys with `use_alter` to an ALTER that `op.create_table` never makes, where the dialect has one. */
function withoutLaterKeys(value: Value, dialect: Dialect): Value | null {
  if (value.kind !== 'call' || dialect === 'sqlite') return value;
  if (isLaterKey(value)) return null;
  return { ...value, args: value.args.filter((argument) => !isLaterKey(argument.value)) };
}

function isLaterKey(value: Value): boolean {
  return (
    value.kind === 'call' &&
    /^ForeignKey/.test(libraryName(value)?.name ?? '') &&
    isTrue(value.keywords.get('use_alter'))
  );
}

/** Columns marked with `primary_key=True` make a key, if none is written. */
function withPrimaryKey(elements: Pick<ReturnType<typeof tableElements>, 'columns' | 'constraints'>) {
  const key = primaryKeyOf(elements);
  const isWritten = elements.constraints.some(({ type }) => type === 'primaryKey');
  const implied: readonly Constraint[] =
    isWritten || key.length === 0 ? [] : [{ type: 'primaryKey', name: null, columns: key }];
  return { key, constraints: [...implied, ...elements.constraints] };
}

function isTemporary(prefixes: Value | undefined): boolean {
  return (prefixes ? (elements(prefixes) ?? []) : []).some((prefix) => /^temp(orary)?$/i.test(plain(prefix) ?? ''));
}

function traits({ args }: Directive): OperationOf<'createTable'>['traits'] {
  const isOff = (name: string) => args.has(name) && !args.isTrue(name);
  return [
    ...(args.isTrue('sqlite_autoincrement') ? ['autoincrement'] : []),
    ...(isOff('sqlite_with_rowid') ? ['without rowid'] : []),
    ...(args.isTrue('sqlite_strict') ? ['strict'] : []),
    ...(args.has('postgresql_partition_by') ? ['partitioned'] : []),
  ];
}

/** `RANGE (made_at)`; keys that are expressions have no column. */
function partition(clause: string | null): Pick<OperationOf<'createTable'>, 'partitionBy'> {
  const [, strategy, keys] = /^\s*(\w+)\s*\((.*)\)\s*$/s.exec(clause ?? '') ?? [];
  if (strategy === undefined || keys === undefined) return {};
  const columns = keys.split(',').flatMap((key) => /^\s*"?(\w+)"?\s*$/.exec(key)?.[1] ?? []);
  return { partitionBy: { strategy: strategy.toLowerCase(), columns } };
}

export function dropTable(directive: Directive): void {
  const table = tableOfDirective(directive);
  if (table === null) return emitDynamic(directive, "the table's name");
  emit(directive, { kind: 'dropTable', table, ifExists: directive.args.isTrue('if_exists'), cascade: false });
}

export function renameTable(directive: Directive): void {
  const table = tableOfDirective(directive, 'old_table_name');
  const newName = directive.args.text('new_table_name');
  if (table === null) return emitDynamic(directive, "the table's old name");
  if (newName === null) return emitDynamic(directive, "the table's new name");
  emit(directive, { kind: 'renameTable', table, newName });
}

export function commentTable(directive: Directive): void {
  const table = tableOfDirective(directive);
  const comment = directive.args.optionalText('comment');
  if (table === null) return emitDynamic(directive, "the table's name");
  if (comment === undefined) return emitDynamic(directive, 'the comment');
  emit(directive, { kind: 'alterTable', table, change: { type: 'comment', comment } });
}

export function bulkInsert(directive: Directive): void {
  const { args, run } = directive;
  const table = tableOf(args.value('table'));
  if (table === null) return emitDynamic(directive, 'the table');
  mentionTable(table, args.call.span, run);
  const rows = args.argument('rows');
  if (!rows || isEmpty(rows.value)) return;
  const columns = dictColumns(rows).map(([name]) => name);
  const values = dictRows(rows.value, columns);
  const shared = { source: 'values', reads: [], onConflict: null, ...(values ? { rows: values } : {}) } as const;
  emit(directive, { kind: 'insert', table: table.name, columns: columns.length > 0 ? columns : null, ...shared });
}

function isEmpty(rows: Value): boolean {
  return isNone(rows) || elements(rows)?.length === 0;
}
