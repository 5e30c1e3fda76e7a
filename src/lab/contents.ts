import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { usesInSql } from '../paper/baseline/guess';
import { type Column, type ColumnType, formatName, type ObjectName, type Table } from '../schema/model';
import { tablesOf } from './baseline/tables';

/** What texts spell, by `table.column`: labels of an enum, or values of the type that a migration converts them to. */
export type ContentHints = ReadonlyMap<string, Pick<ColumnType, 'labels' | 'content'>>;

/**
 * What the migrations say of texts that the engine only knows as text: an enum kept in a VARCHAR, a JSON document that
 * is cast later. Rows without that shape would fail for want of sense, not because the migration is wrong.
 */
export function contentHints(migrations: readonly Migration[]): ContentHints {
  const operations = migrations.flatMap(({ upgrade, downgrade }) => [
    ...upgrade.operations,
    ...(downgrade?.operations ?? []),
  ]);
  return new Map(operations.flatMap(hintsOf));
}

export function withContents(table: Table, hints: ContentHints): Table {
  if (hints.size === 0) return table;
  return { ...table, columns: table.columns.map((column) => withContent(table, column, hints)) };
}

function withContent(table: ObjectName, column: Column, hints: ContentHints): Column {
  const hint = hints.get(key(table, column.name));
  if (!hint || !column.type || !isText(column.type)) return column;
  return { ...column, type: { ...column.type, ...hint } };
}

type Hint = readonly [string, Pick<ColumnType, 'labels' | 'content'>];

function hintsOf(op: Operation): readonly Hint[] {
  switch (op.kind) {
    case 'createTable':
    case 'mention':
      return op.columns.flatMap((column) => labelHint(op.table, column.name, column.type));
    case 'addColumn':
      return labelHint(op.table, op.column.name, op.column.type);
    case 'alterColumn':
      return [
        ...labelHint(op.table, op.column, op.before.type),
        ...conversionHint(op.table, op.column, op.change.type),
      ];
    case 'createIndex':
      return documentHints(
        op.table,
        op.index.keys.flatMap((key) => (key.kind === 'expression' ? [key.expression] : [])),
      );
    case 'update':
    case 'delete':
    case 'select':
    case 'insert':
    case 'other':
      return tablesOf(op).flatMap((table) => documentHints(table, op.sql ? [op.sql] : []));
    default:
      return [];
  }
}

/** Texts that SQL takes apart as JSON hold JSON. */
function documentHints(table: ObjectName, expressions: readonly string[]): readonly Hint[] {
  const uses = expressions.flatMap(usesInSql).filter(({ type }) => type.name.startsWith('json'));
  return uses.map(({ column, type }) => [key(table, column), { content: type }]);
}

function labelHint(table: ObjectName, column: string, type: ColumnType | null | undefined): readonly Hint[] {
  return type?.labels && type.labels.length > 0 ? [[key(table, column), { labels: type.labels }]] : [];
}

function conversionHint(table: ObjectName, column: string, type: ColumnType | null | undefined): readonly Hint[] {
  if (!type || type.dimensions > 0 || isText(type)) return [];
  return type.labels ? labelHint(table, column, type) : [[key(table, column), { content: type }]];
}

function isText({ name, dimensions }: ColumnType): boolean {
  return dimensions === 0 && /^(text|varchar|char|citext|clob|unicode|string)/.test(name);
}

function key(table: ObjectName, column: string): string {
  return `${formatName(table)}.${column}`;
}
