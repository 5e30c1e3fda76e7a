import type { OperationOf } from '../migration/operation';
import { isSameName, type Index, type Schema, type Table } from '../schema/model';
import { editEveryTable, editTable, put } from './edit';

export function createIndex(schema: Schema, { table, index, ifNotExists }: OperationOf<'createIndex'>): Schema {
  return editTable(schema, table, (old) => {
    const isThere = old.indexes.some(({ name }) => name === index.name);
    return isThere && ifNotExists ? old : withIndex(old, index);
  });
}

/** SQL does not say whose index it is: names are unique in a schema there. */
export function dropIndex(schema: Schema, { name, table }: OperationOf<'dropIndex'>): Schema {
  if (name === null) return schema;
  return editEveryTable(schema, (other) => {
    const isHere = table === null || isSameName(other, table);
    return isHere && other.indexes.some((index) => index.name === name) ? withoutIndex(other, name) : other;
  });
}

export function renameIndex(schema: Schema, { name, newName }: OperationOf<'renameIndex'>): Schema {
  const renamed = <T extends { readonly name: string | null }>(item: T): T =>
    item.name === name ? { ...item, name: newName } : item;
  return editEveryTable(schema, (table) => {
    const { indexes, uniques, primaryKey } = table;
    if (![...indexes, ...uniques, primaryKey].some((item) => item?.name === name)) return table;
    return {
      ...table,
      indexes: indexes.map(renamed),
      uniques: uniques.map(renamed),
      primaryKey: primaryKey === null ? null : renamed(primaryKey),
    };
  });
}

export function withIndex(table: Table, index: Index): Table {
  return { ...table, indexes: put(table.indexes, index, ({ name }) => name === index.name) };
}

function withoutIndex(table: Table, name: string): Table {
  return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
}
