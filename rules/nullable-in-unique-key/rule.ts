import type { Operation } from '../../src/migration/operation';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { isGuessed } from '../../src/paper/guessed';
import { findColumn } from '../../src/schema/lookup';
import { formatName, type Index, type KeyConstraint, type ObjectName, type Subject } from '../../src/schema/model';
import { columnSubject, rule, type RuleContext } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';

export default rule({
  name: 'nullable-in-unique-key',
  code: 'RT316',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql', 'sqlite', 'mysql', 'mariadb'],
  isOptional: true,
  check: (context) =>
    context.revision.upgrade.flatMap(({ operation }) =>
      keysOf(operation, context).flatMap(({ table, columns, subject }) => {
        const open = columns.filter((column) => isNullable(context.revision, table, column));
        if (columns.length < 2 || open.length === 0) return [];
        const message =
          `Two rows of ${formatName(table)} may agree in (${columns.join(', ')}) as long as ${open.join(', ')} is NULL, for NULLs count as different. ` +
          'If that is not meant, use NULLS NOT DISTINCT (Postgres 15), NOT NULL, or a partial index for the rows with NULL.';
        return [{ span: operation.span, subject, message }];
      }),
    ),
});

interface UniqueKey {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  readonly subject: Subject;
}

function keysOf(operation: Operation, { dialect }: RuleContext): readonly UniqueKey[] {
  switch (operation.kind) {
    case 'createTable': {
      const { table, constraints, indexes } = operation;
      const uniques = constraints.flatMap((each) => (each.type === 'unique' ? ofConstraint(table, each, dialect) : []));
      return [...uniques, ...indexes.flatMap((index) => ofIndex(table, index))];
    }
    case 'addConstraint':
      return operation.constraint.type === 'unique' ? ofConstraint(operation.table, operation.constraint, dialect) : [];
    case 'createIndex':
      return ofIndex(operation.table, operation.index);
    default:
      return [];
  }
}

function ofConstraint(
  table: ObjectName,
  key: KeyConstraint & { readonly type: 'unique' },
  dialect: RuleContext['dialect'],
) {
  if (key.nullsNotDistinct === true) return [];
  return [{ table, columns: key.columns, subject: constraintSubject(table, key, dialect) }];
}

/** A partial index has been thought about. */
function ofIndex(
  table: ObjectName,
  { name, keys, isUnique, predicate, nullsNotDistinct }: Index,
): readonly UniqueKey[] {
  if (!isUnique || predicate !== null || nullsNotDistinct === true) return [];
  const columns = keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  const subject = { ...columnSubject(table, name), kind: 'index' } as const;
  return columns.length === keys.length ? [{ table, columns, subject }] : [];
}

/** As the upgrade leaves it, where the files tell. */
function isNullable(revision: PaperRevision, table: ObjectName, column: string): boolean {
  return (
    findColumn(revision.after, table, column)?.nullable === true && !isGuessed(revision, columnSubject(table, column))
  );
}
