import type { CreateStmt, CreateTableAsStmt, IntoClause, Node } from '@pgsql/types';
import type { Constraint, OperationOf } from '../../../migration/operation';
import type { Column } from '../../../schema/model';
import { definedColumn, tableConstraint } from '../columns';
import { nameOf, relationName, text, texts } from '../nodes';
import { readsOf } from '../reads';
import type { Statement } from '../statement';
import type { Found, Handlers } from './found';

/** CREATE TABLE in its forms. */
export const tableStatements: Handlers = {
  CreateStmt: createTable,
  CreateForeignTableStmt: (node, statement) => (node.base ? createTable(node.base, statement) : []),
  CreateTableAsStmt: createTableAs,
};

const noTable = {
  columns: [],
  constraints: [],
  indexes: [],
  ifNotExists: false,
  temporary: false,
  reads: [],
  isFilled: false,
  comment: null,
  traits: [],
  createsEnums: false,
} satisfies Partial<Found>;

function createTable(node: CreateStmt, statement: Statement): readonly Found[] {
  const { columns, constraints } = elements(node.tableElts ?? [], statement);
  const keyed = new Set(constraints.flatMap((each) => (each.type === 'primaryKey' ? each.columns : [])));
  return [
    {
      ...noTable,
      kind: 'createTable',
      table: relationName(node.relation),
      columns: columns.map((column) => (keyed.has(column.name) ? { ...column, nullable: false } : column)),
      constraints,
      ifNotExists: node.if_not_exists ?? false,
      temporary: isTemporary(node.relation?.relpersistence),
      reads: likeSources(node.tableElts ?? []),
      traits: traits(node, statement),
      ...lineage(node),
    },
  ];
}

function elements(nodes: readonly Node[], statement: Statement) {
  const columns: Column[] = [];
  const constraints: Constraint[] = [];
  for (const node of nodes) {
    if ('ColumnDef' in node) {
      const defined = definedColumn(node.ColumnDef, statement);
      columns.push(defined.column);
      constraints.push(...defined.constraints);
    } else if ('Constraint' in node) {
      const constraint = tableConstraint(node.Constraint, statement);
      if (constraint) constraints.push(constraint);
    }
  }
  return { columns, constraints };
}

/** `LIKE other` and `INHERITS (other)` presume the other table. */
function likeSources(nodes: readonly Node[]) {
  return nodes.flatMap((node) =>
    'TableLikeClause' in node ? [{ table: relationName(node.TableLikeClause.relation), columns: [] }] : [],
  );
}

/** `PARTITION BY`, `PARTITION OF` and `INHERITS`. */
function lineage({ partspec, inhRelations }: CreateStmt): Pick<CreateTable, 'partitionBy' | 'parent'> {
  const columns = (partspec?.partParams ?? []).flatMap((each) =>
    'PartitionElem' in each ? (each.PartitionElem.name ?? []) : [],
  );
  const strategy = (partspec?.strategy ?? '').replace('PARTITION_STRATEGY_', '').toLowerCase();
  return {
    ...(partspec ? { partitionBy: { strategy, columns } } : {}),
    ...(inhRelations?.[0] ? { parent: nameOf(inhRelations[0]) } : {}),
  };
}

function traits(node: CreateStmt, statement: Statement): readonly string[] {
  const found = [...statement.spelling.traits];
  if (node.relation?.relpersistence === 'u') found.push('unlogged');
  if (node.partspec) found.push('partitioned');
  if (node.partbound) found.push(node.partbound.is_default === true ? 'default partition' : 'partition');
  return found;
}

function createTableAs(node: CreateTableAsStmt, statement: Statement): readonly Found[] {
  const reads = readsOf([node.query]);
  if (node.objtype === 'OBJECT_MATVIEW') {
    return [
      {
        kind: 'createDefined',
        object: 'materialized view',
        name: relationName(node.into?.rel),
        table: null,
        definition: statement.sql,
        orReplace: false,
        reads,
      },
    ];
  }
  return [filledTable(node.into, node.query, { ifNotExists: node.if_not_exists ?? false, reads })];
}

type CreateTable = OperationOf<'createTable'>;

/** `CREATE TABLE x AS SELECT` and `SELECT ... INTO x`: the columns' types are the query's, which text does not tell. */
export function filledTable(
  into: IntoClause | undefined,
  query: Node | undefined,
  { ifNotExists, reads }: Pick<CreateTable, 'ifNotExists' | 'reads'>,
): Found {
  const named = texts(into?.colNames);
  return {
    ...noTable,
    kind: 'createTable',
    table: relationName(into?.rel),
    columns: (named.length > 0 ? named : outputNames(query)).map(untypedColumn),
    ifNotExists,
    temporary: isTemporary(into?.rel?.relpersistence),
    reads,
    isFilled: !into?.skipData,
  };
}

/** The names a SELECT gives its results, as far as they are written (`*` names none). */
function outputNames(query: Node | undefined): readonly string[] {
  const targets = query && 'SelectStmt' in query ? (query.SelectStmt.targetList ?? []) : [];
  return targets.flatMap((node) => {
    if (!('ResTarget' in node)) return [];
    const { name, val } = node.ResTarget;
    if (name !== undefined) return [name];
    return val && 'ColumnRef' in val ? (text(val.ColumnRef.fields?.at(-1)) ?? []) : [];
  });
}

function untypedColumn(name: string): Column {
  return {
    name,
    type: null,
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    comment: null,
  };
}

function isTemporary(persistence: string | undefined): boolean {
  return persistence === 't';
}
