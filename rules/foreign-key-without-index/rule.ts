import type { Constraint, Operation } from '../../src/migration/operation';
import { findTable, formatName, type ForeignKey, type ObjectName, type Table } from '../../src/schema/model';
import { indexForeignKey } from '../../src/lint/fix/indexes';
import { rule, tableSubject } from '../../src/lint/rule';

export default rule({
  name: 'foreign-key-without-index',
  code: 'RT754',
  severity: 'info',
  aliases: [],
  isOptional: true,
  // MySQL and MariaDB make the index themselves.
  dialects: ['postgresql', 'sqlite', 'oracle', 'mssql'],
  check: ({ revision, revisions }) => {
    const final = (revisions.at(-1) ?? revision).after;
    return revision.upgrade.flatMap(({ operation }) => {
      const table = addedTo(operation);
      const [here, later] = table === null ? [] : [findTable(revision.after, table), findTable(final, table)];
      if (table === null || here === undefined) return [];
      // Of a table that is known in part, an index may be among what is not known; a new column has none.
      const isKnown = here.isComplete || operation.kind === 'addColumn';
      const states = [here, later ?? here];
      const bare = foreignKeysOf(operation).filter((key) => isKnown && states.every((state) => isBare(key, state)));
      if (bare.length === 0) return [];
      const columns = bare.map((key) => key.columns.join(', ')).join(' and ');
      const targets = [...new Set(bare.map((key) => formatName(key.target)))].join(', ');
      const message =
        `No index of ${formatName(table)} begins with ${columns}: every DELETE in ${targets}, and every UPDATE of its key, reads the whole table. ` +
        'Create one, unless rows there are never deleted.';
      return [{ span: operation.span, subject: tableSubject(table), message }];
    });
  },
  fix: indexForeignKey,
});

function addedTo(operation: Operation): ObjectName | null {
  const adds = operation.kind === 'createTable' || operation.kind === 'addColumn' || operation.kind === 'addConstraint';
  return adds ? operation.table : null;
}

function foreignKeysOf(operation: Operation): readonly ForeignKey[] {
  if (operation.kind === 'addConstraint') return only([operation.constraint]);
  return operation.kind === 'createTable' || operation.kind === 'addColumn' ? only(operation.constraints) : [];
}

function only(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.filter((constraint) => constraint.type === 'foreignKey');
}

/** No key or index begins with the columns, in any order. */
function isBare({ columns }: ForeignKey, table: Table): boolean {
  const { primaryKey, uniques, indexes } = table;
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques].map((key) => key.columns);
  const sorted = indexes
    .filter(({ predicate }) => predicate === null)
    .map((index) => index.keys.map((key) => (key.kind === 'column' ? key.column : '')));
  return ![...keys, ...sorted].some((names) => {
    const leading = names.slice(0, columns.length);
    return leading.length === columns.length && columns.every((column) => leading.includes(column));
  });
}
