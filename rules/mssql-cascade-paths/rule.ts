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
  const { table, keys } = addedTo(operation);
  const added = keys.filter(cascades);
  if (table === null || added.length === 0) return [];
  const paths = new Map(schema.tables.map((other) => [formatName(other), cascading(other.foreignKeys)]));
  const child = formatName(table);
  return added.flatMap((key) => {
    const earlier = (paths.get(child) ?? []).filter(({ columns }) => columns.join() !== key.columns.join());
    const clash = clashOf(child, key, earlier, paths);
    paths.set(child, [...earlier, key]);
    if (clash === null) return [];
    const message =
      `SQL Server refuses this foreign key (error 1785): ${clash}. ` +
      'Keep one of them NO ACTION, and delete the rows by a trigger or in the application.';
    return [{ span: operation.span, subject: tableSubject(table), message }];
  });
}

type Paths = ReadonlyMap<string, readonly ForeignKey[]>;

/** Deleting one row must not reach a table twice, nor the table where it began. */
function clashOf(child: string, key: ForeignKey, earlier: readonly ForeignKey[], paths: Paths): string | null {
  const target = formatName(key.target);
  if (target === child) return `rows of ${child} would delete rows of ${child}`;
  const above = ancestors(target, paths);
  if (above.has(child)) return `deleting from ${child} would come back to ${child}`;
  const shared = earlier
    .flatMap((other) => [...ancestors(formatName(other.target), paths)])
    .find((name) => above.has(name));
  return shared === undefined ? null : `deleting from ${shared} would reach ${child} on two ways`;
}

/** The table itself and every table whose deletions reach it. */
function ancestors(table: string, paths: Paths): ReadonlySet<string> {
  const seen = new Set([table]);
  for (const name of seen) for (const { target } of paths.get(name) ?? []) seen.add(formatName(target));
  return seen;
}

function cascading(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  return keys.filter(cascades);
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
