import type { Column, ColumnType, Schema } from '../schema/model';
import { emptyColumn } from './baseline/build.column';
import { isKeyName, plainKey, type, typeByName } from './baseline/guess';

/**
 * A column of which nothing is known but its name: nullable, of the type that columns of this name have in the schema
 * around it, else of the type that such a name usually has.
 */
export function guessColumn(name: string, schema: Schema): Column {
  const namesakes = typesOf(name, schema);
  const keys = typesOf('id', schema);
  const found = namesakes.length > 0 ? namesakes : isKeyName(name.toLowerCase()) ? keys : [];
  const usual = mostFrequent(found);
  return { ...emptyColumn, name, type: usual ? plainKey(usual) : typeByName(name, type('integer')) };
}

function typesOf(name: string, { tables }: Schema): readonly ColumnType[] {
  const columns = tables.flatMap((table) => table.columns.filter((column) => column.name === name));
  return columns.flatMap((column) => (column.type ? [column.type] : []));
}

function mostFrequent(types: readonly ColumnType[]): ColumnType | null {
  const counts = new Map<string, { readonly type: ColumnType; count: number }>();
  for (const each of types) {
    const key = JSON.stringify(each);
    counts.set(key, { type: each, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.type ?? null;
}
