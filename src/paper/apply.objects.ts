import type { Option } from '../migration/detail';
import type { OperationOf } from '../migration/operation';
import {
  isSameName,
  type Column,
  type ColumnType,
  type EnumType,
  type ObjectName,
  type Policy,
  type Schema,
  type Trigger,
} from '../schema/model';
import { editEveryTable, hasNamed, put, putNamed, withoutNamed } from './edit';

/** Types, views, routines, sequences, extensions and schemas: everything that is not a table's. */

export function createEnum(schema: Schema, { name, labels, ifNotExists }: OperationOf<'createEnum'>): Schema {
  if (ifNotExists && hasNamed(schema.enums, name)) return schema;
  return { ...schema, enums: putNamed(schema.enums, { ...name, labels }) };
}

/** CASCADE takes the columns of the type along. */
export function dropEnum(schema: Schema, { name, cascade }: OperationOf<'dropEnum'>): Schema {
  const rest = { ...schema, enums: withoutNamed(schema.enums, name) };
  return cascade ? withoutColumnsOf(rest, name) : rest;
}

/** Columns of the type follow, as they do on Postgres. */
export function renameType(schema: Schema, { name, newName }: OperationOf<'renameType'>): Schema {
  const renamed = <T extends ObjectName>(item: T): T => (isSameName(item, name) ? { ...item, name: newName } : item);
  const types = {
    ...schema,
    enums: schema.enums.map(renamed),
    domains: schema.domains.map(renamed),
    composites: schema.composites.map(renamed),
  };
  return editColumnTypes(types, name, (type) => ({ ...type, name: newName }));
}

export function addEnumValue(schema: Schema, { name, label }: OperationOf<'addEnumValue'>): Schema {
  return editLabels(schema, name, (labels) => (labels.includes(label) ? labels : [...labels, label]));
}

export function renameEnumValue(schema: Schema, operation: OperationOf<'renameEnumValue'>): Schema {
  const { name, label, newLabel } = operation;
  return editLabels(schema, name, (labels) => labels.map((other) => (other === label ? newLabel : other)));
}

export function createDefined(schema: Schema, operation: OperationOf<'createDefined'>): Schema {
  const { object, name, table, definition } = operation;
  switch (object) {
    case 'view':
    case 'materialized view': {
      const view = { ...name, definition, isMaterialized: object === 'materialized view' };
      return { ...schema, views: putNamed(schema.views, view) };
    }
    case 'function':
      return { ...schema, functions: putNamed(schema.functions, { ...name, definition }) };
    case 'domain':
      return { ...schema, domains: putNamed(schema.domains, { ...name, definition }) };
    case 'type':
      return { ...schema, composites: putNamed(schema.composites, { ...name, definition }) };
    case 'trigger': {
      const trigger: Trigger = { ...owned(name, table), definition, isEnabled: true };
      return { ...schema, triggers: put(schema.triggers, trigger, (other) => isSameOwned(other, trigger)) };
    }
    case 'policy': {
      const policy: Policy = { ...owned(name, table), definition };
      return { ...schema, policies: put(schema.policies, policy, (other) => isSameOwned(other, policy)) };
    }
  }
}

export function dropDefined(schema: Schema, { object, name, table }: OperationOf<'dropDefined'>): Schema {
  const isIt = (other: Trigger | Policy) =>
    other.name === name.name && (table === null || isSameName({ name: other.table, schema: other.schema }, table));
  switch (object) {
    case 'view':
    case 'materialized view':
      return { ...schema, views: withoutNamed(schema.views, name) };
    case 'function':
      return { ...schema, functions: withoutNamed(schema.functions, name) };
    case 'domain':
      return { ...schema, domains: withoutNamed(schema.domains, name) };
    case 'type':
      return { ...schema, composites: withoutNamed(schema.composites, name), enums: withoutNamed(schema.enums, name) };
    case 'trigger':
      return { ...schema, triggers: schema.triggers.filter((trigger) => !isIt(trigger)) };
    case 'policy':
      return { ...schema, policies: schema.policies.filter((policy) => !isIt(policy)) };
  }
}

