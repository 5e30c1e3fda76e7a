import type { Migration, Side } from '../migration/migration';
import type { Circumstances, Constraint, Operation, OperationOf } from '../migration/operation';
import type { Column, Index, ObjectName } from '../schema/model';
import { parseType } from '../schema/type';

/** Operations written by hand, for tests of the paper half without a reader. */

const here: Circumstances = {
  span: { start: 0, end: 1 },
  certainty: 'always',
  dialects: null,
  via: 'op',
  autocommit: false,
};

export function name(text: string): ObjectName {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}

export function column(columnName: string, type: string | null = 'text', more: Partial<Column> = {}): Column {
  return {
    name: columnName,
    type: type === null ? null : parseType(type),
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
    ...more,
  };
}

export function index(indexName: string, columns: readonly string[], more: Partial<Index> = {}): Index {
  return {
    name: indexName,
    keys: columns.map((each) => ({ kind: 'column', column: each, suffix: '' })),
    isUnique: false,
    method: null,
    predicate: null,
    include: [],
    isValid: true,
    ...more,
  };
}

export function primaryKey(columns: readonly string[], keyName: string | null = null): Constraint {
  return { type: 'primaryKey', name: keyName, columns };
}

export function unique(columns: readonly string[], keyName: string | null = null): Constraint {
  return { type: 'unique', name: keyName, columns };
}

export function check(expression: string, checkName: string | null = null): Constraint {
  return { type: 'check', name: checkName, expression, isValid: true };
}

/** `foreignKey(['user_id'], 'users.id')`. */
export function foreignKey(columns: readonly string[], target: string, keyName: string | null = null): Constraint {
  const [table = '', targetColumn] = target.split('.');
  return {
    type: 'foreignKey',
    name: keyName,
    columns,
    target: { schema: null, name: table },
    targetColumns: targetColumn === undefined ? [] : [targetColumn],
    onDelete: 'no action',
    onUpdate: 'no action',
    deferrable: false,
    initiallyDeferred: false,
    isValid: true,
  };
}

type Of<K extends Operation['kind']> = OperationOf<K>;
type More<K extends Operation['kind']> = Partial<Of<K>>;

export const op = {
  createTable: (
    table: string,
    columns: readonly Column[],
    constraints: readonly Constraint[] = [],
    more: More<'createTable'> = {},
  ): Of<'createTable'> => ({
    ...here,
    kind: 'createTable',
    table: name(table),
    columns,
    constraints,
    indexes: [],
    ifNotExists: false,
    temporary: false,
    reads: [],
    isFilled: false,
    comment: null,
    traits: [],
    createsEnums: true,
    ...more,
  }),
  dropTable: (table: string, more: More<'dropTable'> = {}): Of<'dropTable'> => ({
    ...here,
    kind: 'dropTable',
    table: name(table),
    ifExists: false,
    cascade: false,
    ...more,
  }),
  renameTable: (table: string, newName: string): Of<'renameTable'> => ({
    ...here,
    kind: 'renameTable',
    table: name(table),
    newName,
  }),
  addColumn: (table: string, added: Column, more: More<'addColumn'> = {}): Of<'addColumn'> => ({
    ...here,
    kind: 'addColumn',
    table: name(table),
    column: added,
    constraints: [],
    ifNotExists: false,
    hasClientDefault: false,
    ...more,
  }),
  dropColumn: (table: string, dropped: string, more: More<'dropColumn'> = {}): Of<'dropColumn'> => ({
    ...here,
    kind: 'dropColumn',
    table: name(table),
    column: dropped,
    ifExists: false,
    cascade: false,
    ...more,
  }),
  alterColumn: (
    table: string,
    altered: string,
    change: Of<'alterColumn'>['change'],
    before: Of<'alterColumn'>['before'] = {},
  ): Of<'alterColumn'> => ({ ...here, kind: 'alterColumn', table: name(table), column: altered, change, before }),
  createIndex: (table: string, created: Index, more: More<'createIndex'> = {}): Of<'createIndex'> => ({
    ...here,
    kind: 'createIndex',
    table: name(table),
    index: created,
    concurrently: false,
    ifNotExists: false,
    ...more,
  }),
  dropIndex: (indexName: string | null, table: string | null = null): Of<'dropIndex'> => ({
    ...here,
    kind: 'dropIndex',
    name: indexName,
    table: table === null ? null : name(table),
    concurrently: false,
    ifExists: false,
  }),
  addConstraint: (table: string, constraint: Constraint, more: More<'addConstraint'> = {}): Of<'addConstraint'> => ({
    ...here,
    kind: 'addConstraint',
    table: name(table),
    constraint,
    usingIndex: null,
    ...more,
  }),
  dropConstraint: (
    table: string,
    dropped: string | null,
    type: Constraint['type'] | null = null,
  ): Of<'dropConstraint'> => ({
    ...here,
    kind: 'dropConstraint',
    table: name(table),
    name: dropped,
    type,
    ifExists: false,
    cascade: false,
  }),
  createEnum: (enumName: string, labels: readonly string[]): Of<'createEnum'> => ({
    ...here,
    kind: 'createEnum',
    name: name(enumName),
    labels,
    ifNotExists: false,
  }),
  dropEnum: (enumName: string): Of<'dropEnum'> => ({
    ...here,
    kind: 'dropEnum',
    name: name(enumName),
    ifExists: false,
    cascade: false,
  }),
  addEnumValue: (enumName: string, label: string): Of<'addEnumValue'> => ({
    ...here,
    kind: 'addEnumValue',
    name: name(enumName),
    label,
    ifNotExists: false,
  }),
  renameType: (typeName: string, newName: string): Of<'renameType'> => ({
    ...here,
    kind: 'renameType',
    name: name(typeName),
    newName,
  }),
  update: (
    table: string,
    assignments: Readonly<Record<string, string>>,
    where: string | null = null,
  ): Of<'update'> => ({
    ...here,
    kind: 'update',
    table: name(table),
    assignments: Object.entries(assignments).map(([assigned, expression]) => ({ column: assigned, expression })),
    where,
    reads: [],
  }),
  mention: (
    table: string,
    columns: readonly Column[] = [],
    expects: Of<'mention'>['expects'] = 'present',
  ): Of<'mention'> => ({ ...here, kind: 'mention', table: name(table), columns, primaryKey: [], expects }),
  createView: (viewName: string, definition: string): Of<'createDefined'> => ({
    ...here,
    kind: 'createDefined',
    object: 'view',
    name: name(viewName),
    table: null,
    definition,
    orReplace: false,
    reads: [],
  }),
  dropView: (viewName: string): Of<'dropDefined'> => ({
    ...here,
    kind: 'dropDefined',
    object: 'view',
    name: name(viewName),
    table: null,
    ifExists: false,
    cascade: false,
  }),
};

export function migration(
  upgrade: readonly Operation[],
  downgrade: readonly Operation[] = [],
  revision = 'r1',
  parents: readonly string[] = [],
): Migration {
  return {
    path: `${revision}.py`,
    format: 'alembic',
    revision,
    parents,
    dependsOn: [],
    labels: [],
    title: revision,
    upgrade: side(upgrade),
    downgrade: side(downgrade),
    imports: [],
    problems: [],
    misuses: [],
  };
}

function side(operations: readonly Operation[]): Side {
  return { span: { start: 0, end: 1 }, operations, isEmpty: operations.length === 0, raises: null };
}
