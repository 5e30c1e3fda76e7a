import fc from 'fast-check';
import {
  type Column,
  type ColumnType,
  emptySchema,
  type ForeignKey,
  type Index,
  type KeyConstraint,
  type Schema,
  type Table,
} from '../../schema/model';

/** Schemas of modest size for property tests: any of them can be built, and is found again as it was. */

const names = fc.constantFrom('id', 'name', 'user id', 'select', 'Mixed', 'größe', 'a', 'b', 'quoted "name"', 'order');
const tableNames = fc.constantFrom('users', 'orders', 'Group', 'table', 'line items', 'x');
const actions = fc.constantFrom<ForeignKey['onDelete']>('no action', 'restrict', 'cascade', 'set null', 'set default');

interface Typed {
  readonly type: ColumnType;
  /** Defaults that fit the type, as both dialects write them. */
  readonly defaults: readonly string[];
}

const typed = (name: string, defaults: readonly string[], args: readonly number[] = [], dimensions = 0): Typed => {
  return { type: { name, args, dimensions }, defaults };
};

const numbers = ['0', '-1', '7'];
const texts = ["'it''s'", "''", "'NULL'", "'a--b'"];

const commonTypes: readonly Typed[] = [
  typed('integer', numbers),
  typed('bigint', numbers),
  typed('numeric', ['1.5', ...numbers], [10, 2]),
  typed('double precision', ['1.5']),
  typed('real', ['2.25']),
  typed('varchar', texts, [50]),
  typed('text', texts),
  typed('boolean', ['true', 'false']),
  typed('date', ["'2020-02-29'"]),
  typed('bytea', []),
  typed('json', ["'{}'"]),
];

const postgresTypes: readonly Typed[] = [
  ...commonTypes,
  typed('timestamptz', ['now()', 'CURRENT_TIMESTAMP'], [3]),
  typed('timestamp', []),
  typed('uuid', ['gen_random_uuid()']),
  typed('jsonb', ["'[]'::jsonb"]),
  typed('text', [`'{}'`], [], 1),
  typed('integer', [], [], 2),
  typed('interval day to second', [], [3]),
];

const sqliteTypes: readonly Typed[] = [...commonTypes, typed('timestamp', ['CURRENT_TIMESTAMP', "datetime('now')"])];

function columnOf(name: string, types: readonly Typed[]): fc.Arbitrary<Column> {
  return fc.constantFrom(...types).chain(({ type, defaults }) =>
    fc.record({
      name: fc.constant(name),
      type: fc.constant(type),
      nullable: fc.boolean(),
      default: fc.constantFrom(null, ...defaults),
      generated: fc.constant(null),
      identity: fc.constant(null),
      collation: fc.constant(null),
      comment: fc.constant(null),
    }),
  );
}

const keyColumn: Column = {
  name: 'id',
  type: { name: 'integer', args: [], dimensions: 0 },
  nullable: false,
  default: null,
  generated: null,
  identity: null,
  collation: null,
  comment: null,
};

/** A table with an integer key `id`; names of constraints and indexes carry the table's, as they share a space. */
function tableOf(name: string, types: readonly Typed[]): fc.Arbitrary<Table> {
  const columnNames = fc.uniqueArray(
    names.filter((candidate) => candidate !== 'id'),
    { maxLength: 5 },
  );
  return columnNames
    .chain((list) => fc.tuple(...list.map((column) => columnOf(column, types))))
    .chain((columns) => {
      const indexable = columns.filter(({ type }) => type?.name !== 'json').map((column) => column.name);
      const someColumns = fc.subarray(indexable, { maxLength: Math.min(3, indexable.length) });
      return fc.record({
        schema: fc.constant(null),
        name: fc.constant(name),
        columns: fc.constant([keyColumn, ...columns]),
        primaryKey: fc.constantFrom<KeyConstraint>(
          { name: null, columns: ['id'] },
          { name: `pk ${name}`, columns: ['id'] },
        ),
        uniques: someColumns.map((list) => (list.length === 0 ? [] : [{ name: `uq_${name}`, columns: list }])),
        foreignKeys: fc.constant([]),
        checks: fc.constantFrom([], [{ name: `ck_${name}`, expression: 'id > 0', isValid: true }]),
        exclusions: fc.constant([]),
        indexes: someColumns.map((list) => (list.length === 0 ? [] : [indexOn(`ix_${name}`, list)])),
        comment: fc.constant(null),
        traits: fc.constant([]),
        partitionBy: fc.constant(null),
        parent: fc.constant(null),
        isComplete: fc.constant(true),
      });
    });
}

function indexOn(name: string, columns: readonly string[]): Index {
  const keys = columns.map((column, index) => ({ kind: 'column' as const, column, suffix: index === 0 ? 'DESC' : '' }));
  return { name, keys, isUnique: false, method: null, predicate: '"id" > 3', include: [], isValid: true };
}

/** Each table may refer to any, itself and later ones included: circles are allowed. */
function withForeignKeys(tables: readonly Table[]): fc.Arbitrary<readonly Table[]> {
  return fc
    .tuple(
      ...tables.map((table) =>
        fc.option(
          foreignKeyTo(
            tables.map(({ name }) => name),
            table.name,
          ),
        ),
      ),
    )
    .map((keys) =>
      tables.map((table, index) => {
        const key = keys[index];
        if (!key) return table;
        const column: Column = { ...keyColumn, name: 'ref', nullable: true };
        return { ...table, columns: [...table.columns, column], foreignKeys: [key] };
      }),
    );
}

function foreignKeyTo(targets: readonly string[], from: string): fc.Arbitrary<ForeignKey> {
  return fc.record({
    name: fc.constantFrom(null, `fk_${from}`),
    columns: fc.constant(['ref']),
    target: fc.constantFrom(...targets).map((name) => ({ schema: null, name })),
    targetColumns: fc.constant(['id']),
    onDelete: actions,
    onUpdate: actions,
    deferrable: fc.boolean(),
    initiallyDeferred: fc.constant(false),
    isValid: fc.constant(true),
  });
}

function schemasOf(types: readonly Typed[]): fc.Arbitrary<Schema> {
  return fc
    .uniqueArray(tableNames, { minLength: 1, maxLength: 5 })
    .chain((list) => fc.tuple(...list.map((name) => tableOf(name, types))))
    .chain(withForeignKeys)
    .map((tables) => ({ ...emptySchema, tables }));
}

export const sqliteSchemas = schemasOf(sqliteTypes);
export const postgresSchemas = schemasOf(postgresTypes);
