import type { Severity } from '../../src/lint/finding';
import type { OperationOf } from '../../src/migration/operation';
import { isEffective } from '../../src/paper/effects';
import type { Step } from '../../src/paper/roundtrip';
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
function reportsOf({ file }: RuleContext, steps: readonly Step[]): readonly Report[] {
  return stepsOf(steps, 'transaction')
    .filter(({ operation: { action, autocommit } }) => action !== 'savepoint' && !autocommit)
    .filter(
      ({ operation: { via, span } }) => via === 'sql' || !isOfSession(file.text, file.text.slice(span.start, span.end)),
    )
    .map(({ operation: { action, via, span }, at }) => {
      const isFirst = !steps.slice(0, at).some(({ operation }) => isEffective(operation));
      const message = via === 'sql' ? sqlMessage(action, isFirst) : pythonMessage(action);
      return { span, subject: null, severity: severityOf(action, isFirst), message };
    });
}

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

function pythonMessage(action: Action): string {
  return (
    `This ends Alembic’s transaction by hand (${action}): with SQLAlchemy 2 the next statement fails ("Can't operate on closed transaction inside context manager"), ` +
    'and before version 2 a revision that fails further on stays half applied. Leave it out, or use autocommit_block().'
  );
}
