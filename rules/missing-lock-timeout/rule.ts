import { transactionsOf } from '../../src/paper/locks/transactions';
import { limitLockTime } from '../../src/lint/fix/locks';
import { rule } from '../../src/lint/rule';
import { costsOf } from '../costs';
import { lockedInUse, reportAt, timeoutBefore } from '../lock-timeouts';

export default rule({
  name: 'missing-lock-timeout',
  code: 'RT419',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: (context) => {
    const costs = costsOf(context);
    const { upgrade } = context.revision;
    const dangerous = transactionsOf(upgrade)
      .flatMap((transaction) => transaction.flatMap(({ at }) => costs[at] ?? []))
      .find((cost) => lockedInUse(cost) !== null && timeoutBefore(upgrade, cost.at) === undefined);
    return dangerous === undefined
      ? []
      : reportAt(
          dangerous,
          (table) =>
            `No lock_timeout is set before ${table} is locked: while this waits for a long query, every later query on ${table} waits behind it. ` +
            "Run SET LOCAL lock_timeout = '5s' first, here or in env.py, and try again when it fires.",
        );
  },
  fix: limitLockTime,
});
