import type { OperationOf } from '../../src/migration/operation';
import { hasNoRows, isMadeEarlier } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { formatName, type ColumnType, type ObjectName, type Subject } from '../../src/schema/model';
import { isSameType } from '../../src/schema/type';
import { columnSubject, formatColumn, rule, tableSubject, type Report } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';
import { byPlace } from '../costs';

export default rule({
  name: 'mysql-table-copy',
  code: 'RT423',
  severity: 'warning',
  aliases: [],
  dialects: ['mysql', 'mariadb'],
  check: ({ revision, dialect }) => {
    const found = revision.upgrade.flatMap((step) => {
      const copy = copyOf(step, dialect === 'mariadb');
      return copy === null || hasNoRows(step.origins, copy.table) ? [] : [{ step, copy }];
    });
    return byPlace(found).map(({ first }) => reportOf(first.step, first.copy));
  },
});

/** A statement for which InnoDB copies the whole table (ALGORITHM=COPY), and why. */
interface Copy {
  readonly table: ObjectName;
  readonly subject: Subject;
  readonly what: string;
}

/** What InnoDB does in place or instantly is left out (MySQL manual, 17.12.1 Online DDL Operations; MariaDB, ALTER TABLE). */
function copyOf(step: Step, isMariaDb: boolean): Copy | null {
  const { operation } = step;
  switch (operation.kind) {
    case 'alterColumn':
      return isRetyped(step, operation) ? retyped(operation) : null;
    case 'addConstraint':
      return constraintCopy(operation, isMariaDb);
    case 'addColumn':
      return operation.column.generated?.stored === true ? stored(operation) : null;
    default:
      return null;
  }
}

function isRetyped({ schema }: Step, { table, column, change, before }: OperationOf<'alterColumn'>): boolean {
  const to = change.type ?? null;
  const from = before.type ?? findColumn(schema, table, column)?.type ?? null;
  return to !== null && from !== null && !isSameType(from, to) && !isInPlace(from, to);
}

/** A longer VARCHAR, as long as its length takes the same number of bytes; labels added to the end of an ENUM. */
function isInPlace(from: ColumnType, to: ColumnType): boolean {
  if (from.labels !== undefined && to.labels !== undefined) {
    return from.labels.every((label, at) => to.labels?.[at] === label);
  }
  const [old = 0] = from.args;
  const [size = 0] = to.args;
  // Four bytes a character (utf8mb4), and one byte for lengths up to 255.
  const bytesOfLength = (characters: number) => (characters * 4 > 255 ? 2 : 1);
  return from.name === 'varchar' && to.name === 'varchar' && size >= old && bytesOfLength(old) === bytesOfLength(size);
}

function retyped({ table, column }: OperationOf<'alterColumn'>): Copy {
  return { table, subject: columnSubject(table, column), what: `Changing the type of ${formatColumn(table, column)}` };
}

function stored({ table, column }: OperationOf<'addColumn'>): Copy {
  return {
    table,
    subject: columnSubject(table, column.name),
    what: `Adding the stored generated column ${formatColumn(table, column.name)}`,
  };
}

/** Only with `foreign_key_checks` off does a key come in place; checks do on MariaDB. */
function constraintCopy({ table, constraint }: OperationOf<'addConstraint'>, isMariaDb: boolean): Copy | null {
  const isCopied = constraint.type === 'foreignKey' || (constraint.type === 'check' && !isMariaDb);
  if (!isCopied) return null;
  const subject = constraintSubject(table, constraint, 'mysql');
  const kind = constraint.type === 'foreignKey' ? 'foreign key' : 'check';
  return { table, subject, what: `Adding the ${kind} ${subject.name}` };
}

function reportOf({ operation, origins }: Step, { table, subject, what }: Copy): Report {
  return {
    span: operation.span,
    severity: isMadeEarlier(origins, table) ? 'info' : 'warning',
    subject: subject.name === '' ? tableSubject(table) : subject,
    message:
      `${what} copies the whole of ${formatName(table)} (ALGORITHM=COPY), and every write to it waits until that is done. ` +
      'Use an online schema change tool (gh-ost, pt-online-schema-change), or add what is new beside it and copy in batches.',
  };
}
