import type { Constraint, Operation } from '../../src/migration/operation';
import { formatName, isSameName, type ObjectName } from '../../src/schema/model';
import { validateNow } from '../../src/lint/fix/locks';
import { rule, stepsOf, type RuleContext } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'constraint-not-validated',
  code: 'RT310',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) =>
    stepsOf(context.revision.upgrade, 'addConstraint').flatMap(({ operation, at }) => {
      const { table, constraint, span } = operation;
      if (!isUnchecked(constraint)) return [];
      if (stepsAfter(context, at).some((each) => settles(each, table, constraint))) return [];
      const message =
        `The rows of ${formatName(table)} that are there are never checked: nothing in these files validates ` +
        `${constraint.name ?? 'the constraint'}. Until VALIDATE CONSTRAINT it says nothing about them, and the planner does not rely on it; ` +
        'validate it in a later revision.';
      return [{ span, subject: constraintSubject(table, constraint, context.dialect), message }];
    }),
  fix: validateNow,
});

function isUnchecked(constraint: Constraint): boolean {
  return (constraint.type === 'foreignKey' || constraint.type === 'check') && !constraint.isValid;
}

function stepsAfter({ revision, revisions }: RuleContext, at: number): readonly Operation[] {
  const later = revisions.slice(revisions.indexOf(revision) + 1);
  return [...revision.upgrade.slice(at + 1), ...later.flatMap(({ upgrade }) => upgrade)].map(
    ({ operation }) => operation,
  );
}

/** It is validated, or removed, or it may be by something that cannot be read. */
function settles(operation: Operation, table: ObjectName, { name }: Constraint): boolean {
  switch (operation.kind) {
    case 'validateConstraint':
    case 'dropConstraint':
      return operation.name === name || (name === null && isSameName(operation.table, table));
    case 'dropTable':
      return isSameName(operation.table, table);
    case 'unknown':
      return operation.template === undefined || /validate/i.test(operation.template);
    default:
      return false;
  }
}
