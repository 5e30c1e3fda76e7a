import type { Operation } from '../../src/migration/operation';
import type { Span } from '../../src/migration/span';
import { isEffective } from '../../src/paper/effects';
import type { Step } from '../../src/paper/roundtrip';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'swallowed-failure',
  code: 'RT713',
  severity: 'warning',
  aliases: [],
  check: (context) => [
    ...reportsOf(context, context.revision.upgrade),
    ...reportsOf(context, context.revision.downgrade),
  ],
});

/** One for each function: who writes one such handler writes ten. */
function reportsOf({ dialect, file }: RuleContext, steps: readonly Step[]): readonly Report[] {
  const spans = steps.flatMap(({ operation }) => (isExecuted(operation) ? (operation.swallowed ?? []) : []));
  const handlers = [...new Map(spans.map((span) => [span.start, span])).values()];
  const [first] = handlers;
  if (first === undefined) return [];
  const more = handlers.length > 1 ? ` (and at ${handlers.length - 1} more places in this function)` : '';
  const consequence =
    dialect === 'postgresql' && isPython(file.text, first)
      ? 'On Postgres the transaction is aborted after the first error, so that every later statement fails with a message that hides the cause.'
      : 'The revision counts as applied although a part of it is missing, and the downgrade fails on that part.';
  const message =
    `If what stands here fails, nobody is told${more}. ${consequence} ` +
    'Ask for the condition you expect (inspector.has_table, IF EXISTS), or catch only that error inside of begin_nested().';
  return [{ span: first, subject: null, message }];
}

/** A block of PL/pgSQL is a subtransaction of its own; Python's handlers are not. */
function isPython(text: string, { start, end }: Span): boolean {
  return /^\s*(except\b|with\b|suppress\b|contextlib\b)/.test(text.slice(start, end));
}

/** A statement: not the attribute of an object, which is written when the session is flushed, nor a call of who knows what. */
function isExecuted(operation: Operation): boolean {
  switch (operation.kind) {
    case 'unknown':
      return operation.template !== undefined;
    case 'update':
      return operation.via !== 'core' || operation.where !== 'by primary key';
    default:
      return isEffective(operation);
  }
}
