import { quoteName, quoteObject } from '../../../schema/ddl';
import {
  type Definition,
  formatName,
  type Policy,
  type Schema,
  type Sequence,
  type Table,
  type Trigger,
  type View,
} from '../../../schema/model';
import { groupBy } from '../../../schema/groups';
import type { KnownSchema } from '../engine';
import { type Catalog, type IndexRow, readCatalog, type RelationRow, type TypeRow } from './catalog';
import { readColumn } from './columns';
import { readConstraints } from './constraints';
import { readIndex } from './indexes';
import { type Lookup, lookupIn } from './lookup';
import type { PostgresSession } from './session';

/** Reads the whole schema in one round trip. The session must be as `resetSession` leaves it. */
export function introspect(session: PostgresSession): Schema {
  return readSchema(readCatalog(session), new Map());
}

/** The same, with the tables that nothing touched taken from what is known; `null`: there is one of which nothing is. */
export function introspectSince(session: PostgresSession, { schema, touched }: KnownSchema): Schema | null {
  const untouched = schema.tables.filter(({ name }) => !touched.has(name));
  const catalog = readCatalog(session, [...touched]);
  const kept = new Map(untouched.map((table) => [formatName(table), table]));
  const result = readSchema(catalog, kept);
  const isKnown = ({ name, ...table }: Table) => touched.has(name) || kept.has(formatName({ ...table, name }));
  return result.tables.every(isKnown) ? result : null;
}

function readSchema(catalog: Catalog, kept: ReadonlyMap<string, Table>): Schema {
  const lookup = lookupIn(catalog);
  const ofKind = (...kinds: readonly RelationRow['kind'][]) =>
    catalog.relations.filter((row) => kinds.includes(row.kind) && isReported(row, lookup));
  const types = (...kinds: readonly TypeRow['kind'][]) =>
    catalog.types.filter((row) => kinds.includes(row.kind) && lookup.isOurs(row));
  return {
    tables: readTables(catalog, ofKind('r', 'p', 'f'), lookup, kept),
    enums: types('e').map((row) => ({ ...lookup.nameOf(row), labels: row.labels })),
    views: ofKind('v', 'm').map((row) => readView(row, catalog.indexes, lookup)),
    sequences: readSequences(catalog, ofKind('S'), lookup),
    triggers: readTriggers(catalog, lookup),
    functions: catalog.functions
      .filter(lookup.isOurs)
      .map((row) => ({ ...lookup.nameOf(row), definition: row.definition })),
    domains: types('d').map((row) => readType('CREATE DOMAIN', row, lookup)),
    composites: types('c', 'r').map((row) => readType('CREATE TYPE', row, lookup)),
    policies: readPolicies(catalog, lookup),
    extensions: catalog.extensions.map(({ name }) => name),
    schemas: catalog.namespaces
      .filter(({ oid, name }) => name !== 'public' && lookup.isOurs({ oid, namespace: oid }))
      .map(({ name }) => name),
  };
}

/** `alembic_version` is Alembic's. */
function isReported(row: RelationRow, lookup: Lookup): boolean {
  return lookup.isOurs(row) && row.name !== 'alembic_version';
}

function readTables(
  catalog: Catalog,
  relations: readonly RelationRow[],
  lookup: Lookup,
  kept: ReadonlyMap<string, Table>,
): readonly Table[] {
  const columns = groupBy(catalog.columns, ({ relation }) => relation);
  const constraints = groupBy(catalog.constraints, ({ relation }) => relation);
  const indexes = groupBy(catalog.indexes, ({ relation }) => relation);
  const read = (relation: RelationRow): Table => ({
    ...lookup.nameOf(relation),
    columns: (columns.get(relation.oid) ?? []).map((row) => readColumn(row, lookup)),
    ...readConstraints(relation.name, constraints.get(relation.oid) ?? [], lookup),
    indexes: (indexes.get(relation.oid) ?? []).map(readIndex),
    comment: lookup.comment(relation.oid, 0),
    traits: relation.traits,
    partitionBy: relation.partitionBy,
    parent: readParent(relation, lookup),
    isComplete: true,
  });
  return relations.map((relation) => kept.get(formatName(lookup.nameOf(relation))) ?? read(relation));
}

function readParent({ parent }: RelationRow, lookup: Lookup): Table['parent'] {
  const relation = parent === null ? undefined : lookup.relation(parent);
  return relation === undefined ? null : lookup.nameOf(relation);
}

/** The sequence of an identity column is a part of the column. */
function readSequences(catalog: Catalog, relations: readonly RelationRow[], lookup: Lookup): readonly Sequence[] {
  const rows = new Map(catalog.sequences.map((row) => [row.oid, row]));
  return relations.flatMap((relation) => {
    const row = rows.get(relation.oid);
    if (row === undefined || row.ownership === 'i') return [];
    const { type, start, increment } = row;
    const owner = lookup.relation(row.relation ?? 0);
    const ownedBy = owner && `${formatName(lookup.nameOf(owner))}.${row.column ?? ''}`;
    return [{ ...lookup.nameOf(relation), type, start, increment, ownedBy: ownedBy ?? null }];
  });
}

function readTriggers({ triggers }: Catalog, lookup: Lookup): readonly Trigger[] {
  return triggers.flatMap(({ relation, name, definition, isEnabled }) => {
    const table = lookup.relation(relation);
    if (table === undefined || !isReported(table, lookup)) return [];
    const { schema, name: tableName } = lookup.nameOf(table);
    return [{ schema, table: tableName, name, definition, isEnabled }];
  });
}

function readPolicies({ policies }: Catalog, lookup: Lookup): readonly Policy[] {
  return policies.flatMap(({ relation, name, rest }) => {
    const table = lookup.relation(relation);
    if (table === undefined || !isReported(table, lookup)) return [];
    const tableName = lookup.nameOf(table);
    const definition = `CREATE POLICY ${quoteName(name)} ON ${quoteObject(tableName)} ${rest}`;
    return [{ schema: tableName.schema, table: table.name, name, definition }];
  });
}

function readType(create: string, row: TypeRow, lookup: Lookup): Definition {
  const name = lookup.nameOf(row);
  return { ...name, definition: `${create} ${quoteObject(name)} AS ${row.definition ?? '()'}` };
}

/** The indexes of a materialized view belong to its definition: whoever makes it anew must make them too. */
function readView(relation: RelationRow, indexes: readonly IndexRow[], lookup: Lookup): View {
  const name = lookup.nameOf(relation);
  const isMaterialized = relation.kind === 'm';
  const create = `CREATE ${isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteObject(name)} AS`;
  const body = (relation.query ?? '').trim().replace(/;$/, '');
  const own = indexes.filter((index) => index.relation === relation.oid).map(({ definition }) => definition);
  return { ...name, definition: [`${create}\n ${body}`, ...own].join(';\n'), isMaterialized };
}
