import type { Operation, OperationOf } from '../migration/operation';
import { foreignKeysTo } from '../schema/lookup';
import { isSameName, type Dialect, type ForeignKey, type ObjectName, type Subject, type Table } from '../schema/model';
import { findConstraint } from './apply.constraints';
import { mentionsWord } from './edit';
import type { Failure } from './failures';
import type { Step } from './roundtrip';

/** Drops that Postgres refuses because something else needs the object, and that CASCADE would take it along. */
export function neededBy({ operation, schema }: Step, dialect: Dialect): Failure | null {
  // SQLite checks nothing of this kind; MySQL and others know only tables and keys, and are close enough to it there.
  if (dialect === 'sqlite' || ('cascade' in operation && operation.cascade)) return null;
  const [object, by] = needs(operation, schema);
  return object === null || by.length === 0 ? null : { type: 'needed', object, by };
}

type Needs = readonly [object: Subject | null, by: readonly Subject[]];

const nothing: Needs = [null, []];

function needs(operation: Operation, schema: Step['schema']): Needs {
  switch (operation.kind) {
    case 'dropTable': {
      const { table } = operation;
      return [subject('table', table, table.name), keysTo(schema, table, () => true)];
    }
    case 'dropColumn': {
      const { table, column } = operation;
      const points = (key: ForeignKey) => key.targetColumns.includes(column);
      return [subject('column', table, column), keysTo(schema, table, points)];
    }
    case 'dropConstraint':
      return needsOfKey(operation, schema);
    case 'dropEnum':
      return needsOfType(operation.name, schema);
    case 'dropDefined':
      return needsOfDefined(operation, schema);
    default:
      return nothing;
  }
}

/** Foreign keys of other tables that point at the table. */
function keysTo(schema: Step['schema'], target: ObjectName, points: (key: ForeignKey) => boolean): readonly Subject[] {
  return foreignKeysTo(schema, target)
    .filter(({ table, key }) => !isSameName(table, target) && points(key))
    .map(({ table, key }) => subject('foreign key', table, key.name ?? key.columns.join(', ')));
}

/** A primary key or unique constraint on which foreign keys rest, unless another one can take its place. */
function needsOfKey({ table, name, type }: OperationOf<'dropConstraint'>, schema: Step['schema']): Needs {
  const known = schema.tables.find((each) => isSameName(each, table));
  const key = known === undefined ? undefined : findConstraint(known, name, type);
  if (known === undefined || (key?.type !== 'primaryKey' && key?.type !== 'unique')) return nothing;
  const isOver = (columns: readonly string[]) => [...columns].sort().join() === [...key.columns].sort().join();
  const rivals = [known.primaryKey, ...known.uniques].filter((each) => each !== null && isOver(each.columns));
  const points = ({ targetColumns }: ForeignKey) => isOver(targetColumns);
  const by = rivals.length > 1 ? [] : keysTo(schema, table, points);
  return [subject(key.type === 'unique' ? 'unique' : 'primary key', table, name ?? ''), by];
}

/** Columns of the type. */
function needsOfType(name: ObjectName, schema: Step['schema']): Needs {
  const isOfType = (column: Table['columns'][number]) =>
    column.type !== null && isSameName({ name: column.type.name, schema: column.type.schema ?? null }, name);
  const by = schema.tables.flatMap((table) =>
    table.columns.filter(isOfType).map((column) => subject('column', table, column.name)),
  );
  return [{ kind: 'enum', schema: name.schema, table: null, name: name.name }, by];
}

function needsOfDefined({ object, name }: OperationOf<'dropDefined'>, schema: Step['schema']): Needs {
  switch (object) {
    case 'type':
    case 'domain': {
      const [, by] = needsOfType(name, schema);
      return [{ kind: object, schema: name.schema, table: null, name: name.name }, by];
    }
    case 'function': {
      const isCalledBy = (definition: string) =>
        mentionsWord(definition.slice(definition.search(/\bexecute\b/i)), name.name);
      const by = schema.triggers.filter(({ definition }) => isCalledBy(definition));
      const callers = by.map((trigger) =>
        subject('trigger', { schema: trigger.schema, name: trigger.table }, trigger.name),
      );
      return [{ kind: 'function', schema: name.schema, table: null, name: name.name }, callers];
    }
    default:
      return nothing;
  }
}

function subject(kind: Subject['kind'], { schema, name: table }: ObjectName, name: string): Subject {
  return { kind, schema, table, name };
}
