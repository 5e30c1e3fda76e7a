import { type Column, type Dialect, formatName, type Schema, type Table } from '../../schema/model';
import { columnsIn, type Expression, parseExpression } from './checks/expression';
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
  const distinct = distinctColumns(table, keys, references, conditions, context);
  const notes: string[] = [];
  let obstacle = context.bounds === null ? `${formatName(table)} has no rows: it has no partition to hold them.` : null;
  const columns = table.columns
    .filter((column) => !column.generated)
    .flatMap((column) => {
      const values = valuesOf(column, table, conditions, references, context);
      const plan = planColumn(column, table, keys, distinct, values, context.schema);
      if (values !== null) return [plan];
      const what = `${formatName(table)}.${column.name}`;
      if (plan.isNullable) {
        notes.push(`${what} stays NULL: no values are known for ${describeType(column)}.`);
        return [plan];
      }
      if (column.default !== null)
        notes.push(`${what} keeps its default: no values are known for ${describeType(column)}.`);
      else
        obstacle = `${formatName(table)} has no rows: ${column.name} is required, and no values are known for ${describeType(column)}.`;
      return [];
    });
  const joint = conditions.filter((condition) => new Set(columnsIn(condition)).size !== 1);
  return { table, columns, references, keys, conditions: joint, obstacle, notes };
}

function describeType({ type }: Column): string {
  return type === null ? 'its type' : `the type ${type.name}`;
}

function planColumn(
  column: Column,
  table: Table,
  keys: readonly UniqueKey[],
  distinct: ReadonlySet<string>,
  values: Values | null,
  schema: Schema,
): ColumnPlan {
  const isKey = table.primaryKey?.columns.includes(column.name) === true;
  const isNullable = column.nullable && !isKey && !refusesNull(column.type, schema);
  return {
    column,
    isNullable,
    values: values ?? noValues,
    isDistinct: distinct.has(column.name),
    isKeyed: keys.some((key) => columnsOfKey(key).includes(column.name)),
    nullShift: chance(table.name, column.name),
  };
}

/** For a column that can only be NULL. */
export const noValues: Values = { boundary: [], ordinary: () => '', distinct: () => null };

/** Conditions that must all hold, one by one. */
function conditionsOf(table: Table, bounds: readonly Expression[]): readonly Expression[] {
  const checks = table.checks.map((check) => parseExpression(check.expression));
  return [...checks, ...bounds].flatMap((condition) => (condition.kind === 'and' ? condition.parts : [condition]));
}

function valuesOf(
  column: Column,
  table: Table,
  conditions: readonly Expression[],
  references: readonly Reference[],
  { schema, dialect, profile }: PlanContext,
): Values | null {
  const supply = supplyFor(column, table, schema, dialect, profile);
  const isReferring = references.some((reference) => !reference.isGuessed && reference.columns.includes(column.name));
  if (supply === null) return isReferring ? noValues : null;
  const own = conditions.filter((condition) => isAbout(condition, column.name));
  return constrain(supply, column, own, dialect);
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
  conditions: readonly Expression[],
  context: PlanContext,
): ReadonlySet<string> {
  const referring = new Set(references.filter(({ isGuessed }) => !isGuessed).flatMap(({ columns }) => columns));
  const isRich = (name: string) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column || column.generated || referring.has(name)) return false;
    return valuesOf(column, table, conditions, references, context)?.isComplete !== true;
  };
  const distinct = new Set(table.columns.filter(isCounted).map((column) => column.name));
  for (const exclusion of table.exclusions) {
    for (const { name } of table.columns) if (exclusion.definition.includes(name) && isRich(name)) distinct.add(name);
  }
  for (const key of keys) {
    const candidates = columnsOfKey({ ...key, predicate: null });
    if (candidates.some((column) => distinct.has(column))) continue;
    const carrier = candidates.filter(isRich).at(-1);
    if (carrier !== undefined) distinct.add(carrier);
  }
  return distinct;
}

/** A sequence goes on from the largest value, so there must be room above it. */
function isCounted(column: Column): boolean {
  return column.identity !== null || /nextval\(/i.test(column.default ?? '');
}
