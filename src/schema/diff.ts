import { describeEnum, describeSequence, describeTable, describeTrigger } from './describe';
import { compareLists, type Comparison, namesOf, type SchemaChange } from './diff.lists';
import { isSameList, isSameSql } from './diff.normal';
import { compareTable, type TableIn } from './diff.tables';
import {
  type Definition,
  type EnumType,
  formatName,
  type ObjectKind,
  type ObjectName,
  type Policy,
  type Schema,
  type Sequence,
  type Table,
  type Trigger,
  type View,
} from './model';

export type { SchemaChange };

/**
 * What is different between two schemas, object by object. Quiet about what means nothing: the order of columns and
 * lists, names that an engine made, the way a default or a definition is written.
 *
 * A table that is missing or extra is one change; what belongs to it is not reported besides.
 */
export function diff(before: Schema, after: Schema): readonly SchemaChange[] {
  if (before === after) return [];
  const isKept = inBothOrNone(before, after);
  const isPartKept = ({ schema, table }: Trigger | Policy) => isKept(formatName({ schema, name: table }));
  const isSequenceKept = ({ ownedBy }: Sequence) =>
    ownedBy === null || isKept(ownedBy.slice(0, ownedBy.lastIndexOf('.')));
  return [
    ...compareLists(before.schemas, after.schemas, namesOf('schema')),
    ...compareLists(before.extensions, after.extensions, namesOf('extension')),
    ...compareLists(before.enums, after.enums, enums),
    ...compareLists(before.domains, after.domains, definitions('domain')),
    ...compareLists(before.composites, after.composites, definitions('type')),
    ...compareLists(unshared(before, after), unshared(after, before), tables),
    ...commonTables(before, after).flatMap(([a, b]) => compareTable(a, b)),
    ...compareLists(before.sequences.filter(isSequenceKept), after.sequences.filter(isSequenceKept), sequences),
    ...compareLists(before.views, after.views, views),
    ...compareLists(before.functions, after.functions, definitions('function')),
    ...compareLists(before.triggers.filter(isPartKept), after.triggers.filter(isPartKept), triggers),
    ...compareLists(before.policies.filter(isPartKept), after.policies.filter(isPartKept), policies),
  ];
}

/** Tables of both schemas whose common columns stand in another order: worth a note, but no change. */
export function columnOrderChanged(before: Schema, after: Schema): readonly ObjectName[] {
  return commonTables(before, after)
    .filter(([a, b]) => !isSameList(commonColumns(a.table, b.table), commonColumns(b.table, a.table)))
    .map(([{ table }]) => ({ schema: table.schema, name: table.name }));
}

/** States of one history share the tables that nobody touched: the same object needs no look. */
function unshared({ tables }: Schema, other: Schema): readonly Table[] {
  const others = new Set(other.tables);
  return tables.filter((table) => !others.has(table));
}

function commonTables(before: Schema, after: Schema): readonly (readonly [TableIn, TableIn])[] {
  const others = new Map(unshared(after, before).map((table) => [formatName(table), table]));
  return unshared(before, after).flatMap((table) => {
    const other = others.get(formatName(table));
    return other === undefined
      ? []
      : [
          [
            { table, schema: before },
            { table: other, schema: after },
          ] as const,
        ];
  });
}

function commonColumns(table: Table, other: Table): readonly string[] {
  const known = new Set(other.columns.map(({ name }) => name));
  return table.columns.map(({ name }) => name).filter((name) => known.has(name));
}

/** Only the tables themselves are compared here; what is in them, by `compareTable`. */
const tables: Comparison<Table> = {
  subject: ({ schema, name }) => ({ kind: 'table', schema, table: name, name }),
  key: formatName,
  isSame: () => true,
  describe: describeTable,
};

const enums: Comparison<EnumType> = {
  subject: ({ schema, name }) => ({ kind: 'enum', schema, table: null, name }),
  key: formatName,
  isSame: (a, b) => isSameList(a.labels, b.labels),
  describe: describeEnum,
};

/** A sequence that a column owns is the column's, whatever it is called. What paper does not know does not count. */
const sequences: Comparison<Sequence> = {
  subject: ({ schema, name }) => ({ kind: 'sequence', schema, table: null, name }),
  key: (sequence) => sequence.ownedBy ?? formatName(sequence),
  isSame: (a, b) =>
    isSameIfKnown(a.type, b.type) &&
    isSameIfKnown(a.start, b.start) &&
    isSameIfKnown(a.increment, b.increment) &&
    a.ownedBy === b.ownedBy,
  describe: describeSequence,
};

const views: Comparison<View> = {
  subject: ({ schema, name, isMaterialized }) => {
    return { kind: isMaterialized ? 'materialized view' : 'view', schema, table: null, name };
  },
  key: formatName,
  isSame: (a, b) => a.isMaterialized === b.isMaterialized && isSameSql(a.definition, b.definition),
  describe: ({ definition }) => definition,
};

const triggers: Comparison<Trigger> = {
  subject: ({ schema, table, name }) => ({ kind: 'trigger', schema, table, name }),
  key: ({ schema, table, name }) => `${formatName({ schema, name: table })}.${name}`,
  isSame: (a, b) => a.isEnabled === b.isEnabled && isSameSql(a.definition, b.definition),
  describe: describeTrigger,
};

const policies: Comparison<Policy> = {
  subject: ({ schema, table, name }) => ({ kind: 'policy', schema, table, name }),
  key: ({ schema, table, name }) => `${formatName({ schema, name: table })}.${name}`,
  isSame: (a, b) => isSameSql(a.definition, b.definition),
  describe: ({ definition }) => definition,
};

/** Functions may share a name; equal ones are paired first. */
function definitions(kind: ObjectKind): Comparison<Definition> {
  return {
    subject: ({ schema, name }) => ({ kind, schema, table: null, name }),
    key: formatName,
    isSame: (a, b) => isSameSql(a.definition, b.definition),
    describe: ({ definition }) => definition,
  };
}

/** False for a table that only one of the schemas has: its change says all about what belongs to it. */
function inBothOrNone(before: Schema, after: Schema): (table: string) => boolean {
  const [a, b] = [before, after].map((schema) => new Set(schema.tables.map(formatName)));
  return (table) => a?.has(table) === b?.has(table);
}

function isSameIfKnown(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}
