import type { Dialect } from '../../../schema/model';
import type { Statement } from '../statement';
import type { Found } from '../statements/found';
import { alterations } from './alterations';
import { columnName, columnOf, constraintOf, indexOf, inlineConstraints, tableName } from './definitions';
import { expressionSql, parseDialect } from './parser';
import type { Tree, TreeAssignment, TreeColumn, TreeDefinition, TreeTable } from './tree';

/**
 * What a statement does by its dialect's own grammar; `null` where that has none, does not take the text, or says no
 * more than Postgres' would.
 */
export function readDialect(statement: Statement): readonly Found[] | null {
  const tree = parseDialect(statement.dialect, statement.sql);
  if (tree === null) return byTokens(statement);
  switch (tree.type) {
    case 'alter':
      return alterTable(tree, statement);
    case 'create':
      return create(tree, statement);
    case 'drop':
      return drop(tree);
    case 'rename':
      return renames(tree);
    case 'update':
      return update(tree, statement.dialect);
    case 'delete':
      return remove(tree, statement.dialect);
    case 'insert':
    case 'replace':
      return insert(tree);
    case 'set':
      return settings(tree, statement.dialect);
    case 'lock':
    case 'unlock':
      return [{ kind: 'other', statement: tree.type.toUpperCase(), reads: [] }];
    default:
      return null;
  }
}

/** Statements whose first words Postgres' grammar takes for something else: `ADD INDEX i (a)` is a column there. */
export function isDialectFirst({ tokens, dialect }: Statement): boolean {
  if (dialect !== 'mysql' && dialect !== 'mariadb' && dialect !== 'mssql') return false;
  const words = tokens.slice(0, 2).map(({ text }) => text);
  return words[0] === 'ALTER' || words[0] === 'RENAME' || (words[0] === 'CREATE' && words[1] === 'TABLE');
}

function alterTable(tree: Tree, statement: Statement): readonly Found[] | null {
  const table = tableName(tables(tree)[0]);
  return table.name === '' ? null : alterations(table, tree.expr ?? [], statement);
}

function tables(tree: Tree): readonly TreeTable[] {
  const { table } = tree;
  if (table === undefined) return [];
  return Array.isArray(table) ? (table as readonly TreeTable[]) : [table as TreeTable];
}

function create(tree: Tree, statement: Statement): readonly Found[] | null {
  if (tree.keyword === 'index') {
    const index = indexOf(tree.index, tree.index_columns, tree.index_type);
    const table = tableName(tables(tree)[0]);
    return [{ kind: 'createIndex', table, index, concurrently: false, ifNotExists: false }];
  }
  return tree.keyword === 'table' && tree.create_definitions ? [createTable(tree, statement.dialect)] : null;
}

function createTable(tree: Tree, dialect: Dialect): Found {
  const definitions = tree.create_definitions ?? [];
  const columns = definitions.filter(({ resource }) => resource === 'column');
  const constraints = [
    ...columns.flatMap(inlineConstraints),
    ...definitions.flatMap((each) => (each.resource === 'constraint' ? (constraintOf(each, dialect) ?? []) : [])),
  ];
  const key = constraints.flatMap((each) => (each.type === 'primaryKey' ? each.columns : []));
  return {
    kind: 'createTable',
    table: tableName(tables(tree)[0]),
    columns: columns
      .map((each) => columnOf(each, dialect))
      .map((column) => (key.includes(column.name) ? { ...column, nullable: false } : column)),
    constraints,
    indexes: definitions.filter(({ resource }) => resource === 'index').map(tableIndex),
    ifNotExists: Boolean(tree.if_not_exists),
    temporary: Boolean(tree.temporary),
    reads: [],
    isFilled: false,
    comment: null,
    traits: [],
    createsEnums: false,
  };
}

function tableIndex({ index, definition, keyword }: TreeDefinition) {
  return indexOf(index, definition, keyword);
}

