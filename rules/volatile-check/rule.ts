import type { Operation } from '../../src/migration/operation';
import type { Check, ObjectName } from '../../src/schema/model';
import { rule } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'volatile-check',
  code: 'RT309',
  severity: 'warning',
  aliases: [],
  check: ({ revision, dialect }) =>
    revision.upgrade.flatMap(({ operation }) =>
      checksOf(operation).flatMap(({ table, check }) => {
        const moving = movingPart(check.expression);
        if (moving === null) return [];
        const message =
          `(${check.expression}) depends on ${moving}: rows that are right when they are written stop being right, and then ` +
          'restoring a dump, validating the constraint or adding it again after a rollback fails on them. ' +
          'Compare columns of the row with each other instead, or check it in a trigger or in the application.';
        return [
          { span: operation.span, subject: constraintSubject(table, { type: 'check', ...check }, dialect), message },
        ];
      }),
    ),
});

function checksOf(operation: Operation): readonly { readonly table: ObjectName; readonly check: Check }[] {
  switch (operation.kind) {
    case 'createTable':
    case 'addColumn':
      return operation.constraints.flatMap((check) =>
        check.type === 'check' ? [{ table: operation.table, check }] : [],
      );
    case 'addConstraint':
      return operation.constraint.type === 'check' ? [{ table: operation.table, check: operation.constraint }] : [];
    default:
      return [];
  }
}

const clock =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|gen_random_uuid|getdate|sysdatetime|curdate|utc_timestamp)\s*\(\s*\)|\b(current_(timestamp|date|time|user|role)|localtime(stamp)?|session_user|sysdate)\b/gi;

/** The part of an expression that gives another answer on another day, or to another user. */
function movingPart(expression: string): string | null {
  const withoutTexts = expression.replace(/'(?:[^']|'')*'/g, "''");
  const moving = [...withoutTexts.matchAll(clock)].find(
    ({ 0: text, index }) => !staysTrue(text, withoutTexts.slice(0, index), withoutTexts.slice(index + text.length)),
  );
  return moving?.[0] ?? null;
}

/** What is in the past stays there: `born <= now()` holds for ever once it does. */
function staysTrue(text: string, before: string, after: string): boolean {
  return !/user|role|random/i.test(text) && (/<=?\s*\(*\s*$/.test(before) || /^\s*\)*\s*(::\s*\w+\s*)?>=?/.test(after));
}