export function createSequence(schema: Schema, { name, options }: OperationOf<'createSequence'>): Schema {
  if (hasNamed(schema.sequences, name)) return schema;
  const sequence = { ...name, type: null, start: null, increment: null, ownedBy: ownerIn(options ?? []) };
  return { ...schema, sequences: [...schema.sequences, sequence] };
}

/** `OWNED BY table.column`: the sequence goes with the column. */
function ownerIn(options: readonly Option[]): string | null {
  const owner = options.find(({ name }) => name === 'owned_by')?.value?.replaceAll('"', '') ?? null;
  return owner === null || /^none$/i.test(owner) ? null : owner.replace(/^public\./, '');
}

export function dropSequence(schema: Schema, { name }: OperationOf<'dropSequence'>): Schema {
  return { ...schema, sequences: withoutNamed(schema.sequences, name) };
}

export function createExtension(schema: Schema, { name }: OperationOf<'createExtension'>): Schema {
  return { ...schema, extensions: put(schema.extensions, name, (other) => other === name) };
}

export function dropExtension(schema: Schema, { name }: OperationOf<'dropExtension'>): Schema {
  return { ...schema, extensions: schema.extensions.filter((other) => other !== name) };
}

export function createSchema(schema: Schema, { name }: OperationOf<'createSchema'>): Schema {
  return { ...schema, schemas: put(schema.schemas, name, (other) => other === name) };
}

export function dropSchema(schema: Schema, { name }: OperationOf<'dropSchema'>): Schema {
  const outside = <T extends { readonly schema: string | null }>(items: readonly T[]) =>
    items.filter((item) => item.schema !== name);
  return {
    tables: outside(schema.tables),
    enums: outside(schema.enums),
    views: outside(schema.views),
    sequences: outside(schema.sequences),
    triggers: outside(schema.triggers),
    functions: outside(schema.functions),
    domains: outside(schema.domains),
    composites: outside(schema.composites),
    policies: outside(schema.policies),
    extensions: schema.extensions,
    schemas: schema.schemas.filter((other) => other !== name),
  };
}

function editLabels(schema: Schema, name: ObjectName, edit: (labels: readonly string[]) => readonly string[]): Schema {
  const edited = (type: EnumType) => (isSameName(type, name) ? { ...type, labels: edit(type.labels) } : type);
  const enums = { ...schema, enums: schema.enums.map(edited) };
  return editColumnTypes(enums, name, (type) =>
    type.labels === undefined ? type : { ...type, labels: edit(type.labels) },
  );
}

function withoutColumnsOf(schema: Schema, name: ObjectName): Schema {
  const isOther = ({ type }: Column) =>
    type === null || !isSameName({ name: type.name, schema: type.schema ?? null }, name);
  return editEveryTable(schema, (table) =>
    table.columns.every(isOther) ? table : { ...table, columns: table.columns.filter(isOther) },
  );
}

function editColumnTypes(schema: Schema, name: ObjectName, edit: (type: ColumnType) => ColumnType): Schema {
  const isIt = (type: ColumnType | null): type is ColumnType =>
    type !== null && isSameName({ name: type.name, schema: type.schema ?? null }, name);
  return editEveryTable(schema, (table) => {
    if (!table.columns.some(({ type }) => isIt(type))) return table;
    const columns = table.columns.map((column) =>
      isIt(column.type) ? { ...column, type: edit(column.type) } : column,
    );
    return { ...table, columns };
  });
}

function owned(name: ObjectName, table: ObjectName | null) {
  return { schema: table?.schema ?? name.schema, name: name.name, table: table?.name ?? '' };
}

function isSameOwned(a: Trigger | Policy, b: Trigger | Policy): boolean {
  return a.name === b.name && isSameName({ name: a.table, schema: a.schema }, { name: b.table, schema: b.schema });
}
