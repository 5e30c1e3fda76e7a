import type { Step } from '../../src/paper/roundtrip';
import {
  findTable,
  formatName,
  type ForeignKey,
  type Index,
  type ObjectName,
  type Table,
} from '../../src/schema/model';
import { rule, stepsOf, type Report } from '../../src/lint/rule';
import type { Span } from '../../src/migration/span';

export default rule({
  name: 'mysql-index-needed-by-key',
  code: 'RT828',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb'],
  check: ({ revision }) => [...reports(revision.upgrade, 'upgrade'), ...reports(revision.downgrade, 'downgrade')],
});

function reports(steps: readonly Step[], side: string): readonly Report[] {
  const indexes = stepsOf(steps, 'dropIndex').flatMap(({ operation: { name, table, span }, schema }) => {
    const known = table === null ? undefined : findTable(schema, table);
    return known === undefined || name === null ? [] : reportsOf(known, name, span, side);
  });
  const keys = stepsOf(steps, 'dropConstraint').flatMap(({ operation: { name, table, span, type }, schema }) => {
    const known = findTable(schema, table);
    return known === undefined || name === null || type !== 'unique' ? [] : reportsOf(known, name, span, side);
  });
  return [...indexes, ...keys];
}

/** Every foreign key needs an index that begins with its columns (MySQL manual, 15.1.20.5; error 1553). */
function reportsOf(table: Table, name: string, span: Span, side: string): readonly Report[] {
  const all = [...table.indexes.map(asKey), ...table.uniques, ...(table.primaryKey === null ? [] : [table.primaryKey])];
  const dropped = all.find((key) => key.name === name);
  const others = all.filter((key) => key !== dropped);
  const served = table.foreignKeys.filter(
    (key) => dropped !== undefined && serves(dropped, key) && !others.some((other) => serves(other, key)),
  );
  return served.slice(0, 1).map((key) => ({
    span,
    subject: { kind: 'index', schema: table.schema, table: table.name, name },
    message:
      `MySQL refuses to drop ${name}: it is the only index for the foreign key ${label(table, key)} (error 1553), so the ${side} fails here. ` +
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
