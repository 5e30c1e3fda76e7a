import { columnSubject, formatColumn, stepsOf, tableSubject, type Report } from '../../src/lint/rule';
import type { Operation } from '../../src/migration/operation';
import { isOpaque } from '../../src/paper/effects';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { findTable, formatName } from '../../src/schema/model';

/** Drops on the way back of things that the upgrade never made: a wrong name, or something older that is destroyed. */
export function strays(revision: PaperRevision): readonly Report[] {
  if (isOpaque(revision.upgrade)) return [];
  const tables = stepsOf(revision.downgrade, 'dropTable')
    .filter(({ operation, schema }) => isCertain(operation) && findTable(schema, operation.table) === undefined)
    .filter(({ operation, schema }) => !schema.views.some(({ name }) => name === operation.table.name))
    .map(({ operation: { table, span } }) => ({
      span,
      subject: tableSubject(table),
      message: messageOf(formatName(table), 'create'),
    }));
  const columns = stepsOf(revision.downgrade, 'dropColumn')
    .filter(({ operation, schema }) => {
      const table = findTable(schema, operation.table);
      return isCertain(operation) && table?.columns.some(({ name }) => name === operation.column) === false;
    })
    .map(({ operation: { table, column, span } }) => ({
      span,
      subject: columnSubject(table, column),
      message: messageOf(formatColumn(table, column), 'add'),
    }));
  return [...tables, ...columns, ...renamed(revision)];
}

function renamed({ downgrade }: PaperRevision): readonly Report[] {
  const tables = stepsOf(downgrade, 'renameTable')
    .filter(({ operation, schema }) => findTable(schema, operation.table) === undefined)
    .filter(({ schema, operation }) => !schema.views.some(({ name }) => name === operation.table.name))
    .map(({ operation: { table, span } }) => ({
      span,
      subject: tableSubject(table),
      message: renameMessage(formatName(table)),
    }));
  const columns = stepsOf(downgrade, 'alterColumn')
    .filter(({ operation, schema }) => {
      const table = findTable(schema, operation.table);
      const isThere = table?.columns.some(({ name }) => name === operation.column);
      return operation.change.newName !== undefined && isThere === false;
    })
    .map(({ operation: { table, column, span } }) => ({
      span,
      subject: columnSubject(table, column),
      message: renameMessage(formatColumn(table, column)),
    }));
  return [...tables, ...columns].filter(({ span }) =>
    downgrade.some(({ operation }) => operation.span === span && operation.certainty === 'always'),
  );
}

function renameMessage(name: string): string {
  return `The downgrade renames ${name}, which is not there after the upgrade: it fails. Rename what the upgrade made of it.`;
}

function isCertain(operation: Operation & { readonly ifExists: boolean }): boolean {
  return !operation.ifExists && operation.certainty === 'always';
}

function messageOf(name: string, verb: string): string {
  return (
    `The downgrade drops ${name}, which the upgrade does not ${verb}: either the name is wrong and the downgrade fails, ` +
    'or something that was there before is destroyed. Drop only what the upgrade makes.'
  );
}
