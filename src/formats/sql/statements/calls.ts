import type { FuncCall, Node, SelectStmt } from '@pgsql/types';
import type { FunctionCall } from '../../../migration/detail';
import { texts, visit } from '../nodes';
import { literal } from './options';

/** The functions that a query calls: some do more than answer. */
export function callsIn(query: SelectStmt): { readonly calls?: readonly FunctionCall[] } {
  const calls: FunctionCall[] = [];
  visit(query, (key, value) => {
    if (key === 'FuncCall') calls.push(functionCall(value as FuncCall));
  });
  return calls.length > 0 ? { calls } : {};
}

function functionCall({ funcname, args }: FuncCall): FunctionCall {
  return { name: texts(funcname).at(-1)?.toLowerCase() ?? '', args: (args ?? []).map(argument) };
}

/** `'users_id_seq'::regclass` is the literal in it. */
function argument(node: Node): string | null {
  return literal('TypeCast' in node ? node.TypeCast.arg : node);
}

const mostRows = 50;

/** The rows of VALUES as SQL, `null` for what is no literal. */
export function rowsOf(query: SelectStmt | null): { readonly rows?: readonly (readonly (string | null)[])[] } {
  if (!query?.valuesLists) return {};
  const rows = query.valuesLists
    .slice(0, mostRows)
    .map((node) => ('List' in node ? (node.List.items ?? []).map(literalSql) : []));
  return { rows };
}

function literalSql(node: Node): string | null {
  const value = argument(node);
  return value !== null && isString(node) ? `'${value.replaceAll("'", "''")}'` : value;
}

function isString(node: Node): boolean {
  if ('TypeCast' in node && node.TypeCast.arg) return isString(node.TypeCast.arg);
  return 'A_Const' in node && 'sval' in node.A_Const;
}
