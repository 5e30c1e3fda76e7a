import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';
import { formatName, type Dialect } from '../../src/schema/model';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'key-without-partition',
  code: 'RT315',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql', 'mysql', 'mariadb'],
  check: ({ revision, dialect }) =>
    stepsOf(revision.upgrade, 'createTable').flatMap((step) => reportsOf(step, dialect)),
});

/** Postgres docs 5.12.2.3; MySQL manual 26.6.1: each unique key holds all columns of the partition key. */
function reportsOf({ operation }: StepOf<'createTable'>, dialect: Dialect): readonly Report[] {
  const { table, constraints, partitionBy, span } = operation;
  return constraints.flatMap((constraint) => {
    if (constraint.type !== 'primaryKey' && constraint.type !== 'unique') return [];
    const left = (partitionBy?.columns ?? []).filter((column) => !constraint.columns.includes(column));
    if (left.length === 0) return [];
    const what = constraint.type === 'primaryKey' ? 'primary key' : 'unique constraint';
    const message =
      `The upgrade fails: ${formatName(table)} is partitioned by ${(partitionBy?.columns ?? []).join(', ')}, and its ${what} ` +
      `(${constraint.columns.join(', ')}) leaves out ${left.join(', ')}. Add ${left.length > 1 ? 'them' : 'it'} to the key.`;
    return [{ span, subject: constraintSubject(table, constraint, dialect), message }];
  });
}
