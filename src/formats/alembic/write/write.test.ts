import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Action, Constraint, ConstraintType, Operation } from '../../../migration/operation';
import type { Column, ColumnType, Dialect, ForeignKey, Index, ObjectName } from '../../../schema/model';
import { normalDefault } from '../../../schema/diff.normal';
import { parseType } from '../../../schema/type';
import { readMigration } from '../../formats';
import { loadSqlParser, readSql } from '../../sql/sql';
import { writeSql } from '../../sql/write/write';
import { writeBlock } from './block';
import { MigrationFile } from './file';

beforeAll(() => loadSqlParser());

const shell = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "a"\n\n\ndef upgrade():\n    pass\n';

/** The file with these operations as its upgrade. */
function fileWith(actions: readonly Action[], dialect: Dialect, quote = '"'): string {
  const file = new MigrationFile(quote === '"' ? shell : shell.replaceAll('"', "'"), dialect);
  const lines = writeBlock(
    actions.map((action) => ({ action, remarks: [] })),
    file,
  );
  const [imports] = file.importEdits();
  return `from alembic import op\nimport sqlalchemy as sa${imports?.text ?? ''}\n\nrevision = "a"\n\n\ndef upgrade():\n${lines
    .map((line) => `    ${line}`)
    .join('\n')}\n`;
}

function readBack(text: string, dialect: Dialect): readonly Partial<Operation>[] {
  const result = readMigration({ path: 'a.py', text }, { dialect });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  expect(result.migration.problems).toEqual([]);
  return result.migration.upgrade.operations.map(withoutCircumstances);
}

/** What the operation is, whatever text it came from: how SQL was written, and what only one reader tells, left out. */
function withoutCircumstances(operation: Operation): Partial<Operation> {
  const { span, certainty, dialects, via, autocommit, sql, text, given, batch, ...action } = operation;
  void [span, certainty, dialects, via, autocommit, sql, text, given, batch];
  if (action.kind === 'alterColumn') return { ...action, before: {} };
  return action;
}

const name = fc.constantFrom('users', 'orders', 'order', 'Mixed Case', "it's", 'zeit_über');
const columnName = fc.constantFrom('email', 'user_id', 'select', 'Name', 'a"b', "o'clock");
const tableName: fc.Arbitrary<ObjectName> = fc.record({ schema: fc.constantFrom(null, 'app'), name });
const sqlText = fc.constantFrom('length(email) > 3', "email LIKE 'a%'", "kind = ':b'", "n > 0 AND m::text <> 'x'");

const enumType: ColumnType = { name: 'mood', args: [], dimensions: 0, labels: ['sad', "o'k"] };
const type: fc.Arbitrary<ColumnType> = fc.oneof(
  fc
    .constantFrom(
      ...[
        'varchar',
        'varchar(50)',
        'text',
        'integer',
        'bigint',
        'smallint',
        'numeric(12,2)',
        'numeric',
        'real',
        'json',
      ],
      ...[
        'double precision',
        'boolean',
        'date',
        'timestamp',
        'timestamptz',
        'time',
        'timetz',
        'interval',
        'bytea',
        'jsonb',
      ],
      ...['uuid', 'inet', 'tsvector', 'char(3)', 'text[]', 'integer[][]', 'timestamp(3)', 'citext'],
    )
    .map((text) => parseType(text)),
  fc.constant(enumType),
);

const column: fc.Arbitrary<Column> = fc.record({
  name: columnName,
  type,
  nullable: fc.boolean(),
  default: fc.constantFrom(null, "'new'", '0', 'now()', "'it''s'", '\'{"a":1}\'::jsonb', 'CURRENT_TIMESTAMP'),
  generated: fc.constant(null),
  identity: fc.constant(null),
  collation: fc.constant(null),
  comment: fc.constantFrom(null, 'what it is', "it's"),
});

