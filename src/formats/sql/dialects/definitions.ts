import type { Constraint } from '../../../migration/operation';
import type { Column, ColumnType, Dialect, Index, ObjectName, ReferentialAction } from '../../../schema/model';
import { parseType } from '../../../schema/type';
import { expressionSql } from './parser';
import type { TreeColumn, TreeDefinition, TreeReference, TreeTable, TreeType, TreeValue } from './tree';

/** Columns, keys and constraints of the dialects' trees in terms of the schema model. */

export function tableName(table: TreeTable | undefined): ObjectName {
  return { schema: table?.db ?? null, name: table?.table ?? '' };
}

export function columnName(column: TreeColumn | undefined): string {
  const name = column?.column;
  return typeof name === 'string' ? name : (name?.expr?.value ?? '');
}

export function columnOf(definition: TreeDefinition, dialect: Dialect): Column {
  const isKey = definition.primary_key !== undefined;
  return {
    name: columnName(definition.column),
    type: typeOf(definition, dialect),
    nullable: definition.nullable?.type !== 'not null' && !isKey,
    default: defaultOf(definition.default_val?.value, dialect),
    generated: null,
    identity: definition.auto_increment === undefined ? null : 'by default',
    collation: null,
    comment: textOf(definition.comment?.value),
  };
}

export function typeOf({ definition }: TreeDefinition, dialect: Dialect): ColumnType | null {
  if (!isType(definition)) return null;
  const { dataType = '', length, scale, expr } = definition;
  const labels = (expr?.value ?? []).flatMap((each) => (typeof each.value === 'string' ? [each.value] : []));
  if (/^(enum|set)$/i.test(dataType)) return { name: dataType.toLowerCase(), args: [], dimensions: 0, labels };
  const args = [length, scale].filter((each) => each !== null && each !== undefined);
  return parseType(args.length > 0 ? `${dataType}(${args.join(',')})` : dataType, dialect);
}

function isType(definition: TreeDefinition['definition']): definition is TreeType {
  return definition !== undefined && !Array.isArray(definition);
}

function defaultOf(value: TreeValue | undefined, dialect: Dialect): string | null {
  if (!value || value.type === 'null') return null;
  if (/quote_string$/.test(value.type ?? '')) return `'${String(value.value).replaceAll("'", "''")}'`;
  return expressionSql(dialect, { ...value, over: null });
}

function textOf(value: TreeValue | undefined): string | null {
  return typeof value?.value === 'string' ? value.value : null;
}

/** Keys and constraints written with the column. */
export function inlineConstraints(definition: TreeDefinition): readonly Constraint[] {
  const columns = [columnName(definition.column)];
  const reference = definition.reference_definition;
  return [
    ...(definition.primary_key === undefined ? [] : [{ type: 'primaryKey', name: null, columns } as const]),
    ...(definition.unique === undefined ? [] : [{ type: 'unique', name: null, columns } as const]),
    ...(reference ? [foreignKey(null, columns, reference)] : []),
  ];
}

/** `null` for what is no constraint: a plain index. */
export function constraintOf(definition: TreeDefinition, dialect: Dialect): Constraint | null {
  const name = definition.constraint ?? definition.index ?? null;
  const columns = keyColumns(definition.definition);
  switch (definition.constraint_type?.toLowerCase()) {
    case 'primary key':
      return { type: 'primaryKey', name, columns };
    case 'unique':
    case 'unique key':
    case 'unique index':
      return { type: 'unique', name, columns };
    case 'foreign key':
      return definition.reference_definition ? foreignKey(name, columns, definition.reference_definition) : null;
    case 'check':
      return { type: 'check', name, expression: checkText(definition.definition, dialect), isValid: true };
    default:
      return null;
  }
}

function checkText(definition: TreeDefinition['definition'], dialect: Dialect): string {
  const [condition] = isType(definition) ? [] : (definition ?? []);
  return expressionSql(dialect, condition) ?? '';
}

export function indexOf(
  name: string | null | undefined,
  keys: TreeDefinition['definition'],
  kind: string | null | undefined,
): Index {
  return {
    name: name ?? '',
    keys: (isType(keys) ? [] : (keys ?? [])).map((key) => {
      const { order_by: order } = key as TreeColumn;
      const suffix = order?.toLowerCase() === 'desc' ? 'desc' : '';
      return { kind: 'column', column: columnName(key as TreeColumn), suffix };
    }),
    isUnique: /unique/i.test(kind ?? ''),
    method: /fulltext|spatial/i.exec(kind ?? '')?.[0].toLowerCase() ?? null,
    predicate: null,
    include: [],
    isValid: true,
  };
}

function keyColumns(keys: TreeDefinition['definition']): readonly string[] {
  return (isType(keys) ? [] : (keys ?? [])).map((key) => columnName(key as TreeColumn));
}

function foreignKey(
  name: string | null,
  columns: readonly string[],
  reference: TreeReference,
): Extract<Constraint, { type: 'foreignKey' }> {
  return {
    type: 'foreignKey',
    name,
    columns,
    target: tableName(reference.table?.[0]),
    targetColumns: (reference.definition ?? []).map(columnName),
    onDelete: actionOf(reference, 'on delete'),
    onUpdate: actionOf(reference, 'on update'),
    deferrable: false,
    initiallyDeferred: false,
    isValid: true,
  };
}

function actionOf({ on_action: actions }: TreeReference, event: string): ReferentialAction {
  const written = actions?.find(({ type }) => type === event)?.value?.value?.toLowerCase();
  return written === 'restrict' || written === 'cascade' || written === 'set null' || written === 'set default'
    ? written
    : 'no action';
}
