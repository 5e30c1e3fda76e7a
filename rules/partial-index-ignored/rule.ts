import type { OperationOf } from '../../src/migration/operation';
import { formatName, type Dialect } from '../../src/schema/model';
import { rule, stepsOf } from '../../src/lint/rule';
import { dialectNames } from '../unsupported-statement/dialects';

export default rule({
  name: 'partial-index-ignored',
  code: 'RT853',
  severity: 'warning',
  aliases: [],
  check: ({ revision, dialect }) =>
    stepsOf(revision.upgrade, 'createIndex')
      .filter(({ operation }) => operation.index.isUnique && isIgnored(operation, dialect))
      .map(({ operation: { table, index, span } }) => ({
        span,
        subject: { kind: 'index', schema: table.schema, table: table.name, name: index.name },
        message:
          `The condition of ${index.name} is meant for another database: on ${dialectNames[dialect]} it is left out, and no two rows of ${formatName(table)} may be alike at all. ` +
          `${advice(dialect)}`,
      })),
});

/** SQLAlchemy reads the option of the dialect at hand and passes over the others. */
function isIgnored({ given = [] }: OperationOf<'createIndex'>, dialect: Dialect): boolean {
  const isMeant = given.some((name) => /^(postgresql|sqlite|mssql)_where$/.test(name));
  return isMeant && !given.includes(`${dialect}_where`);
}

function advice(dialect: Dialect): string {
  const hasPartial = dialect === 'postgresql' || dialect === 'sqlite' || dialect === 'mssql';
  return hasPartial
    ? `Pass ${dialect}_where= too.`
    : 'It has no partial indexes: put it behind a branch on the dialect’s name, and index a generated column there.';
}
