import type { ObjectName, Table } from '../../src/schema/model';
import { findTable, formatName, type Index } from '../../src/schema/model';
import { leaveOut } from '../../src/lint/fix/indexes';
import { rule, type Report } from '../../src/lint/rule';
import type { Operation } from '../../src/migration/operation';
import type { Span } from '../../src/migration/span';

export default rule({
  name: 'redundant-index',
  code: 'RT753',
  severity: 'info',
  aliases: [],
  check: ({ revision }) =>
    revision.upgrade.flatMap(({ operation }) =>
      indexesOf(operation).flatMap(({ table, index, span }) => {
        const made = findTable(revision.after, table);
        const isThere = made?.indexes.some(({ name }) => name === index.name) === true;
        return made === undefined || !isThere ? [] : (reportOf(made, index, span) ?? []);
      }),
    ),
  fix: leaveOut,
});

interface Made {
  readonly table: ObjectName;
  readonly index: Index;
  readonly span: Span;
}

function indexesOf(operation: Operation): readonly Made[] {
  const { span } = operation;
  if (operation.kind === 'createIndex') return [{ table: operation.table, index: operation.index, span }];
  if (operation.kind !== 'createTable') return [];
  return operation.indexes.map((index) => ({ table: operation.table, index, span }));
}

/** A key or an index, as the list of what it sorts by. */
interface Sorted {
  readonly what: string;
  readonly keys: readonly string[];
}

function reportOf(table: Table, index: Index, span: Span): Report | null {
  if (index.isUnique || index.predicate !== null || (index.method ?? 'btree') !== 'btree' || index.include.length > 0)
    return null;
  const keys = keysOf(index);
  const cover = coversOf(table, index).find((other) => keys.every((key, at) => other.keys[at] === key));
  if (cover === undefined) return null;
  return {
    span,
    subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
    message: `${index.name} serves no query that ${cover.what} of ${formatName(table)} does not serve: every write pays for both. Leave it out.`,
  };
}

/** Of two that are alike, the first one covers the second. */
function coversOf(table: Table, index: Index): readonly Sorted[] {
  const at = table.indexes.findIndex(({ name }) => name === index.name);
  const isAlike = (other: Index) => keysOf(other).join() === keysOf(index).join() && !other.isUnique;
  const indexes = table.indexes.filter(
    (other, place) =>
      place !== at &&
      other.predicate === null &&
      (other.method ?? 'btree') === 'btree' &&
      (!isAlike(other) || place < at),
  );
  const key = table.primaryKey;
  return [
    ...(key === null ? [] : [{ what: 'the primary key', keys: key.columns }]),
    ...table.uniques.map(({ name, columns }) => ({ what: name ?? 'a unique key', keys: columns })),
    ...indexes.map((other) => ({ what: `index ${other.name}`, keys: keysOf(other) })),
  ];
}

function keysOf({ keys }: Index): readonly string[] {
  return keys.map((key) => `${key.kind === 'column' ? key.column : key.expression}${key.suffix}`);
}
