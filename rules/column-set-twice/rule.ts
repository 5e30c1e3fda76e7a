import type { Operation } from '../../src/migration/operation';
import { columnSubject, formatColumn, rule, type Report } from '../../src/lint/rule';
import type { Dialect } from '../../src/schema/model';

export default rule({
  name: 'column-set-twice',
  code: 'RT710',
  severity: 'error',
  aliases: [],
  check: ({ revision, dialect }) =>
    [...revision.upgrade, ...revision.downgrade].flatMap(({ operation }) => reportsOf(operation, dialect)),
});

function reportsOf(operation: Operation, dialect: Dialect): readonly Report[] {
  if (operation.via !== 'sql' || (operation.kind !== 'update' && operation.kind !== 'insert')) return [];
  const column = twice(columnsOf(operation));
  if (column === undefined || isPartial(operation, column)) return [];
  const { table, span, kind } = operation;
  const isTaken = kind === 'update' && (dialect === 'mysql' || dialect === 'mariadb' || dialect === 'sqlite');
  const message = `${formatColumn(table, column)} is set twice in one statement: ${isTaken ? 'only one of the values stays' : 'it fails'}. Leave one out.`;
  return [{ span, severity: isTaken ? 'warning' : 'error', subject: columnSubject(table, column), message }];
}

function columnsOf(operation: Extract<Operation, { kind: 'update' | 'insert' }>): readonly string[] {
  return operation.kind === 'insert' ? (operation.columns ?? []) : operation.assignments.map(({ column }) => column);
}

function twice(columns: readonly string[]): string | undefined {
  return columns.find((column, at) => column !== '' && columns.indexOf(column) !== at);
}

/** `SET tags[1] = …, tags[2] = …` sets parts of one column. */
function isPartial({ sql = '' }: Operation, column: string): boolean {
  return new RegExp(`\\b${column}"?\\s*(\\[|\\.\\w+\\s*=)`, 'i').test(sql);
}
