import type { Step } from '../../src/paper/roundtrip';
import {
  findTable,
  formatName,
  type ForeignKey,
  type Index,
  type ObjectName,
  type Table,
} from '../../src/schema/model';
import type { Operation } from '../../src/migration/operation';
import { failureOf } from '../../src/lint/failure';
import { rule, stepsOf, type Report } from '../../src/lint/rule';

export default rule({
  name: 'mysql-index-needed-by-key',
  code: 'RT828',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  const indexes = stepsOf(steps, 'dropIndex').flatMap(({ operation, schema, at }) => {
    const { name, table } = operation;
    const known = table === null || isAnythingGone(steps, at) ? undefined : findTable(schema, table);
    return known === undefined || name === null ? [] : reportsOf(known, name, operation, side);
  });
  const keys = stepsOf(steps, 'dropConstraint').flatMap(({ operation, schema, at }) => {
    const { name, table, type } = operation;
    const known = type !== 'unique' || isAnythingGone(steps, at) ? undefined : findTable(schema, table);
    return known === undefined || name === null ? [] : reportsOf(known, name, operation, side);
  });
  return [...indexes, ...keys];
}

/** Something that could not be read came before, and may have dropped the key. */
function isAnythingGone(steps: readonly Step[], at: number): boolean {
  return steps.slice(0, at).some(({ operation }) => operation.kind === 'unknown');
}

/** Every foreign key needs an index that begins with its columns (MySQL manual, 15.1.20.5; error 1553). */
function reportsOf(table: Table, name: string, operation: Operation, side: string): readonly Report[] {
  const all = [...table.indexes.map(asKey), ...table.uniques, ...(table.primaryKey === null ? [] : [table.primaryKey])];
  const dropped = all.find((key) => key.name === name);
  const others = all.filter((key) => key !== dropped);
  const served = table.foreignKeys.filter(
    (key) => dropped !== undefined && serves(dropped, key) && !others.some((other) => serves(other, key)),
  );
  const { severity, text } = failureOf(operation, side);
  return served.slice(0, 1).map((key) => ({
    span: operation.span,
    severity,
    subject: { kind: 'index', schema: table.schema, table: table.name, name },
    message:
      `MySQL refuses to drop ${name}: it is the only index for the foreign key ${label(table, key)} (error 1553), and ${text}. ` +
      'Drop the foreign key first.',
  }));
}

interface Key {
  readonly name: string | null;
  readonly columns: readonly string[];
}

function asKey({ name, keys }: Index): Key {
  return { name, columns: keys.map((key) => (key.kind === 'column' ? key.column : '')) };
}

function serves({ columns }: Key, key: ForeignKey): boolean {
  const leading = columns.slice(0, key.columns.length);
  return leading.length === key.columns.length && key.columns.every((column) => leading.includes(column));
}

function label(table: ObjectName, { name, columns }: ForeignKey): string {
  return name ?? `${formatName(table)} (${columns.join(', ')})`;
}
