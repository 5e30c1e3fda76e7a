import type { Constraint, Operation } from '../../src/migration/operation';
import { holdsFor, readCondition } from '../../src/schema/conditions';
import { findColumn } from '../../src/schema/lookup';
import {
  findTable,
  type Check,
  type Column,
  type ColumnType,
  type Dialect,
  type ObjectName,
  type Schema,
} from '../../src/schema/model';
import { renderType } from '../../src/schema/type';
import { columnSubject, formatColumn, rule } from '../../src/lint/rule';
import { literalOf, type Literal } from './literal';

export default rule({
  name: 'impossible-default',
  code: 'RT311',
  severity: 'error',
  aliases: [],
  check: ({ revision, dialect }) =>
    revision.upgrade.flatMap(({ operation, schema }) =>
      defaultsIn(operation, schema).flatMap(({ table, column, checks, enums }) => {
        const literal = literalOf(column.default ?? '');
        const why =
          literal === null ? null : (misfit(literal, column.type, enums, dialect) ?? violation(literal, checks));
        if (why === null) return [];
        const message =
          `The default ${column.default ?? ''} of ${formatColumn(table, column.name)} ${why}: ` +
          'the statement fails, or every INSERT that relies on it does. Give it a value that the column accepts.';
        return [{ span: operation.span, subject: columnSubject(table, column.name), message }];
      }),
    ),
});

interface Defaulted {
  readonly table: ObjectName;
  readonly column: Column;
  /** The conditions on this column alone. */
  readonly checks: readonly Check[];
  readonly enums: Schema['enums'];
}

/** The columns that an operation gives a default. */
function defaultsIn(operation: Operation, schema: Schema): readonly Defaulted[] {
  const { enums } = schema;
  switch (operation.kind) {
    case 'createTable': {
      const { table, columns, constraints } = operation;
      return columns
        .filter((column) => column.default !== null)
        .map((column) => ({ table, column, checks: checksOn(column.name, constraints), enums }));
    }
    case 'addColumn': {
      const { table, column, constraints } = operation;
      if (column.default === null) return [];
      const checks = [...constraints, ...known(schema, table)];
      return [{ table, column, checks: checksOn(column.name, checks), enums }];
    }
    case 'alterColumn': {
      const { table, column: name, change } = operation;
      const column = findColumn(schema, table, name);
      if (column === undefined || typeof change.default !== 'string') return [];
      const changed = { ...column, default: change.default, type: change.type ?? column.type };
      return [{ table, column: changed, checks: checksOn(name, known(schema, table)), enums }];
    }
    default:
      return [];
  }
}

function known(schema: Schema, table: ObjectName): readonly Constraint[] {
  return (findTable(schema, table)?.checks ?? []).map((check) => ({ type: 'check', ...check }));
}

function checksOn(column: string, constraints: readonly Constraint[]): readonly Check[] {
  return constraints.flatMap((constraint) =>
    constraint.type === 'check' && readCondition(constraint.expression)?.column === column ? [constraint] : [],
  );
}

/** Why the type does not take the value. SQLite takes anything. */
function misfit(literal: Literal, type: ColumnType | null, enums: Schema['enums'], dialect: Dialect): string | null {
  if (type === null || type.dimensions > 0 || dialect === 'sqlite') return null;
  const labels = type.labels ?? enums.find(({ name }) => name === type.name)?.labels;
  if (labels !== undefined && labels.length > 0 && literal.type === 'text' && !labels.includes(literal.value)) {
    return `is none of the labels of ${type.name} (${labels.join(', ')})`;
  }
  const shown = renderType(type, dialect);
  switch (type.name) {
    case 'varchar':
    case 'char': {
      const [length] = type.args;
      return length !== undefined && [...literal.value].length > length ? `is longer than ${shown}` : null;
    }
    case 'smallint':
    case 'integer':
    case 'bigint':
      return isNumber(literal) ? null : `is no ${shown}`;
    case 'numeric':
    case 'real':
    case 'double precision':
      return isNumber(literal) || /^[+-]?(nan|infinity)$/i.test(literal.value) ? null : `is no ${shown}`;
    case 'boolean':
      return misfitOfBoolean(literal, dialect);
    case 'uuid':
      return dialect !== 'postgresql' || /^\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i.test(literal.value)
        ? null
        : 'is no uuid';
    case 'json':
    case 'jsonb':
      return literal.type === 'text' && !isJson(literal.value) ? `is no ${type.name}` : null;
    default:
      return null;
  }
}

/** Postgres takes no number for a boolean; the others have no other one. */
function misfitOfBoolean({ type, value }: Literal, dialect: Dialect): string | null {
  if (dialect !== 'postgresql') return null;
  if (type === 'number') return 'is a number, which Postgres does not take for a boolean';
  return type === 'boolean' || /^\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|0|1)\s*$/i.test(value)
    ? null
    : 'is no boolean';
}

function isNumber({ type, value }: Literal): boolean {
  return type === 'number' || (type === 'text' && /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

function violation(literal: Literal, checks: readonly Check[]): string | null {
  const broken = checks.find(({ expression }) => {
    const condition = readCondition(expression);
    return condition !== null && holdsFor(condition, literal.sql) === false;
  });
  return broken === undefined ? null : `does not meet the CHECK (${broken.expression})`;
}