const constraintName = fc.constantFrom('uq_a', 'fk "b"', 'ck_c');
const foreignKey: fc.Arbitrary<Constraint> = fc.record({
  type: fc.constant('foreignKey' as const),
  name: constraintName,
  columns: fc.constant(['user_id']),
  target: tableName,
  targetColumns: fc.constant(['id']),
  onDelete: fc.constantFrom<ForeignKey['onDelete'][]>('no action', 'cascade', 'set null'),
  onUpdate: fc.constantFrom<ForeignKey['onUpdate'][]>('no action', 'restrict'),
  deferrable: fc.constant(false),
  initiallyDeferred: fc.constant(false),
  isValid: fc.boolean(),
});
const constraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc.record({
    type: fc.constantFrom('unique' as const, 'primaryKey' as const),
    name: constraintName,
    columns: fc.constant(['a', 'B']),
  }),
  foreignKey,
  fc.record({ type: fc.constant('check' as const), name: constraintName, expression: sqlText, isValid: fc.boolean() }),
);

const index: fc.Arbitrary<Index> = fc.record({
  name: fc.constantFrom('ix_a', 'IX B'),
  keys: fc.subarray(
    [
      { kind: 'column', column: 'email', suffix: '' },
      { kind: 'column', column: 'Name', suffix: 'DESC' },
      { kind: 'expression', expression: 'lower(email)', suffix: '' },
    ] as const,
    { minLength: 1 },
  ),
  isUnique: fc.boolean(),
  method: fc.constantFrom(null, 'gin'),
  predicate: fc.oneof(fc.constant(null), sqlText),
  include: fc.constantFrom([], ['c']),
  isValid: fc.constant(true),
});

const flags = { ifExists: fc.boolean(), cascade: fc.boolean() };

/** Everything that is written, on Postgres. */
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('dropTable' as const), table: tableName, ...flags }),
  fc.record({ kind: fc.constant('renameTable' as const), table: tableName, newName: name }),
  fc.record({
    kind: fc.constant('addColumn' as const),
    table: tableName,
    column,
    constraints: fc.constant([]),
    ifNotExists: fc.boolean(),
    hasClientDefault: fc.constant(false),
  }),
  fc.record({ kind: fc.constant('dropColumn' as const), table: tableName, column: columnName, ...flags }),
  fc.record({
    kind: fc.constant('alterColumn' as const),
    table: tableName,
    column: columnName,
    change: fc.oneof(
      fc.record({ newName: columnName }),
      fc.record({ type }),
      fc.record({ nullable: fc.boolean() }),
      fc.record({ default: fc.constantFrom(null, "'x'", 'now()') }),
    ),
    before: fc.constant({}),
  }),
  fc.record({
    kind: fc.constant('createIndex' as const),
    table: tableName,
    index,
    concurrently: fc.boolean(),
    ifNotExists: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('dropIndex' as const),
    name: fc.constantFrom('ix_a', 'IX B'),
    table: tableName,
    concurrently: fc.boolean(),
    ifExists: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('addConstraint' as const),
    table: tableName,
    constraint,
    usingIndex: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('dropConstraint' as const),
    table: tableName,
    name: constraintName,
    type: fc.constantFrom<ConstraintType[]>('unique', 'check', 'foreignKey', 'primaryKey'),
    ifExists: fc.constant(false),
    cascade: fc.constant(false),
  }),
  fc.record({ kind: fc.constant('renameIndex' as const), name: constraintName, newName: name }),
  fc.record({ kind: fc.constant('renameConstraint' as const), table: tableName, name: constraintName, newName: name }),
  fc.record({ kind: fc.constant('validateConstraint' as const), table: tableName, name: constraintName }),
  fc.record({
    kind: fc.constant('createEnum' as const),
    name: tableName,
    labels: fc.constant(['a', "b'c"]),
    ifNotExists: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('dropEnum' as const), name: tableName, ...flags }),
  fc.record({ kind: fc.constant('renameType' as const), name: tableName, newName: name }),
  fc.record({
    kind: fc.constant('addEnumValue' as const),
    name: tableName,
    label: fc.constantFrom('a', "b'c"),
    ifNotExists: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('renameEnumValue' as const),
    name: tableName,
    label: fc.constantFrom('a', "b'c"),
    newLabel: fc.constant('d'),
  }),
  fc.record({ kind: fc.constant('createExtension' as const), name: fc.constant('pg_trgm'), ifNotExists: fc.boolean() }),
  fc.record({ kind: fc.constant('dropExtension' as const), name: fc.constant('pg_trgm'), ...flags }),
  fc.record({ kind: fc.constant('createSchema' as const), name: fc.constant('app'), ifNotExists: fc.boolean() }),
  fc.record({ kind: fc.constant('dropSchema' as const), name: fc.constant('app'), ...flags }),
);

