import type { Step } from '../../src/paper/roundtrip';
import { formatName, type ForeignKey, type ObjectName } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import type { Constraint, Operation } from '../../src/migration/operation';

export default rule({
  name: 'mssql-cascade-paths',
  code: 'RT832',
  severity: 'error',
  aliases: [],
  dialects: ['mssql'],
  check: ({ revision }) => revision.upgrade.flatMap(reportOf),
});

function reportOf({ operation, schema }: Step): readonly Report[] {
  const added = addedTo(operation);
  const paths = new Map(schema.tables.map((table) => [formatName(table), cascading(table.foreignKeys)]));
  return added.keys.filter(cascades).flatMap((key) => {
    const child = formatName(added.table ?? key.target);
    const earlier = paths.get(child) ?? [];
    const clash = clashOf(child, key, earlier, paths);
    paths.set(child, [...earlier, formatName(key.target)]);
    if (clash === null || added.table === null) return [];
    const message =
      `SQL Server refuses this foreign key (error 1785): ${clash}. ` +
      'Keep one of them NO ACTION, and delete the rows by a trigger or in the application.';
    return [{ span: operation.span, subject: tableSubject(added.table), message }];
  });
}

/** Deleting one row must not reach a table twice, nor the table where it began. */
function clashOf(
  child: string,
  key: ForeignKey,
  earlier: readonly string[],
  paths: ReadonlyMap<string, readonly string[]>,
): string | null {
  const target = formatName(key.target);
  if (target === child) return `rows of ${child} would delete rows of ${child}`;
  const above = ancestors(target, paths);
  if (above.has(child)) return `deleting from ${child} would come back to ${child}`;
  const shared = earlier.flatMap((other) => [...ancestors(other, paths)]).find((name) => above.has(name));
  return shared === undefined ? null : `deleting from ${shared} would reach ${child} on two ways`;
}

/** The table itself and every table whose deletions reach it. */
function ancestors(table: string, paths: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set([table]);
  for (const name of seen) for (const above of paths.get(name) ?? []) seen.add(above);
  return seen;
}

function cascading(keys: readonly ForeignKey[]): readonly string[] {
  return keys.filter(cascades).map(({ target }) => formatName(target));
}

function cascades({ onDelete, onUpdate }: ForeignKey): boolean {
  return [onDelete, onUpdate].some((action) => action !== 'no action' && action !== 'restrict');
}

function addedTo(operation: Operation): { readonly table: ObjectName | null; readonly keys: readonly ForeignKey[] } {
  switch (operation.kind) {
    case 'createTable':
    case 'addColumn':
      return { table: operation.table, keys: foreignKeys(operation.constraints) };
    case 'addConstraint':
      return { table: operation.table, keys: foreignKeys([operation.constraint]) };
    default:
      return { table: null, keys: [] };
  }
}

function foreignKeys(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.filter((constraint) => constraint.type === 'foreignKey');
}
