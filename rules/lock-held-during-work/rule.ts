import { blocksReads, blocksWrites } from '../../src/paper/locks/modes';
import type { Work } from '../../src/paper/locks/model';
import { formatName } from '../../src/schema/model';
import { rule, tableSubject, type Report, type RuleContext } from '../../src/lint/rule';
import { costsOf, isSurelyInUse, type Cost } from '../costs';
import { keptLocks, type KeptLock } from '../kept-locks';
import { lineOf } from '../lines';

export default rule({
  name: 'lock-held-during-work',
  code: 'RT410',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...grouped(keptLocks(context)).map((group) => reportOf(group, context)),
    ...costsOf(context).flatMap(explicitLock),
  ],
});

type Group = readonly [KeptLock, ...KeptLock[]];

/** Whatever waits for the same work is one finding, at the first statement. */
function grouped(kept: readonly KeptLock[]): readonly Group[] {
  const groups = new Map<Cost, [KeptLock, ...KeptLock[]]>();
  for (const each of kept) {
    const group = groups.get(each.later.cost);
    if (group === undefined) groups.set(each.later.cost, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function reportOf(group: Group, { file }: RuleContext): Report {
  const [{ cost, table, later }] = group;
  const names = group.map((each) => formatName(each.table)).join(', ');
  const line = lineOf(file, later.cost.step.operation.span);
  return {
    span: cost.step.operation.span,
    subject: tableSubject(table),
    message:
      `From here on ${names} ${group.length > 1 ? 'are' : 'is'} locked against reads too (ACCESS EXCLUSIVE), until the transaction ends: ` +
      `also while ${working[later.work.type]} ${formatName(later.work.table)} in line ${line}. ` +
      'Put the two into revisions of their own (with transaction_per_migration).',
  };
}

const working: Readonly<Record<Work['type'], string>> = {
  rewrite: 'Postgres rewrites',
  build: 'an index is built on',
  scan: 'every row is read of',
};

/** LOCK TABLE in a mode that keeps readers or writers out. */
function explicitLock({ step, impact }: Cost): readonly Report[] {
  const { operation, origins } = step;
  if (operation.kind !== 'other' || operation.detail?.type !== 'lock') return [];
  return impact.locks
    .filter(({ table, mode }) => blocksWrites(mode) && isSurelyInUse(origins, table))
    .slice(0, 1)
    .map(({ table, mode }) => ({
      span: operation.span,
      subject: tableSubject(table),
      message:
        `LOCK TABLE keeps ${blocksReads(mode) ? 'every read and write' : 'every write'} of ${formatName(table)} waiting until the transaction ends (${mode} lock). ` +
        'The statements that follow take the locks that they need; where it is meant to hold off writers, set a lock_timeout and keep it short.',
    }));
}