describe('an operation that is written as Alembic', () => {
  it('reads back as the same operation', () => {
    fc.assert(
      fc.property(action, fc.constantFrom('"', "'"), (written, quote) => {
        const read = readBack(fileWith([written], 'postgresql', quote), 'postgresql');
        expect(withComment(read.map(normal))).toEqual([normal(written)]);
      }),
      { numRuns: 400 },
    );
  });

  it('fills its line, and breaks as formatters break', () => {
    const long: Action = {
      kind: 'addConstraint',
      table: { schema: null, name: 'subscription_invoices' },
      constraint: {
        type: 'unique',
        name: 'uq_subscription_invoices_customer_id',
        columns: ['customer_id', 'number', 'currency'],
      },
      usingIndex: null,
    };
    expect(writeBlock([{ action: long, remarks: ['check this.'] }], new MigrationFile(shell, 'postgresql'))).toEqual([
      '# TODO: check this.',
      'op.create_unique_constraint(',
      '    "uq_subscription_invoices_customer_id",',
      '    "subscription_invoices",',
      '    ["customer_id", "number", "currency"],',
      ')',
    ]);
  });
});

describe('an operation that is written as SQL', () => {
  it('reads back as the same operation', () => {
    fc.assert(
      fc.property(action, (written) => {
        const plain = asSqlTells(written);
        const read = (writeSql(plain, 'postgresql') ?? []).flatMap((sql) => readSql(sql)).map(withoutCircumstances);
        expect(read.map(normal).map(asSqlTells)).toEqual([normal(plain)]);
      }),
      { numRuns: 400 },
    );
  });
});

/** A type that only SQL can say takes the column's comment into a statement of its own. */
function withComment([first, second]: readonly Partial<Action>[]): readonly Partial<Action>[] {
  if (first?.kind !== 'addColumn' || !first.column || second?.kind !== 'alterColumn') return first ? [first] : [];
  return [{ ...first, column: { ...first.column, comment: second.change?.comment ?? null } }];
}

/** Looks that mean nothing: parentheses around an expression, the case of DESC, how a default is spelled. */
function normal(original: Partial<Action>): Partial<Action> {
  // A colon that stands in a text is escaped for SQLAlchemy, and Postgres gets it without the backslash.
  const action = JSON.parse(JSON.stringify(original).replaceAll('\\\\:', ':')) as Partial<Action>;
  if (action.kind === 'createIndex' && action.index) {
    const keys = action.index.keys.map((key) => ({
      ...key,
      suffix: key.suffix.toLowerCase(),
      ...(key.kind === 'expression' ? { expression: key.expression.replace(/^\((.*)\)$/, '$1') } : {}),
    }));
    return { ...action, index: { ...action.index, keys } };
  }
  if (action.kind === 'addColumn' && action.column) {
    return { ...action, column: { ...action.column, default: normalDefault(action.column.default) } };
  }
  return action;
}

/** SQL does not say of what type a dropped constraint is, on which table an index, or which labels a type has. */
function asSqlTells<A extends Partial<Action>>(action: A): A {
  const bare = (each: ColumnType | null | undefined) => {
    const { labels: _, ...rest } = each ?? { name: '' };
    return rest as ColumnType;
  };
  switch (action.kind) {
    case 'dropConstraint':
      return { ...action, type: null };
    case 'dropIndex':
      return { ...action, table: null };
    case 'createEnum':
      return { ...action, ifNotExists: false };
    case 'addColumn':
      return action.column === undefined
        ? action
        : { ...action, column: { ...action.column, type: bare(action.column.type), comment: null } };
    case 'alterColumn':
      return action.change?.type === undefined ? action : { ...action, change: { type: bare(action.change.type) } };
    default:
      return action;
  }
}
