import { quoteObject } from '../../../schema/ddl';
import type { Definition, EnumType, ObjectName, Schema, Table, Trigger, View } from '../../../schema/model';
import { type Catalog, catalogQueries, type IndexRow, type RelationRow, type TypeRow } from './catalog';
import { readColumn } from './columns';
import { type Names, readConstraints } from './constraints';
import { readIndex } from './indexes';
import type { PostgresSession } from './session';

/** Reads the whole schema in one round trip. The session must be as `resetSession` leaves it. */
export function introspect(session: PostgresSession): Schema {
  const catalog = readCatalog(session);
  const relations = catalog.relations.filter(isReported);
  const types = (kind: TypeRow['kind']) => catalog.types.filter((row) => row.kind === kind);
  return {
    tables: readTables(catalog, relations.filter(isTable)),
    enums: types('e').map(readEnum),
    views: relations.filter((row) => !isTable(row)).map((row) => readView(row, catalog.indexes)),
    sequences: catalog.sequences,
    triggers: readTriggers(catalog, relations),
    functions: catalog.functions,
    domains: types('d').map((row) => readType('CREATE DOMAIN', row)),
    composites: [...types('c'), ...types('r')].map((row) => readType('CREATE TYPE', row)),
    policies: catalog.policies,
    extensions: catalog.names[0]?.extensions ?? [],
    schemas: catalog.names[0]?.schemas ?? [],
  };
}

function readCatalog(session: PostgresSession): Catalog {
  const sections = Object.entries(catalogQueries);
  const script = sections.map(([, query]) => `SELECT coalesce(json_agg(q), '[]') FROM (${query}) q`).join(';\n');
  const results = session.run(script);
  const parsed = sections.map(([section], index) => [section, JSON.parse(results[index]?.rows[0]?.[0] ?? '[]')]);
  return Object.fromEntries(parsed) as Catalog;
}

/** `alembic_version` is Alembic's. */
function isReported({ name, isExtensions }: RelationRow): boolean {
  return !isExtensions && name !== 'alembic_version';
}

function isTable({ kind }: RelationRow): boolean {
  return kind !== 'v' && kind !== 'm';
}

function readTables(catalog: Catalog, relations: readonly RelationRow[]): readonly Table[] {
  const names = namesIn(catalog);
  const columns = groupByRelation(catalog.columns);
  const constraints = groupByRelation(catalog.constraints);
  const indexes = groupByRelation(catalog.indexes);
  const enums = new Map(catalog.types.filter(({ kind }) => kind === 'e').map((row) => [row.oid, row.labels]));
  return relations.map(({ oid, schema, name, comment, traits, partitionBy, parent }) => ({
    schema,
    name,
    columns: (columns.get(oid) ?? []).map((row) => readColumn(row, enums)),
    ...readConstraints(name, constraints.get(oid) ?? [], names),
    indexes: (indexes.get(oid) ?? []).map(readIndex),
    comment,
    traits,
    partitionBy,
    parent: parent === null ? null : names.relation(parent),
    isComplete: true,
  }));
}

function namesIn({ relations, columns }: Catalog): Names {
  const relationNames = new Map(
    relations.map(({ oid, schema, name }): [number, ObjectName] => [oid, { schema, name }]),
  );
  const columnNames = new Map(columns.map(({ relation, number, name }) => [`${relation}.${number}`, name]));
  return {
    relation: (oid) => relationNames.get(oid) ?? { schema: null, name: '' },
    column: (relation, number) => columnNames.get(`${relation}.${number}`) ?? '',
  };
}

function groupByRelation<T extends { readonly relation: number }>(
  rows: readonly T[],
): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.relation);
    if (group === undefined) groups.set(row.relation, [row]);
    else group.push(row);
  }
  return groups;
}

function readTriggers({ triggers }: Catalog, relations: readonly RelationRow[]): readonly Trigger[] {
  return triggers.flatMap(({ relation, name, definition, isEnabled }) =>
    relations
      .filter(({ oid }) => oid === relation)
      .map((table) => ({ schema: table.schema, table: table.name, name, definition, isEnabled })),
  );
}

function readEnum({ schema, name, labels }: TypeRow): EnumType {
  return { schema, name, labels };
}

function readType(create: string, { schema, name, definition }: TypeRow): Definition {
  return { schema, name, definition: `${create} ${quoteObject({ schema, name })} AS ${definition ?? '()'}` };
}

/** The indexes of a materialized view belong to its definition: whoever makes it anew must make them too. */
function readView({ oid, schema, name, kind, query }: RelationRow, indexes: readonly IndexRow[]): View {
  const isMaterialized = kind === 'm';
  const create = `CREATE ${isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteObject({ schema, name })} AS`;
  const body = (query ?? '').trim().replace(/;$/, '');
  const own = indexes.filter(({ relation }) => relation === oid).map(({ definition }) => definition);
  return { schema, name, definition: [`${create}\n ${body}`, ...own].join(';\n'), isMaterialized };
}
