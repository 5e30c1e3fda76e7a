import { areComparable } from '../../schema/ddl.fit';
import { isSameName, type Column, type Table } from '../../schema/model';

/**
 * On Postgres a foreign key joins columns of one kind: where the files say otherwise (a downgrade that was generated on
 * another database), the column has what it points at, for else the key could not be there.
 */
export function withJoinableKeys(tables: readonly Table[]): readonly Table[] {
  return tables.map((table) => ({ ...table, columns: table.columns.map((column) => joinable(column, table, tables)) }));
}

function joinable(column: Column, table: Table, tables: readonly Table[]): Column {
  const target = targetOf(column.name, table, tables);
  return target === null || areComparable(column.type, target.type) ? column : { ...column, type: target.type };
}

function targetOf(name: string, table: Table, tables: readonly Table[]): Column | null {
  for (const key of table.foreignKeys) {
    const target = tables.find((each) => isSameName(each, key.target));
    const columns = key.targetColumns.length > 0 ? key.targetColumns : (target?.primaryKey?.columns ?? []);
    const wanted = columns[key.columns.indexOf(name)];
    const found = target?.columns.find((column) => column.name === wanted);
    if (found) return found;
  }
  return null;
}
