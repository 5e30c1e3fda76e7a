import type { Step } from '../../src/paper/roundtrip';
import { rule, stepsOf, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'transaction-control',
  code: 'RT706',
  severity: 'error',
  aliases: [],
  check: (context) => [
    ...reportsOf(context, context.revision.upgrade),
    ...reportsOf(context, context.revision.downgrade),
  ],
});

/** What comes after a COMMIT runs outside of any transaction: once said, it is said. */
function reportsOf(context: RuleContext, steps: readonly Step[]): readonly Report[] {
  return stepsOf(steps, 'transaction')
    .filter(({ operation: { action, autocommit } }) => action !== 'savepoint' && !autocommit)
    .flatMap(({ operation: { action, via, span } }) => {
      if (via === 'sql') return [{ span, subject: null, message: sqlMessage(action) }];
      return isOfSession(context.file.text.slice(span.start, span.end))
        ? []
        : [{ span, subject: null, message: pythonMessage(action) }];
    });
}

/** A session on Alembic's connection only flushes: its commit leaves the outer transaction open (SQLAlchemy docs, join_transaction_mode). */
function isOfSession(call: string): boolean {
  return /session/i.test(call);
}

function sqlMessage(action: string): string {
  const word = action.toUpperCase();
  return action === 'begin'
    ? `${word} inside of Alembic’s transaction does nothing on Postgres but warn, and fails on SQLite. Leave it out.`
    : `${word} ends the transaction in which Alembic runs the revision: if a statement after it fails, what came before stays and the version is not recorded, so that neither upgrade nor downgrade works. ` +
        'For statements that must run outside of a transaction use: with op.get_context().autocommit_block().';
}

function pythonMessage(action: string): string {
  return (
    `Alembic’s transaction is ended by hand (${action}): with SQLAlchemy 2 the next statement fails ("Can't operate on closed transaction inside context manager"), ` +
    'and before it a revision that fails further on stays half applied. Leave it out, or use autocommit_block().'
  );
}
