import { formatName, type Subject } from '../../src/schema/model';
import { rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'blocking-maintenance',
  code: 'RT413',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const found = blockingFor(context, 'cluster', 'vacuum full', 'refresh').filter((cost) => !isNewView(cost, context));
    return byPlace(found).map(({ first }) => reportOf(first));
  },
});

/** A materialized view that this revision makes is read by nobody yet. */
function isNewView({ blocking, step }: BlockingCost, { revision }: RuleContext): boolean {
  const isThere = (views: readonly { readonly name: string }[]) =>
    views.some(({ name }) => name === blocking.table.name);
  return blocking.reason === 'refresh' && isThere(step.schema.views) && !isThere(revision.before.views);
}

function reportOf(cost: BlockingCost): Report {
  const { step, blocking, severity } = cost;
  const name = formatName(blocking.table);
  const isRefresh = blocking.reason === 'refresh';
  const subject: Subject = { ...tableSubject(blocking.table), kind: isRefresh ? 'materialized view' : 'table' };
  return {
    span: step.operation.span,
    severity,
    subject,
    message: isRefresh
      ? `Refreshing ${name} runs its query while ${whoWaits(cost)}. ` +
        'REFRESH MATERIALIZED VIEW CONCURRENTLY lets readers go on; it needs a unique index on the view.'
      : `${blocking.reason.toUpperCase()} writes ${name} and its indexes anew, and meanwhile ${whoWaits(cost)}. ` +
        'A migration is no place for it: use pg_repack, or plan a window.',
  };
}
