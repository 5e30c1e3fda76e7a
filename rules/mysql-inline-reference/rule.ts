import type { Constraint } from '../../src/migration/operation';
import { columnSubject, formatColumn, rule, stepsOf, type Report } from '../../src/lint/rule';
import { formatName, type ObjectName } from '../../src/schema/model';
import type { Span } from '../../src/migration/span';

/** From MySQL 9.0 on it makes a foreign key (release notes); MariaDB does since 10.5. */
const FIRST_TO_HONOUR = 9;

export default rule({
  name: 'mysql-inline-reference',
  code: 'RT823',
  severity: 'error',
  aliases: [],
  dialects: ['mysql'],
  check: ({ revision, settings: { serverVersion } }) => {
    if (serverVersion !== null && serverVersion >= FIRST_TO_HONOUR) return [];
    const added = stepsOf(revision.upgrade, 'addColumn').flatMap(({ operation }) => {
      const isInline = operation.via === 'sql' || operation.given?.includes('inline_references') === true;
      return isInline ? ignored(operation.constraints, operation.table, operation.span) : [];
    });
    const created = stepsOf(revision.upgrade, 'createTable').flatMap(({ operation }) => {
      const isInline = operation.via === 'sql' && !/\bforeign\s+key\b/i.test(operation.sql ?? '');
      return isInline ? ignored(operation.constraints, operation.table, operation.span) : [];
    });
    return [...added, ...created];
  },
});

function ignored(constraints: readonly Constraint[], table: ObjectName, span: Span): readonly Report[] {
  return constraints.flatMap((constraint) => {
    const [column] = constraint.type === 'foreignKey' ? constraint.columns : [];
    if (constraint.type !== 'foreignKey' || column === undefined) return [];
    return [
      {
        span,
        subject: columnSubject(table, column),
        message:
          `MySQL before 9.0 reads REFERENCES behind a column and ignores it: ${formatColumn(table, column)} gets no foreign key to ${formatName(constraint.target)}. ` +
          'Write FOREIGN KEY (…) REFERENCES … as a constraint of the table.',
      },
    ];
  });
}
