import type {
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from '@pgsql/types';
import type { Read } from '../../../migration/operation';
import { firstLocation, relationName } from '../nodes';
import { readsOf, starOf } from '../reads';
import type { Statement } from '../statement';
import type { Token } from '../tokens';
import { callsIn, rowsOf } from './calls';
import { isCascade, type Found, type Handlers } from './found';
import { filledTable } from './tables';

/** INSERT, UPDATE, DELETE, TRUNCATE, SELECT and the data-modifying statements inside WITH. */
export const dataStatements: Handlers = {
  InsertStmt: insert,
  UpdateStmt: update,
  DeleteStmt: remove,
  SelectStmt: select,
  MergeStmt: merge,
  TruncateStmt: (node) => [
    {
      kind: 'truncate',
      tables: (node.relations ?? []).flatMap((each) => ('RangeVar' in each ? [relationName(each.RangeVar)] : [])),
      cascade: isCascade(node.behavior),
    },
  ],
  CopyStmt: (node) => {
    if (!node.is_from || !node.relation)
      return [{ kind: 'other', statement: 'CopyStmt', reads: readsOf([node.query]) }];
    return [
      {
        kind: 'insert',
        table: relationName(node.relation),
        columns: null,
        source: 'values',
        reads: [],
        onConflict: null,
      },
    ];
  },
};

function insert(node: InsertStmt, statement: Statement): readonly Found[] {
  const columns = (node.cols ?? []).flatMap((each) => ('ResTarget' in each ? (each.ResTarget.name ?? []) : []));
  const query = node.selectStmt && 'SelectStmt' in node.selectStmt ? node.selectStmt.SelectStmt : null;
  const action = node.onConflictClause?.action;
  return [
    ...modifications(node.withClause, statement),
    {
      kind: 'insert',
      table: relationName(node.relation),
      columns: columns.length > 0 ? columns : null,
      source: query === null ? 'default' : query.valuesLists ? 'values' : 'select',
      reads: readsOf([{ InsertStmt: { ...node, relation: undefined } }]),
      onConflict:
        action === 'ONCONFLICT_NOTHING'
          ? 'nothing'
          : action === 'ONCONFLICT_UPDATE'
            ? 'update'
            : statement.spelling.onConflict,
      ...rowsOf(query),
      ...starOf(node.selectStmt),
    },
  ];
}

function update(node: UpdateStmt, statement: Statement): readonly Found[] {
  return [
    ...modifications(node.withClause, statement),
    {
      kind: 'update',
      table: relationName(node.relation),
      assignments: assignments(node.targetList ?? [], statement),
      where: condition(node.whereClause, statement),
      reads: ownReads({ UpdateStmt: node }, node.relation),
    },
  ];
}

function remove(node: DeleteStmt, statement: Statement): readonly Found[] {
  return [
    ...modifications(node.withClause, statement),
    {
      kind: 'delete',
      table: relationName(node.relation),
      where: condition(node.whereClause, statement),
      reads: ownReads({ DeleteStmt: node }, node.relation),
    },
  ];
}

function ownReads(tree: Node, relation: RangeVar | undefined): readonly Read[] {
  return readsOf([tree], relation);
}

/** MERGE is what its branches are: an insert, an update or a delete each. */
function merge(node: MergeStmt, statement: Statement): readonly Found[] {
  const table = relationName(node.relation);
  const reads = readsOf([node.sourceRelation, node.joinCondition], node.relation);
  const where = condition(node.joinCondition, statement);
  return (node.mergeWhenClauses ?? []).flatMap((each): readonly Found[] => {
    if (!('MergeWhenClause' in each)) return [];
    const { commandType, targetList } = each.MergeWhenClause;
    const columns = (targetList ?? []).flatMap((item) => ('ResTarget' in item ? (item.ResTarget.name ?? []) : []));
    if (commandType === 'CMD_INSERT') {
      return [{ kind: 'insert', table, columns, source: 'select', reads, onConflict: 'nothing' }];
    }
    if (commandType === 'CMD_DELETE') return [{ kind: 'delete', table, where, reads }];
    if (commandType !== 'CMD_UPDATE') return [];
    return [{ kind: 'update', table, assignments: assignments(targetList ?? [], statement), where, reads }];
  });
}

function select(node: SelectStmt, statement: Statement): readonly Found[] {
  const reads = readsOf([{ SelectStmt: node }]);
  const before = modifications(node.withClause, statement);
  if (node.intoClause) {
    return [...before, filledTable(node.intoClause, { SelectStmt: node }, { ifNotExists: false, reads })];
  }
  return [...before, { kind: 'select', reads, ...callsIn(node) }];
}

/** What WITH clauses change (`WITH gone AS (DELETE ... RETURNING *)`), each an operation of its own. */
function modifications(clause: WithClause | undefined, statement: Statement): readonly Found[] {
  return (clause?.ctes ?? []).flatMap((node): readonly Found[] => {
    const query = 'CommonTableExpr' in node ? node.CommonTableExpr.ctequery : undefined;
    if (!query) return [];
    if ('InsertStmt' in query) return insert(query.InsertStmt, statement);
    if ('UpdateStmt' in query) return update(query.UpdateStmt, statement);
    return 'DeleteStmt' in query ? remove(query.DeleteStmt, statement) : [];
  });
}

/** What may follow a condition. FROM may not: it belongs to IS DISTINCT FROM. */
function endsCondition(token: Token): boolean {
  return token.kind === 'word' && /^(RETURNING|ORDER|LIMIT|WHEN)$/.test(token.text);
}

function endsAssignment(token: Token): boolean {
  return token.text === ',' || (token.kind === 'word' && /^(FROM|WHERE|RETURNING|WHEN)$/.test(token.text));
}

/** `SET a = x` as written; a row assignment `(a, b) = (...)` gives each column the whole right side. */
function assignments(targets: readonly Node[], statement: Statement) {
  return targets.flatMap((node) => {
    if (!('ResTarget' in node)) return [];
    const { name, location } = node.ResTarget;
    const at = statement.tokenAt(location);
    const equals = statement.tokens.findIndex(({ text }, index) => index >= at && text === '=');
    const expression = statement.between(equals + 1, statement.until(equals + 1, endsAssignment));
    return [{ column: name ?? '', expression }];
  });
}

function condition(where: Node | undefined, statement: Statement): string | null {
  if (!where) return null;
  const keyword = statement.keywordBefore(statement.tokenAt(firstLocation(where)) + 1, 'WHERE', 'ON');
  return statement.between(keyword + 1, statement.until(keyword + 1, endsCondition));
}
