import { type Column, type Dialect, formatName, type Schema, type Table } from '../../schema/model';
import { tokenize } from '../../schema/tokens';
import { columnsIn, type Expression } from './checks/expression';
import { parseExpression } from './checks/reader';
import { constrain } from './constrain';
import { chance } from './random';
import type { Reference } from './references';
import { refusesNull, type SeedProfile, supplyFor } from './supply';
import { columnsOfKey, type UniqueKey, uniqueKeysOf } from './uniqueness';
import type { Values } from './values/values';

/** How one column of a table is filled. */
export interface ColumnPlan {
  readonly column: Column;
  readonly isNullable: boolean;
  readonly values: Values;
  /** No value may come twice: it keeps a key of the table apart, or a sequence will go on from it. */
  readonly isDistinct: boolean;
  /** A key or its predicate depends on it: worth trying another value when rows collide. */
  readonly isKeyed: boolean;
  /** Shifts the rows in which the column is NULL, so that not all columns are NULL in the same row. */
  readonly nullShift: number;
}

export interface TablePlan {
  readonly table: Table;
  readonly columns: readonly ColumnPlan[];
  readonly references: readonly Reference[];
  readonly keys: readonly UniqueKey[];
  /** Conditions that concern more than one column; those on one are in its values already. */
  readonly conditions: readonly Expression[];
  /** Why the table cannot have rows, if so. */
  readonly obstacle: string | null;
  readonly notes: readonly string[];
}

export interface PlanContext {
  readonly schema: Schema;
  readonly dialect: Dialect;
  readonly profile: SeedProfile;
  /** Conditions beyond the table's own: the bounds of its partitions. `null`: it has no partition. */
  readonly bounds: readonly Expression[] | null;
}

export function planTable(table: Table, references: readonly Reference[], context: PlanContext): TablePlan {
  const keys = uniqueKeysOf(table);
  const conditions = conditionsOf(table, context.bounds ?? []);
  const supplies = new Map(
    writable(table).map((column) => [column.name, valuesOf(column, table, conditions, context)] as const),
  );
  const distinct = distinctColumns(table, keys, references, supplies);
  const plans = writable(table).map((column) => ({
    column,
    isNullable: canBeNull(column, table, context.schema),
    values: supplies.get(column.name) ?? noValues,
    isDistinct: distinct.has(column.name),
    isKeyed: keys.some((key) => columnsOfKey(key).includes(column.name)),
    nullShift: chance(table.name, column.name),
  }));
  const isUnknown = ({ column, values }: ColumnPlan) => values === noValues && !isReferring(column.name, references);
  const unknown = plans.filter(isUnknown);
  return {
    table,
    // A column that cannot be given a value, nor be NULL, is left to its default.
    columns: plans.filter((plan) => plan.isNullable || !isUnknown(plan)),
    references,
    keys,
    conditions: conditions.filter((condition) => new Set(columnsIn(condition)).size !== 1),
    obstacle: obstacleOf(table, unknown, context),
    notes: unknown.flatMap((plan) => noteOn(plan, table)),
  };
}

/** For a column that can only be NULL, or what it refers to. */
const noValues: Values = { boundary: [], ordinary: () => '', distinct: () => null };

function writable(table: Table): readonly Column[] {
  return table.columns.filter((column) => !column.generated);
}

function canBeNull(column: Column, table: Table, schema: Schema): boolean {
  const isKey = table.primaryKey?.columns.includes(column.name) === true;
  return column.nullable && !isKey && !refusesNull(column.type, schema);
}

function isReferring(column: string, references: readonly Reference[]): boolean {
  return references.some((reference) => !reference.isGuessed && reference.columns.includes(column));
}

function obstacleOf(table: Table, unknown: readonly ColumnPlan[], { bounds }: PlanContext): string | null {
  if (bounds === null) return `${formatName(table)} has no rows: it has no partition to hold them.`;
  const required = unknown.find(({ column, isNullable }) => !isNullable && column.default === null);
  if (!required) return null;
  const { column } = required;
  return `${formatName(table)} has no rows: ${column.name} is required, and no allowed value is known for ${typeName(column)}.`;
}

function noteOn({ column, isNullable }: ColumnPlan, table: Table): readonly string[] {
  if (!isNullable && column.default === null) return [];
  const what = isNullable ? 'stays NULL' : 'keeps its default';
  return [`${formatName(table)}.${column.name} ${what}: no allowed value is known for ${typeName(column)}.`];
}

function typeName({ type }: Column): string {
  return type === null ? 'its type' : `the type ${type.name}`;
}

/** Conditions that must all hold, one by one. */
function conditionsOf(table: Table, bounds: readonly Expression[]): readonly Expression[] {
  const checks = table.checks.map((check) => parseExpression(check.expression));
  return [...checks, ...bounds].flatMap((condition) => (condition.kind === 'and' ? condition.parts : [condition]));
}

function valuesOf(
  column: Column,
  table: Table,
  conditions: readonly Expression[],
  { schema, dialect, profile }: PlanContext,
): Values | null {
  const supply = supplyFor(column, table, schema, dialect, profile);
  const own = conditions.filter((condition) => isAbout(condition, column.name));
  return supply && constrain(supply, column, own, dialect);
}

function isAbout(condition: Expression, column: string): boolean {
  const columns = new Set(columnsIn(condition));
  return columns.size === 1 && columns.has(column);
}

/**
 * One column of each key suffices to keep rows apart, if it has values enough. Columns that refer to other tables or
 * hold a handful of labels are left to be combined.
 */
function distinctColumns(
  table: Table,
  keys: readonly UniqueKey[],
  references: readonly Reference[],
  supplies: ReadonlyMap<string, Values | null>,
): ReadonlySet<string> {
  const isRich = (name: string) => {
    const values = supplies.get(name) ?? null;
    return values !== null && values.isComplete !== true && !isReferring(name, references);
  };
  const distinct = new Set(table.columns.filter(isCounted).map((column) => column.name));
  const excluded = table.exclusions.map(({ definition }) =>
    table.columns.map(({ name }) => name).filter((name) => tokenize(definition).some(({ value }) => value === name)),
  );
  for (const columns of [...keys.map((key) => columnsOfKey({ ...key, predicate: null })), ...excluded]) {
    if (columns.some((column) => distinct.has(column))) continue;
    const rich = columns.filter(isRich);
    const carrier = rich.findLast((name) => isIdentifier(name, table)) ?? rich.at(-1);
    if (carrier !== undefined) distinct.add(carrier);
  }
  return distinct;
}

/** Of a date and an id, it is the id that keeps rows apart. */
function isIdentifier(name: string, table: Table): boolean {
  const type = table.columns.find((column) => column.name === name)?.type?.name ?? '';
  return ['smallint', 'integer', 'bigint', 'uuid'].includes(type);
}

/** A sequence goes on from the largest value, so there must be room above it. */
function isCounted(column: Column): boolean {
  return column.identity !== null || /nextval\(/i.test(column.default ?? '');
}
