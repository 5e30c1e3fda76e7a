import type { TransactionStmt, VariableSetStmt } from '@pgsql/types';
import type { OperationOf } from '../../../migration/operation';
import type { Statement } from '../statement';
import type { Found, Handlers } from './found';
import { literal } from './options';

/** Settings and transactions. */
export const sessionStatements: Handlers = {
  VariableSetStmt: setVariable,
  VariableShowStmt: () => [{ kind: 'select', reads: [] }],
  TransactionStmt: transaction,
};

function setVariable(node: VariableSetStmt, statement: Statement): readonly Found[] {
  const isReset = node.kind === 'VAR_RESET' || node.kind === 'VAR_RESET_ALL' || node.kind === 'VAR_SET_DEFAULT';
  const value = isReset ? null : settingValue(node, statement);
  return [{ kind: 'setting', name: node.name ?? 'all', value, isLocal: node.is_local ?? false }];
}

/** What follows `=` or `TO`, as written; `SET ROLE x` has neither. */
function settingValue({ args }: VariableSetStmt, statement: Statement): string | null {
  const sign = statement.tokens.findIndex(({ text }) => text === '=' || text === 'TO');
  return sign < 0 ? literal(args?.[0]) : statement.between(sign + 1, statement.tokens.length);
}

const transactionActions: Readonly<Record<string, OperationOf<'transaction'>['action']>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
};

function transaction(node: TransactionStmt): readonly Found[] {
  const action = transactionActions[node.kind ?? ''];
  return [action ? { kind: 'transaction', action } : { kind: 'other', statement: 'TransactionStmt', reads: [] }];
}
