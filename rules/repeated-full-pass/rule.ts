import type { Work } from '../../src/paper/locks/model';
import { blocksReads } from '../../src/paper/locks/modes';
import { transactionsOf } from '../../src/paper/locks/transactions';
import { formatName } from '../../src/schema/model';
import { rule, tableSubject, type Report } from '../../src/lint/rule';
import { costsOf, isSurelyInUse, type Cost } from '../costs';

export default rule({
  name: 'repeated-full-pass',
  code: 'RT426',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => {
    const costs = costsOf(context);
    return transactionsOf(context.revision.upgrade).flatMap((transaction) =>
      byTable(transaction.flatMap(({ at }) => passOf(costs[at]))).flatMap(reportOf),
    );
  },
});

interface Pass {
  readonly cost: Cost;
  readonly work: Work;
}

/** ALTER TABLE reads or writes all rows once, however many of these changes it makes. */
function passOf(cost: Cost | undefined): readonly Pass[] {
  const [work] = cost?.impact.work ?? [];
  if (cost === undefined || work === undefined) return [];
  const { operation, origins } = cost.step;
  const isMergeable = operation.kind === 'alterColumn' || operation.kind === 'addColumn' || isCheck(cost);
  return isMergeable && work.type !== 'build' && blocksReads(work.mode) && isSurelyInUse(origins, work.table)
    ? [{ cost, work }]
    : [];
}

function isCheck({ step: { operation } }: Cost): boolean {
  return operation.kind === 'addConstraint' && operation.constraint.type === 'check';
}

function byTable(passes: readonly Pass[]): readonly (readonly Pass[])[] {
  const tables = new Map<string, Pass[]>();
  for (const pass of passes) {
    const name = formatName(pass.work.table);
    const others = tables.get(name);
    if (others === undefined) tables.set(name, [pass]);
    else others.push(pass);
  }
  return [...tables.values()];
}

/** Commands of one ALTER TABLE are one pass already: they have the same statement. */
function reportOf(passes: readonly Pass[]): readonly Report[] {
  const statements = new Set(passes.map(({ cost }) => statementOf(cost)));
  const [first, second] = passes;
  if (first === undefined || second === undefined || statements.size < 2) return [];
  const rewrites = passes.filter(({ work }) => work.type === 'rewrite').length;
  const what = rewrites > 1 ? 'writes' : 'reads';
  return [
    {
      span: second.cost.step.operation.span,
      subject: tableSubject(second.work.table),
      message:
        `With this the upgrade ${what} all of ${formatName(second.work.table)} ${statements.size} times, once for each statement. ` +
        'One ALTER TABLE with all these changes (op.execute) goes through the table once.',
    },
  ];
}

function statementOf({ step: { operation } }: Cost): string {
  return operation.via === 'sql' ? (operation.sql ?? '') : `${operation.span.start}`;
}
