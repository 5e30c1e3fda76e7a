import type { Operation, OperationKind, OperationOf } from '../../migration/operation';
import { readSql, type SqlOptions } from './sql';

/** The one operation of a text, without what every operation has. */
export function only(text: string, options: SqlOptions = {}): Record<string, unknown> {
  const operations = readSql(text, options);
  if (operations.length !== 1) throw new Error(`expected one operation, got ${String(operations.length)}: ${text}`);
  const {
    span: _span,
    certainty: _certainty,
    dialects: _dialects,
    via: _via,
    autocommit: _auto,
    sql: _sql,
    ...action
  } = operations[0] as Operation;
  return action;
}

/** The first operation of a kind. */
export function first<K extends OperationKind>(kind: K, operations: readonly Operation[]): OperationOf<K> {
  const found = operations.find((each): each is OperationOf<K> => each.kind === kind);
  if (!found) throw new Error(`no ${kind} among ${operations.map((each) => each.kind).join(', ')}`);
  return found;
}

export const kinds = (operations: readonly Operation[]): readonly string[] => operations.map(({ kind }) => kind);

export const users = { schema: null, name: 'users' };
