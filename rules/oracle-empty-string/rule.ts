import type { Step } from '../../src/paper/roundtrip';
import type { Column, ObjectName } from '../../src/schema/model';
import type { Span } from '../../src/migration/span';
import { columnSubject, formatColumn, rule, type Report } from '../../src/lint/rule';
import { findColumn } from '../../src/schema/lookup';

export default rule({
  name: 'oracle-empty-string',
  code: 'RT841',
  severity: 'error',
  aliases: [],
  dialects: ['oracle'],
  check: ({ revision }) => [...revision.upgrade, ...revision.downgrade].flatMap(reportsOf),
});

function reportsOf({ operation, schema }: Step): readonly Report[] {
  const { span } = operation;
  switch (operation.kind) {
    case 'createTable':
      return operation.columns.filter(isEmptyDefault).map(({ name }) => reportOf(operation.table, name, span));
    case 'addColumn':
      return isEmptyDefault(operation.column) ? [reportOf(operation.table, operation.column.name, span)] : [];
    case 'update':
      return operation.assignments
        .filter(({ column, expression }) => {
          const isRequired = findColumn(schema, operation.table, column)?.nullable === false;
          return isRequired && expression.trim() === "''";
        })
        .map(({ column }) => reportOf(operation.table, column, span));
    default:
      return [];
  }
}

function isEmptyDefault({ nullable, default: value }: Column): boolean {
  return !nullable && value?.trim() === "''";
}

function reportOf(table: ObjectName, column: string, span: Span): Report {
  return {
    span,
    subject: columnSubject(table, column),
    message: `Oracle takes '' for NULL: ${formatColumn(table, column)} is NOT NULL, so that this fails as soon as there is a row. Use another value, or let it be NULL.`,
  };
}
