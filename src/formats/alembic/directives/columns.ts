import type { ColumnBefore, ColumnChange } from '../../../migration/operation';
import { isNone, plain, type Value } from '../python/value';
import { declaredColumn, defaultClause, isColumn, isUnknownDefault } from '../sqlalchemy/columns';
import { sqlOf } from '../sqlalchemy/sql';
import { impliedIndexes } from '../sqlalchemy/tables';
import { columnTypeOf } from '../sqlalchemy/types';
import { emit, emitDynamic, tableOfDirective, type Directive } from './directive';

export function addColumn(directive: Directive): void {
  const { args } = directive;
  const table = tableOfDirective(directive);
  const value = args.value('column');
  const declared = isColumn(value) ? declaredColumn(value) : null;
  if (table === null) return emitDynamic(directive, "the table's name");
  if (declared === null) return emitDynamic(directive, 'the column');
  const { column, constraints, isUnique, isIndexed, isPrimaryKey, hasClientDefault } = declared;
  const columns = [column.name];
  emit(directive, {
    kind: 'addColumn',
    table,
    column,
    constraints: [
      ...constraints,
      ...(isPrimaryKey ? [{ type: 'primaryKey', name: null, columns } as const] : []),
      ...(isUnique && !isIndexed ? [{ type: 'unique', name: null, columns } as const] : []),
    ],
    ifNotExists: args.isTrue('if_not_exists'),
    hasClientDefault,
  });
  // Alembic creates the index of `index=True` with a statement of its own.
  for (const index of impliedIndexes(table.name, [declared])) {
    emit(directive, { kind: 'createIndex', table, index, concurrently: false, ifNotExists: false });
  }
}

export function dropColumn(directive: Directive): void {
  const { args } = directive;
  const table = tableOfDirective(directive);
  const column = args.text('column_name');
  if (table === null) return emitDynamic(directive, "the table's name");
  if (column === null) return emitDynamic(directive, "the column's name");
  emit(directive, { kind: 'dropColumn', table, column, ifExists: args.isTrue('if_exists'), cascade: false });
}

export function alterColumn(directive: Directive): void {
  const table = tableOfDirective(directive);
  const column = directive.args.text('column_name');
  if (table === null) return emitDynamic(directive, "the table's name");
  if (column === null) return emitDynamic(directive, "the column's name");
  emit(directive, { kind: 'alterColumn', table, column, change: changeOf(directive), before: beforeOf(directive) });
}

function changeOf({ args }: Directive): ColumnChange {
  const newName = args.text('new_column_name') ?? args.text('name');
  const nullable = args.value('nullable');
  const type = args.value('type_');
  const using = args.value('postgresql_using');
  const usingText = using ? sqlOf(using) : null;
  return {
    ...(newName === null ? {} : { newName }),
    ...(isNone(type) ? {} : { type: columnTypeOf(type) }),
    ...(nullable?.kind === 'constant' && nullable.value !== null ? { nullable: Boolean(nullable.value) } : {}),
    ...defaultChange(args.value('server_default')),
    ...commentChange(args.value('comment')),
    ...(usingText === null ? {} : { using: usingText }),
  };
}

/** `None` drops the default, `False` (Alembic's own default) leaves it; Identity and Computed are no defaults. */
function defaultChange(value: Value | undefined): ColumnChange {
  if (value === undefined || (value.kind === 'constant' && value.value === false)) return {};
  if (value.kind !== 'call') return newDefault(value);
  const { column } = declaredColumn({ ...value, args: [{ value, span: value.span }], keywords: new Map() }, '') ?? {};
  if (column?.identity) return { identity: column.identity };
  return column?.generated ? { generated: column.generated } : newDefault(value);
}

function newDefault(value: Value): ColumnChange {
  const clause = defaultClause(value);
  return isUnknownDefault(value, clause) ? { hasUnknownDefault: true } : { default: clause };
}

function commentChange(value: Value | undefined): ColumnChange {
  if (value === undefined || (value.kind === 'constant' && value.value === false)) return {};
  return { comment: plain(value) };
}

function beforeOf({ args }: Directive): ColumnBefore {
  const type = args.value('existing_type');
  const nullable = args.value('existing_nullable');
  const existing = args.value('existing_server_default');
  const isStated = existing !== undefined && !(existing.kind === 'constant' && existing.value === false);
  return {
    ...(isNone(type) ? {} : { type: columnTypeOf(type) }),
    ...(nullable?.kind === 'constant' && nullable.value !== null ? { nullable: Boolean(nullable.value) } : {}),
    ...(isStated && !isUnknownDefault(existing, defaultClause(existing)) ? { default: defaultClause(existing) } : {}),
  };
}
