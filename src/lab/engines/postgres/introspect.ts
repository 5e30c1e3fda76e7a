import type { Definition, EnumType, Schema, Table, View } from '../../../schema/model';
import { quoteObject } from '../../../schema/ddl';
import { type Catalog, catalogQueries, type IndexRow, type RelationRow, type TypeRow } from './catalog';
import { readColumn } from './columns';
import { readConstraints } from './constraints';
import { readIndex } from './indexes';
import type { PostgresSession } from './session';

/** Reads the whole schema in one round trip. The session must be as `resetSession` leaves it. */
export function introspect(session: PostgresSession): Schema {
  const catalog = readCatalog(session);
  const isTable = ({ kind }: RelationRow) => kind !== 'v' && kind !== 'm';
  return {
    tables: tablesOf(catalog, catalog.relations.filter(isTable)),
    enums: catalog.types.filter(({ kind }) => kind === 'e').map(readEnum),
    views: catalog.relations.filter((row) => !isTable(row)).map((row) => readView(row, catalog.indexes)),
    sequences: catalog.sequences,
    triggers: catalog.triggers,
    functions: catalog.functions,
    domains: catalog.types.filter(({ kind }) => kind === 'd').map((row) => readType('CREATE DOMAIN', row)),
    composites: catalog.types
      .filter(({ kind }) => kind === 'c' || kind === 'r')
      .map((row) => readType('CREATE TYPE', row)),
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

function tablesOf(catalog: Catalog, relations: readonly RelationRow[]): readonly Table[] {
  const columns = groupByRelation(catalog.columns);
  const constraints = groupByRelation(catalog.constraints);
  const indexes = groupByRelation(catalog.indexes);
  const enums = new Map(catalog.types.filter(({ kind }) => kind === 'e').map((row) => [row.oid, row.labels]));
  return relations.map((relation) => ({
    schema: relation.schema,
    name: relation.name,
    columns: (columns.get(relation.oid) ?? []).map((row) => readColumn(row, enums)),
    ...readConstraints(relation.name, constraints.get(relation.oid) ?? []),
    indexes: (indexes.get(relation.oid) ?? []).map(readIndex),
    comment: relation.comment,
    traits: relation.traits,
    partitionBy: relation.partitionBy,
    parent: relation.parent,
    isComplete: true,
  }));
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
