import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import type { Column, Index, ObjectName, Schema } from '../../src/schema/model';
import type { Constraint } from '../../src/migration/operation';
import type { Span } from '../../src/migration/span';
import { columnSubject, formatColumn, rule, type Report } from '../../src/lint/rule';

export default rule({
  name: 'mysql-key-needs-length',
  code: 'RT826',
  severity: 'error',
  aliases: [],
  dialects: ['mysql', 'mariadb'],
  check: ({ revision, file }) => {
    const widest = narrow.test(file.text) ? 1 : WIDEST_CHARACTER;
    return [...reports(revision.upgrade, widest), ...reports(revision.downgrade, widest)];
  },
});

/** Bytes of an InnoDB key with the default row format, and bytes of a character in utf8mb4 (MySQL manual, 17.21). */
const LONGEST_KEY = 3072;
const WIDEST_CHARACTER = 4;

/** The file chooses a character set of one byte, for which columns is not known. */
const narrow = /latin1|ascii_|us7ascii|'ascii'|"ascii"/i;

function reports(steps: readonly Step[], widest: number): readonly Report[] {
  return steps.flatMap(({ operation, schema }) => {
    const { span } = operation;
    switch (operation.kind) {
      case 'createIndex': {
        if (operation.given?.includes('mysql_length') === true || operation.index.method !== null) return [];
        return keyReports(
          columnsOf(operation.index),
          operation.table,
          schemaColumns(schema, operation.table),
          span,
          widest,
        );
      }
      case 'addConstraint':
        return keyReports(
          keyColumns(operation.constraint),
          operation.table,
          schemaColumns(schema, operation.table),
          span,
          widest,
        );
      case 'createTable': {
        const { columns, constraints, indexes } = operation;
        const keys = [...constraints.map(keyColumns), ...indexes.map(columnsOf)];
        const find = (name: string) => columns.find((column) => column.name === name);
        return keys.flatMap((key) => keyReports(key, operation.table, find, span, widest));
      }
      default:
        return [];
    }
  });
}

type Find = (name: string) => Column | undefined;

function schemaColumns(schema: Schema, table: ObjectName): Find {
  return (name) => findColumn(schema, table, name);
}

/** A prefix length is part of the suffix, as `title(20)`. */
function columnsOf({ keys }: Index): readonly string[] {
  return keys.flatMap((key) => (key.kind === 'column' && !key.suffix.includes('(') ? [key.column] : []));
}

function keyColumns(constraint: Constraint): readonly string[] {
  return constraint.type === 'unique' || constraint.type === 'primaryKey' ? constraint.columns : [];
}

function keyReports(
  columns: readonly string[],
  table: ObjectName,
  find: Find,
  span: Span,
  widest: number,
): readonly Report[] {
  return columns.flatMap((name) => {
    const reason = reasonOf(find(name), widest);
    if (reason === null) return [];
    const message = `MySQL refuses a key over ${formatColumn(table, name)}, ${reason}. Give the column a shorter VARCHAR, or the index a prefix: mysql_length={"${name}": 191}.`;
    // Which character set the column has is the server's to say.
    const severity = reason.includes('utf8mb4') ? 'warning' : 'error';
    return [{ span, severity, subject: columnSubject(table, name), message }];
  });
}

function reasonOf(column: Column | undefined, widest: number): string | null {
  const { name, args } = column?.type ?? { name: '', args: [] };
  if (/^(text|bytea|(tiny|medium|long)(text|blob))$/.test(name))
    return `a ${name === 'bytea' ? 'BLOB' : name.toUpperCase()}, without a length (error 1170)`;
  if (name === 'json') return 'a JSON document (error 3152)';
  const [length = 0] = args;
  const isTooLong = name === 'varchar' && length * widest > LONGEST_KEY;
  return isTooLong
    ? `which can have ${length * widest} bytes in utf8mb4 where ${LONGEST_KEY} is the most (error 1071)`
    : null;
}
