import { isSameName, type Column, type ObjectName, type Schema, type Table } from '../schema/model';

/** Small changes of a schema that keep everything else, and the schema itself where there is nothing to change. */

export function editTable(schema: Schema, name: ObjectName, edit: (table: Table) => Table): Schema {
  const at = schema.tables.findIndex((table) => isSameName(table, name));
  const table = schema.tables[at];
  if (table === undefined) return schema;
  const edited = edit(table);
  return edited === table ? schema : { ...schema, tables: schema.tables.with(at, edited) };
}

export function editEveryTable(schema: Schema, edit: (table: Table) => Table): Schema {
  return { ...schema, tables: schema.tables.map(edit) };
}

export function editColumn(table: Table, name: string, edit: (column: Column) => Column): Table {
  const at = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[at];
  return column === undefined ? table : { ...table, columns: table.columns.with(at, edit(column)) };
}

/** Replaces the item that `isIt` finds, or adds it at the end. */
export function put<T>(items: readonly T[], item: T, isIt: (other: T) => boolean): readonly T[] {
  const at = items.findIndex(isIt);
  return at < 0 ? [...items, item] : items.with(at, item);
}

export function putNamed<T extends ObjectName>(items: readonly T[], item: T): readonly T[] {
  return put(items, item, (other) => isSameName(other, item));
}

export function withoutNamed<T extends ObjectName>(items: readonly T[], name: ObjectName): readonly T[] {
  return items.filter((item) => !isSameName(item, name));
}

export function hasNamed(items: readonly ObjectName[], name: ObjectName): boolean {
  return items.some((item) => isSameName(item, name));
}

/** Replaces a whole word in SQL text: how a renamed column shows in a CHECK, an expression or a predicate. */
export function renameInSql(sql: string, name: string, newName: string): string {
  return sql.includes(name) ? sql.replace(wholeWord(name), () => newName) : sql;
}

export function mentionsWord(sql: string, name: string): boolean {
  return sql.includes(name) && wholeWord(name).test(sql);
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'g');
}
