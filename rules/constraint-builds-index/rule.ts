import type { Constraint } from '../../src/migration/operation';
import { formatName } from '../../src/schema/model';
import { indexFirst } from '../../src/lint/fix/locks';
import { columnSubject, rule, tableSubject, type Report } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'constraint-builds-index',
  code: 'RT404',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    byPlace(blockingFor(context, 'unique', 'primary key', 'exclusion')).map(({ first, others }) =>
      reportOf(first, others),
    ),
  fix: indexFirst,
});

function reportOf(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  const { operation } = step;
  const constraint = operation.kind === 'addConstraint' ? operation.constraint : null;
  const column = operation.kind === 'addColumn' ? operation.column.name : null;
  const over = column === null ? tableSubject(blocking.table) : columnSubject(blocking.table, column);
  return {
    span: operation.span,
    severity,
    subject: constraint === null ? over : constraintSubject(blocking.table, constraint, 'postgresql'),
    message:
      `Adding ${nameOf(cost, constraint)} builds its index while ${whoWaits(cost)}. ` +
      `${advice(cost)}${andOthers(others)}`,
  };
}

function nameOf({ blocking, step: { operation } }: BlockingCost, constraint: Constraint | null): string {
  if (constraint !== null) {
    return `${kinds[constraint.type]} ${constraintSubject(blocking.table, constraint, 'postgresql').name}`;
  }
  const column = operation.kind === 'addColumn' ? ` with ${operation.column.name}` : '';
  return `a ${blocking.reason} constraint${column} to ${formatName(blocking.table)}`;
}

const kinds = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  exclusion: 'exclusion constraint',
  check: 'check',
  foreignKey: 'foreign key',
} as const satisfies Record<Constraint['type'], string>;

function advice({ blocking: { reason } }: BlockingCost): string {
  if (reason === 'exclusion') {
    return 'There is no way around that for an exclusion constraint: set a lock_timeout, and choose a quiet moment.';
  }
  const kind = reason === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
  return `Build a unique index CONCURRENTLY first, then ALTER TABLE ... ADD CONSTRAINT ... ${kind} USING INDEX takes an instant.`;
}
