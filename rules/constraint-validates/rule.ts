import type { Constraint } from '../../src/migration/operation';
import { formatName, type Subject } from '../../src/schema/model';
import { validateLater } from '../../src/lint/fix/locks';
import { columnSubject, rule, tableSubject, type Report } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';
import { andOthers, blockingFor, byPlace, whoWaits, type BlockingCost } from '../costs';

export default rule({
  name: 'constraint-validates',
  code: 'RT403',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    byPlace(blockingFor(context, 'foreign key', 'check', 'domain').filter(isAddition)).map(({ first, others }) =>
      reportOf(first, others),
    ),
  fix: validateLater,
});

/** A change of type checks existing constraints again; that is for `type-change-on-used-column`. */
function isAddition({ step }: BlockingCost): boolean {
  return step.operation.kind !== 'alterColumn';
}

function reportOf(cost: BlockingCost, others: readonly BlockingCost[]): Report {
  const { step, blocking, severity } = cost;
  const constraint = constraintOf(cost);
  const target = constraint?.type === 'foreignKey' ? [constraint.target] : [];
  return {
    span: step.operation.span,
    severity,
    subject: subjectOf(cost, constraint),
    message:
      `Adding ${nameOf(cost, constraint)} reads every row of ${formatName(blocking.table)} to check it, and ` +
      `meanwhile ${whoWaits(cost, ...target)}. ${advice(cost, constraint)}${andOthers(others)}`,
  };
}

/** The constraint that an operation adds, or that comes with a column. */
function constraintOf({ step: { operation }, blocking }: BlockingCost): Constraint | null {
  if (operation.kind === 'addConstraint') return operation.constraint;
  const type = blocking.reason === 'foreign key' ? 'foreignKey' : 'check';
  return operation.kind === 'addColumn' ? (operation.constraints.find((each) => each.type === type) ?? null) : null;
}

function subjectOf({ step: { operation }, blocking }: BlockingCost, constraint: Constraint | null): Subject {
  if (constraint !== null) return constraintSubject(blocking.table, constraint, 'postgresql');
  return operation.kind === 'addColumn'
    ? columnSubject(operation.table, operation.column.name)
    : tableSubject(blocking.table);
}

function nameOf({ blocking }: BlockingCost, constraint: Constraint | null): string {
  if (constraint === null) return `this to a domain that ${formatName(blocking.table)} uses`;
  const { name } = constraintSubject(blocking.table, constraint, 'postgresql');
  return constraint.type === 'foreignKey' ? `foreign key ${name} to ${formatName(constraint.target)}` : `check ${name}`;
}

function advice({ step: { operation } }: BlockingCost, constraint: Constraint | null): string {
  const flag = constraint === null || operation.via === 'sql' ? '' : ' (postgresql_not_valid=True)';
  const owner = constraint === null ? 'DOMAIN' : 'TABLE';
  return `Add it NOT VALID${flag}, and run ALTER ${owner} ... VALIDATE CONSTRAINT in a transaction of its own, which blocks nobody.`;
}
