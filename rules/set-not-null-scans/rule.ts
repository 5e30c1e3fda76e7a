import type { Operation } from '../../src/migration/operation';
import { requiredBy } from '../../src/paper/locks/impact.tables';
import { formatName, type Subject } from '../../src/schema/model';
import { checkBeforeNotNull } from '../../src/lint/fix/locks';
import { columnSubject, formatColumn, rule, tableSubject, type Report } from '../../src/lint/rule';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'set-not-null-scans',
  code: 'RT405',
  severity: 'warning',
  aliases: ['MRT213', 'MRT412'],
  dialects: ['postgresql'],
  check: (context) => byPlace(blockingFor(context, 'not null')).map(({ first, others }) => reportOf(first, others)),
  fix: checkBeforeNotNull,
});

function columnOf(operation: Operation): string | null {
  if (operation.kind === 'alterTable') return requiredBy(operation.change);
  return operation.kind === 'alterColumn' ? operation.column : null;
}

function reportOf(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  const { operation } = step;
  const column = columnOf(operation);
  const subject: Subject = column === null ? tableSubject(blocking.table) : columnSubject(blocking.table, column);
  const what =
    column === null
      ? `The primary key makes its columns NOT NULL, which reads every row of ${formatName(blocking.table)}`
      : `Setting ${formatColumn(blocking.table, column)} NOT NULL reads every row`;
  return {
    span: operation.span,
    severity,
    subject,
    message:
      `${what} while ${whoWaits(cost)}. ` +
      `Add CHECK (${column ?? 'column'} IS NOT NULL) NOT VALID first, and VALIDATE it in a transaction of its own: then it takes an instant.${andOthers(others)}`,
  };
}
