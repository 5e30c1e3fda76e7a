import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, type Column, type ObjectName } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import type { Operation } from '../../src/migration/operation';

export default rule({
  name: 'mssql-unique-null',
  code: 'RT833',
  severity: 'warning',
  aliases: [],
  dialects: ['mssql'],
  check: ({ revision }) => revision.upgrade.flatMap(reportsOf),
});

function reportsOf({ operation, schema }: Step): readonly Report[] {
  return keysOf(operation).flatMap(({ table, columns, own }) => {
    // Of a table that is known in part, what is not said to be NOT NULL may still be.
    const isKnown = findTable(schema, table)?.isComplete === true;
    const known = columns.map(
      (name) => own.find((column) => column.name === name) ?? (isKnown ? findColumn(schema, table, name) : undefined),
    );
    if (columns.length === 0 || !known.every((column) => column?.nullable === true && column.type !== null)) return [];
    const what = `(${columns.join(', ')})`;
    const message =
      `SQL Server takes NULL for a value like any other: only one row of ${formatName(table)} may have no ${what}. ` +
      `Make it NOT NULL, or use a unique index with mssql_where=sa.text("${columns[0] ?? ''} IS NOT NULL").`;
    return [{ span: operation.span, subject: tableSubject(table), message }];
  });
}

interface Key {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  /** Columns that are made by the same operation. */
  readonly own: readonly Column[];
}

function keysOf(operation: Operation): readonly Key[] {
  switch (operation.kind) {
    case 'createTable': {
      const { table, columns: own, constraints } = operation;
      return constraints.flatMap((each) => (each.type === 'unique' ? [{ table, columns: each.columns, own }] : []));
    }
    case 'addConstraint': {
      const { table, constraint } = operation;
      return constraint.type === 'unique' ? [{ table, columns: constraint.columns, own: [] }] : [];
    }
    case 'createIndex': {
      const { table, index } = operation;
      const columns = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
      return index.isUnique && index.predicate === null && columns.length === index.keys.length
        ? [{ table, columns, own: [] }]
        : [];
    }
    default:
      return [];
  }
}