function drop(tree: Tree): readonly Found[] | null {
  if (tree.keyword !== 'index' || Array.isArray(tree.name)) return null;
  const table = tableName(tables(tree)[0]);
  const name = columnName(tree.name as TreeColumn | undefined);
  return [{ kind: 'dropIndex', name, table, concurrently: false, ifExists: false }];
}

function renames({ table }: Tree): readonly Found[] {
  return ((table ?? []) as readonly (readonly TreeTable[])[]).flatMap(([from, to]): readonly Found[] =>
    from && to ? [{ kind: 'renameTable', table: tableName(from), newName: to.table ?? '' }] : [],
  );
}

/** Joined tables are read; the columns that are set say whose they are. */
function update(tree: Tree, dialect: Dialect): readonly Found[] {
  const [target, ...others] = tables(tree);
  const named = tree.set?.find(({ table }) => table)?.table;
  const changed = [target, ...others].find((each) => named !== undefined && each?.table === named) ?? target;
  return [
    {
      kind: 'update',
      table: tableName(changed),
      assignments: (tree.set ?? []).map(({ column, value }) => ({
        column: column ?? '',
        expression: expressionSql(dialect, value) ?? '',
      })),
      where: whereOf(tree, dialect, others.length > 0 || (tree.from?.length ?? 0) > 1),
      reads: [...others, ...(tree.from ?? [])].map((each) => ({ table: tableName(each), columns: [] })),
    },
  ];
}

/** A join leaves out rows like a condition does. */
function whereOf({ where }: Tree, dialect: Dialect, isJoined: boolean): string | null {
  return expressionSql(dialect, where) ?? (isJoined ? 'the joined rows' : null);
}

function remove(tree: Tree, dialect: Dialect): readonly Found[] {
  const sources = tree.from ?? [];
  const reads = sources.slice(1).map((each) => ({ table: tableName(each), columns: [] }));
  return tables(tree).map((table) => ({
    kind: 'delete',
    table: tableName(table),
    where: whereOf(tree, dialect, sources.length > 1),
    reads,
  }));
}

function insert(tree: Tree): readonly Found[] {
  const isReplacing = tree.type === 'replace' || Boolean(tree.on_duplicate_update);
  return [
    {
      kind: 'insert',
      table: tableName(tables(tree)[0]),
      columns: tree.columns ?? null,
      source: tree.values?.type === 'select' ? 'select' : 'values',
      reads: [],
      onConflict: isReplacing ? 'update' : /ignore/i.test(tree.prefix ?? '') ? 'nothing' : null,
    },
  ];
}

function settings({ expr }: Tree, dialect: Dialect): readonly Found[] {
  return ((expr ?? []) as readonly TreeAssignment[]).map(({ left, right }) => ({
    kind: 'setting',
    name: left?.name?.toLowerCase() ?? '',
    value: expressionSql(dialect, right),
    isLocal: false,
  }));
}

/** What the parser has no grammar for: `RENAME INDEX a TO b`, and options of a table. */
function byTokens(statement: Statement): readonly Found[] | null {
  const { tokens } = statement;
  const words = tokens.map(({ text }) => text);
  if (words[0] !== 'ALTER' || words[1] !== 'TABLE') return null;
  const isQualified = words[3] === '.';
  const nameAt = isQualified ? 4 : 2;
  const table = { schema: isQualified ? statement.identifier(2) : null, name: statement.identifier(nameAt) };
  const rest = words.slice(nameAt + 1);
  if (rest[0] === 'RENAME' && /^(INDEX|KEY)$/.test(rest[1] ?? '') && rest[3] === 'TO' && rest.length === 5) {
    const [name, newName] = [statement.identifier(nameAt + 3), statement.identifier(nameAt + 5)];
    return [{ kind: 'renameIndex', name, newName }];
  }
  const isOption = /^(CONVERT|CHARACTER|CHARSET|COLLATE|DEFAULT|ENGINE|ROW_FORMAT|AUTO_INCREMENT|COMMENT)$/.test(
    rest[0] ?? '',
  );
  return isOption ? [{ kind: 'alterTable', table, change: { type: 'other', definition: statement.sql } }] : null;
}
