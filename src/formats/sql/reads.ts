import type { ColumnRef, CommonTableExpr, Node, RangeVar, SelectStmt, WithClause } from '@pgsql/types';
import type { Read } from '../../migration/operation';
import { formatName, type ObjectName } from '../../schema/model';
import { relationName, text } from './nodes';

/** What a name in FROM stands for; `null` for what is no table (a CTE, a subquery, a function). */
type Source = ObjectName | null;

/**
 * The tables and columns that trees read: aliases are resolved, an unqualified column belongs to the only table of its
 * own SELECT, or to none (`table: null`) where several could have it.
 * @param target the table that an UPDATE or DELETE is about: in scope, as `alias` if there is one.
 */
export function readsOf(trees: readonly unknown[], target?: RangeVar): readonly Read[] {
  const collector = new Collector();
  const scope = new Scope(null);
  if (target) scope.declare(target.alias?.aliasname ?? target.relname ?? '', relationName(target));
  for (const tree of trees) collector.declareSources(tree, scope);
  for (const tree of trees) collector.walk(tree, scope);
  return collector.reads;
}

class Scope {
  readonly parent: Scope | null;
  readonly #sources = new Map<string, Source>();
  readonly #ctes = new Set<string>();

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  declare(alias: string, source: Source): void {
    this.#sources.set(alias, source);
  }

  declareCte(name: string): void {
    this.#ctes.add(name);
  }

  hasCte(name: string): boolean {
    return this.#ctes.has(name) || (this.parent?.hasCte(name) ?? false);
  }

  /** `undefined`: there is no such name here or further out. */
  find(alias: string): Source | undefined {
    const own = this.#sources.get(alias);
    return own === undefined && !this.#sources.has(alias) ? this.parent?.find(alias) : own;
  }

  /** The source of an unqualified column: `undefined` where the scope has none at all. */
  get only(): Source | undefined {
    if (this.#sources.size === 0) return this.parent?.only;
    return this.#sources.size === 1 ? [...this.#sources.values()][0] : null;
  }

  /** Its single source is a CTE or a subquery: a column of that is no table's. */
  get isDerived(): boolean {
    if (this.#sources.size === 0) return this.parent?.isDerived ?? false;
    return [...this.#sources.values()].every((source) => source === null);
  }
}

/** Row variables of triggers and upserts: not tables. */
const rowVariables = new Set(['new', 'old', 'excluded']);

class Collector {
  readonly #found = new Map<string, { table: ObjectName | null; columns: Set<string> }>();

  get reads(): readonly Read[] {
    return [...this.#found.values()].map(({ table, columns }) => ({ table, columns: [...columns] }));
  }

  walk(tree: unknown, scope: Scope): void {
    if (tree === null || typeof tree !== 'object') return;
    for (const [key, value] of Object.entries(tree)) {
      if (key === 'ColumnRef') this.#column(value as ColumnRef, scope);
      else if (key === 'SelectStmt' || key === 'InsertStmt' || key === 'UpdateStmt' || key === 'DeleteStmt') {
        this.#statement(value, scope);
      } else this.walk(value, scope);
    }
  }

  /** Everything in FROM or USING is in scope before any expression is looked at. */
  declareSources(tree: unknown, scope: Scope): void {
    if (tree === null || typeof tree !== 'object') return;
    if (Array.isArray(tree)) {
      for (const item of tree) this.declareSources(item, scope);
      return;
    }
    const node = tree as Node;
    if ('RangeVar' in node) this.#relation(node.RangeVar, scope);
    else if ('JoinExpr' in node) this.declareSources([node.JoinExpr.larg, node.JoinExpr.rarg], scope);
    else if ('RangeSubselect' in node) scope.declare(node.RangeSubselect.alias?.aliasname ?? '', null);
    else if ('RangeFunction' in node) scope.declare(node.RangeFunction.alias?.aliasname ?? '', null);
  }

  #statement(statement: unknown, outer: Scope): void {
    const scope = new Scope(outer);
    const { withClause, fromClause, usingClause, relation, larg, rarg } = statement as {
      withClause?: WithClause;
      fromClause?: Node[];
      usingClause?: Node[];
      relation?: RangeVar;
      larg?: unknown;
      rarg?: unknown;
    };
    if (withClause) this.#commonTables(withClause, scope);
    if (relation) scope.declare(relation.alias?.aliasname ?? relation.relname ?? '', relationName(relation));
    this.declareSources(fromClause, scope);
    this.declareSources(usingClause, scope);
    // The sides of a UNION are statements of their own, without a wrapping node.
    if (larg) this.#statement(larg, scope);
    if (rarg) this.#statement(rarg, scope);
    this.walk({ ...(statement as object), withClause: null, larg: null, rarg: null }, scope);
  }

  #commonTables(withClause: WithClause, scope: Scope): void {
    const ctes = (withClause.ctes ?? []).flatMap((node): CommonTableExpr[] =>
      'CommonTableExpr' in node ? [node.CommonTableExpr] : [],
    );
    for (const cte of ctes) scope.declareCte(cte.ctename ?? '');
    for (const cte of ctes) this.walk(cte.ctequery, scope);
  }

  #relation(relation: RangeVar, scope: Scope): void {
    const name = relationName(relation);
    const isCte = name.schema === null && scope.hasCte(name.name);
    scope.declare(relation.alias?.aliasname ?? name.name, isCte ? null : name);
    if (!isCte) this.#note(name);
  }

  #column(reference: ColumnRef, scope: Scope): void {
    const path = (reference.fields ?? []).map((field) => text(field));
    const column = path.at(-1);
    const qualifier = path.at(-2);
    if (qualifier === undefined) this.#unqualified(column, scope);
    else if (qualifier !== null && !rowVariables.has(qualifier)) this.#qualified(qualifier, column, scope);
  }

  #unqualified(column: string | null | undefined, scope: Scope): void {
    const source = scope.only;
    if (!column || source === undefined || (source === null && scope.isDerived)) return;
    this.#note(source, column);
  }

  #qualified(alias: string, column: string | null | undefined, scope: Scope): void {
    const source = scope.find(alias);
    if (source) this.#note(source, column ?? undefined);
    else if (source === undefined && column) this.#note(null, column);
  }

  #note(table: ObjectName | null, column?: string): void {
    const key = table === null ? '' : formatName(table);
    const read = this.#found.get(key) ?? { table, columns: new Set<string>() };
    this.#found.set(key, read);
    if (column !== undefined) read.columns.add(column);
  }
}

/** `hasStar` where a query's result is all columns (`SELECT *`, `SELECT t.*`), on any side of a UNION. */
export function starOf(query: Node | undefined): { readonly hasStar?: true } {
  return query && 'SelectStmt' in query && selectsAll(query.SelectStmt) ? { hasStar: true } : {};
}

function selectsAll({ targetList, larg, rarg }: SelectStmt): boolean {
  if (larg && selectsAll(larg)) return true;
  if (rarg && selectsAll(rarg)) return true;
  return (targetList ?? []).some((node) => {
    const value = 'ResTarget' in node ? node.ResTarget.val : undefined;
    const last = value && 'ColumnRef' in value ? value.ColumnRef.fields?.at(-1) : undefined;
    return last !== undefined && 'A_Star' in last;
  });
}
