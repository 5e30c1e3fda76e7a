import type { Severity } from '../../src/lint/finding';
import type { OperationOf } from '../../src/migration/operation';
import { isEffective } from '../../src/paper/effects';
import type { Step } from '../../src/paper/roundtrip';
import type { Dialect } from '../../src/schema/model';
import { rule, stepsOf, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'transaction-control',
  code: 'RT706',
  severity: 'warning',
  aliases: [],
  check: (context) => [
    ...reportsOf(context, context.revision.upgrade),
    ...reportsOf(context, context.revision.downgrade),
  ],
});

/** What comes after a COMMIT runs outside of any transaction: once said, it is said. */
function reportsOf({ file, dialect }: RuleContext, steps: readonly Step[]): readonly Report[] {
  return stepsOf(steps, 'transaction')
    .filter(({ operation: { action, autocommit } }) => action !== 'savepoint' && !autocommit)
    .flatMap(({ operation: { action, via, span }, at }): readonly Report[] => {
      const isFirst = !steps.slice(0, at).some(({ operation }) => isEffective(operation));
      const call = via === 'sql' ? null : file.text.slice(span.start, span.end);
      if (call === null || /dbapi|cursor|raw_connection/i.test(call)) {
        return [{ span, subject: null, severity: severityOf(action, isFirst), message: sqlMessage(action, isFirst) }];
      }
      if (!wrapped.has(dialect) || isOfSession(file.text, call)) return [];
      return [{ span, subject: null, message: pythonMessage(action) }];
    });
}

/** Where Alembic takes DDL for transactional (`impl.transactional_ddl`) and begins a transaction around the revisions. */
const wrapped: ReadonlySet<Dialect> = new Set(['postgresql', 'mssql']);

/** A ROLLBACK undoes what is recorded as done. With nothing before it, a COMMIT leaves nothing half done. */
function severityOf(action: Action, isFirst: boolean): Severity {
  if (action === 'rollback') return 'error';
  return isFirst && action === 'commit' ? 'info' : 'warning';
}

type Action = OperationOf<'transaction'>['action'];

/**
 * A session on Alembic's connection only flushes: its commit leaves the outer transaction open (SQLAlchemy docs,
 * join_transaction_mode).
 */
function isOfSession(text: string, call: string): boolean {
  const [, receiver = ''] = /(\w+)\s*\.\s*(?:commit|rollback|begin)\b/.exec(call) ?? [];
  if (/session/i.test(call)) return true;
  return (
    receiver !== '' &&
    new RegExp(`\\b${receiver}\\s*(:[^=\\n]+)?=[^\\n]*session|session[^\\n]*\\bas\\s+${receiver}\\b`, 'i').test(text)
  );
}

function sqlMessage(action: Action, isFirst: boolean): string {
  switch (action) {
    case 'begin':
      return 'Alembic has begun a transaction already: BEGIN does nothing on Postgres but warn, and fails on SQLite. Leave it out.';
    case 'rollback':
      return 'ROLLBACK undoes everything that the pending revisions have done so far, and Alembic still records them as applied. Leave it out.';
    default:
      return isFirst
        ? 'COMMIT ends Alembic’s transaction, and with it that of the revisions before: what follows is not undone if it fails. Use with op.get_context().autocommit_block() instead, which says what it is for and begins a transaction again.'
        : 'COMMIT ends the transaction in which Alembic runs the revision: if a statement after it fails, what came before stays and the version is not recorded, so that neither upgrade nor downgrade works. ' +
            'For statements that must run outside of a transaction use with op.get_context().autocommit_block().';
  }
}

/** Measured with Alembic 1.20 and SQLAlchemy 2.1: rows, the version and all of the next revision were gone, and no error. */
function pythonMessage(action: Action): string {
  return (
    `After this ${action} nothing is committed any more, unless env.py does it itself: Alembic’s transaction is closed, and the one that SQLAlchemy begins by itself is rolled back at the end. ` +
    'Statements after it, later revisions and the version number are lost, while Alembic reports success. Leave it out, or use autocommit_block().'
  );
}
