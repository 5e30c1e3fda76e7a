import { rule, tableSubject } from '../../src/lint/rule';
import { formatName } from '../../src/schema/model';
import type { Step } from '../../src/paper/roundtrip';
import { costsOf, isSurelyInUse } from '../costs';

export default rule({
  name: 'missing-statement-timeout',
  code: 'RT424',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: (context) => {
    const { upgrade } = context.revision;
    const first = costsOf(context).find(
      ({ step, impact, at }) =>
        impact.work.some((work) => isSurelyInUse(step.origins, work.table)) && !upgrade.slice(0, at).some(isTimeout),
    );
    const table = first?.impact.work[0]?.table;
    if (first === undefined || table === undefined) return [];
    return [
      {
        span: first.step.operation.span,
        subject: tableSubject(table),
        message:
          `No statement_timeout is set before this, which takes longer the larger ${formatName(table)} is: nothing ends it when it takes too long. ` +
          "Run SET LOCAL statement_timeout = '10min' first, here or in env.py.",
      },
    ];
  },
});

function isTimeout({ operation }: Step): boolean {
  return operation.kind === 'setting' && operation.name.toLowerCase() === 'statement_timeout';
}
